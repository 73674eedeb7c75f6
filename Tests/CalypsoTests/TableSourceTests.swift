import Calypso
import Testing

/// A table that the host computes.
private struct Squares: TableSource {
  var columns: [ColumnDefinition] {
    [ColumnDefinition("n", .long), ColumnDefinition("square", .long), ColumnDefinition("name", .string)]
  }
  var rowCount: Int? { 5_000 }

  func makeCursor(columns: [Int]) throws -> any TableCursor { Cursor(columns: columns) }

  private final class Cursor: TableCursor {
    let columns: [Int]
    var position: Int64 = 0

    init(columns: [Int]) { self.columns = columns }

    func next() throws -> TableBatch? {
      guard position < 5_000 else { return nil }
      let numbers = position..<(position + 1_000)
      position += 1_000
      let data = columns.map { column -> ColumnData in
        switch column {
        case 0: .longs(numbers.map { $0 })
        case 1: .longs(numbers.map { $0 % 7 == 0 ? nil : $0 * $0 })
        default: .strings(numbers.map { "n\($0)" })
        }
      }
      return try TableBatch(columns: data, rowCount: numbers.count)
    }
  }
}

@Suite struct TableSourceTests {
  @Test func `scans a table of the host`() throws {
    let session = Session()
    session.addTable(Squares(), named: "Squares")
    let answer = try session.query("Squares | summarize count(), countif(isnull(square)), max(square)")
    #expect(answer.rows == [[.long(5_000), .long(715), .long(4_999 * 4_999)]])
    #expect(try session.query("Squares | where name == 'n42' | project n").rows == [[.long(42)]])
  }

  @Test func `refuses values that do not fit`() throws {
    let session = Session()
    #expect(throws: QueryError.self) {
      try session.addTable(named: "T", columns: [ColumnDefinition("a", .long)], rows: [[.string("x")]])
    }
    #expect(throws: QueryError.self) {
      try session.addTable(named: "T", columns: [ColumnDefinition("a", .long)], rows: [[]])
    }
    #expect(throws: QueryError.self) { try TableBatch(columns: [.longs([1]), .strings([])], rowCount: 1) }
  }
}
