import KQLColumnar
import KQLTypes
import Testing

@testable import KQLCatalog

@Suite struct TablePackerTests {
  private static let schema = Schema([
    Field("time", .datetime), Field("word", .string), Field("unique", .string), Field("one", .string),
    Field("number", .real), Field("flag", .bool), Field("id", .guid), Field("amount", .decimal), Field("bag", .dynamic),
    Field("nothing", .long), Field("void", .dynamic),
  ])

  private func row(_ number: Int) -> [ScalarValue] {
    [
      .datetime(Int64(number)), .string("word \(number % 11)"), .string("unique \(number)"), .string("one"),
      number % 5 == 0 ? .null(.real) : .real(Double(number) / 4), .bool(number % 3 == 0), .guid(UInt128(number)),
      .decimal(KQLDecimal(Int64(number))), number % 7 == 0 ? .dynamic(.null) : .dynamic(.long(Int64(number))),
      .null(.long), .dynamic(.null),
    ]
  }

  /// Batches of some sizes in turn, until there are as many rows as wanted.
  private func batches(rowCount: Int, sizes: [Int]) -> [RecordBatch] {
    var batches: [RecordBatch] = []
    var first = 0
    while first < rowCount {
      let count = min(sizes[batches.count % sizes.count], rowCount - first)
      let rows = (first..<(first + count)).map(row)
      let columns = Self.schema.fields.enumerated().map { index, field in
        Column(rows.map { $0[index] }, type: field.type)
      }
      batches.append(RecordBatch(columns: columns, rowCount: count))
      first += count
    }
    return batches
  }

  private func packed(_ batches: [RecordBatch], _ schema: Schema = schema) -> InMemoryTable {
    let packer = TablePacker(schema: schema, batchRowCount: Self.size)
    for batch in batches { packer.add(batch) }
    return packer.finish()
  }

  private static let size = 1000

  @Test(arguments: [[1], [64], [size], [size - 1, 3, 2500], [3 * size]])
  func `holds the rows that were added, in order, in batches of one length`(sizes: [Int]) {
    let rowCount = 2 * Self.size + 100
    let table = packed(batches(rowCount: rowCount, sizes: sizes))
    #expect(table.batches.map(\.physicalRowCount) == [Self.size, Self.size, 100])
    var number = 0
    for batch in table.batches {
      for index in stride(from: 0, to: batch.physicalRowCount, by: 7) {
        #expect(batch.columns.map { $0[index] } == row(number + index))
      }
      number += batch.physicalRowCount
    }
  }

  @Test func `selected rows are packed alone`() {
    let whole = batches(rowCount: 1000, sizes: [1000])[0]
    let selection = Selection(rowCount: 1000, indexes: [3, 500, 999])
    let table = packed([whole.narrowed(to: selection), whole.narrowed(to: Selection(rowCount: 1000, indexes: []))])
    #expect(table.batches.map(\.physicalRowCount) == [3])
    #expect((0..<3).map { table.batches[0].columns[2][$0] } == [3, 500, 999].map { .string("unique \($0)") })
  }

  @Test func `no rows make no batches`() {
    #expect(packed([]).batches.isEmpty)
    #expect(packed([.empty(Self.schema.fields.map(\.type))]).batches.isEmpty)
  }

  private func address(_ column: Column) -> UnsafeRawPointer? {
    switch column.values {
    case .int64(let values): values.withUnsafeBytes { $0.baseAddress }
    case .real(let values): values.withUnsafeBytes { $0.baseAddress }
    case .string(let strings): strings.codes?.withUnsafeBytes { $0.baseAddress }
    case .dynamic(let values): values.withUnsafeBytes { $0.baseAddress }
    default: nil
    }
  }

  @Test func `batches in which a column looks alike share its values, others do not`() {
    let table = packed(batches(rowCount: 2 * Self.size, sizes: [Self.size]))
    let shared = Self.schema.fields.indices.filter { index in
      address(table.batches[0].columns[index]).map { $0 == address(table.batches[1].columns[index]) } ?? false
    }
    #expect(shared.map { Self.schema.fields[$0].name } == ["one", "nothing", "void"])
  }

  @Test func `zeros of both signs stay what they are`() {
    let schema = Schema([Field("x", .real)])
    let zeros = [0.0, -0.0, 0.0].map { zero in
      RecordBatch(columns: [Column(repeating: .real(zero), count: Self.size)], rowCount: Self.size)
    }
    #expect(packed(zeros, schema).batches.map { $0.columns[0].reals[0].sign } == [.plus, .minus, .plus])
  }

  @Test func `one dictionary serves all batches, and strings without repetition have none`() {
    let packer = TablePacker(schema: Schema([Field("word", .string), Field("unique", .string)]))
    for first in stride(from: 0, to: 120_000, by: 4000) {
      let words = (first..<(first + 4000)).map { "word \($0 % 11)" }
      let unique = (first..<(first + 4000)).map { "unique \($0)" }
      packer.add(RecordBatch(columns: [.string(words), .string(unique)], rowCount: 4000))
    }
    let table = packer.finish()
    let words = table.batches.map { $0.columns[0].strings.heap }
    #expect(words.allSatisfy { $0 === words[0] })
    #expect(words[0].count == 11)
    #expect(table.batches.last?.columns[1].strings.codes == nil)
    #expect(table.batches.last?.columns[1].strings.string(0) == "unique \(3 << 15)")
  }
}
