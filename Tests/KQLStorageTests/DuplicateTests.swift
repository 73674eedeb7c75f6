import KQLCatalog
import KQLColumnar
import KQLTypes
import Testing

@testable import KQLStorage

/// Rows that repeat earlier ones are found wherever they stand, and no others.
@Suite struct DuplicateTests {
  private func table(_ schema: Schema, _ batches: [[[ScalarValue]]], in folder: TestFolder) throws -> StoreTable {
    let writer = try StoreWriter(folder["store"], threadCount: 1)
    for (index, rows) in batches.enumerated() {
      let columns = schema.fields.enumerated().map { place, field in Column(rows.map { $0[place] }, type: field.type) }
      try writer.add("\(index)", schema, [RecordBatch(columns: columns, rowCount: rows.count)])
    }
    try writer.commit()
    return try #require(try Store(opening: folder["store"])[table: "T"])
  }

  @Test func `by every column, within and across segments`() throws {
    let folder = try TestFolder()
    let schema = Schema([Field("a", .long), Field("b", .string), Field("c", .real), Field("d", .dynamic)])
    let bag = ScalarValue.dynamic(.bag(DynamicBag([("x", .long(1))])))
    let rows: [[ScalarValue]] = [
      [.long(1), .string("x"), .real(1), bag], [.long(1), .string("x"), .real(1), .dynamic(.null)],
      [.null(.long), .string(""), .null(.real), .dynamic(.null)], [.long(1), .string("x"), .real(1), bag],
    ]
    let found = try table(
      schema, [rows, [rows[2], [.long(0), .string(""), .null(.real), .dynamic(.null)], rows[0]]], in: folder
    )
    .leavingOutDuplicates(threadCount: 2)
    #expect(found.duplicateCount == 3)
    #expect(found.statistics.rowCount == 4)
    let expected = Array(rows[..<3]) + [[.long(0), .string(""), .null(.real), .dynamic(.null)]]
    #expect(try found.rows() == expected)
    #expect(
      try found.rows(filters: [ScanFilter(column: 0, condition: .compare(.equal, .long(1)))]) == Array(expected[..<2]))
    #expect(try found.rows([]).count == 4)
  }

  @Test func `by what Azure calls a record, where it does`() throws {
    let folder = try TestFolder()
    let schema = Schema([Field("a", .long), Field("_Extra", .dynamic)])
    func item(_ id: String) -> ScalarValue { .dynamic(.bag(DynamicBag([("_ItemId", .string(id))]))) }
    let found = try table(
      schema,
      [
        [
          [.long(1), item("i")], [.long(2), item("i")], [.long(1), item("j")], [.long(1), item("")],
          [.long(2), item("")],
        ]
      ],
      in: folder
    ).leavingOutDuplicates(threadCount: 1)
    #expect(try found.rows([0]) == [[.long(1)], [.long(1)], [.long(1)], [.long(2)]])
  }
}
