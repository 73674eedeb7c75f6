import KQLColumnar
import KQLTypes
import Testing

@testable import KQLRendering

/// Rows that are written column by column read as those that are written cell by cell.
@Suite struct RowTextTests {
  private static let strings = [
    "", "plain", "comma, quote \" and\nline", "tab\tand \\ backslash", "\u{1}\u{7f}", "漢é🙂", "a", "a", "1", "null",
  ]
  private static let schema = Schema([
    Field("plain", .string), Field("coded \"name\"", .string), Field("long", .long), Field("int", .int),
    Field("time", .datetime), Field("real", .real), Field("bool", .bool), Field("bag", .dynamic),
    Field("span", .timespan),
  ])

  /// Rows of all kinds of values, nulls included, in batches; strings stand for themselves and as codes.
  private func batches(_ rowCounts: [Int]) -> [RecordBatch] {
    var first = 0
    return rowCounts.map { count in
      let rows = first..<first + count
      first += count
      func column(_ type: ScalarType, _ value: (Int) -> ScalarValue) -> Column {
        Column(rows.map { $0 % 7 == 3 && type != .string ? .null(type) : value($0) }, type: type)
      }
      let heap = StringHeap(isDistinct: true)
      for string in Set(Self.strings).sorted() { heap.append(string) }
      let codes = rows.map { UInt32($0 / 3 % heap.count) }
      return RecordBatch(
        columns: [
          column(.string) { .string(Self.strings[$0 % Self.strings.count] + ($0 % 5 == 0 ? String($0) : "")) },
          .string(StringColumn(heap: heap, codes: codes)),
          column(.long) { .long(Int64($0 / 4) * 1_000_000_007 - 3) },
          column(.int) { .int(Int32($0 % 3) - 1) },
          column(.datetime) { .datetime(638_000_000_000_000_000 + Int64($0 / 10) * 10_000_000) },
          column(.real) { [.real(0.5), .real(.nan), .real(-.infinity), .real(1e300)][$0 % 4] },
          column(.bool) { .bool($0 % 2 == 0) },
          column(.dynamic) { [.dynamic(.bag(DynamicBag([("a", DynamicValue(.long(1)))]))), .dynamic(.string("x\"y")), .dynamic(.null)][$0 % 3] },
          column(.timespan) { .timespan(Int64($0) * 10_000_000) },
        ], rowCount: count)
    }
  }

  private func written(_ format: ResultFormat, _ schema: Schema, _ batches: [RecordBatch]) throws -> String {
    let sink = ByteCollector()
    let writer = format.makeWriter(to: sink)
    try writer.begin(schema, name: nil)
    for batch in batches { try writer.write(batch) }
    try writer.end()
    try writer.finish()
    return sink.text
  }

  private func cells(_ batches: [RecordBatch]) -> [[ScalarValue]] {
    batches.flatMap { batch in (0..<batch.rowCount).map { row in batch.columns.map { $0[row] } } }
  }

  private static let shapes = [[0], [1], [0, 3, 0, 2], [100, 1], [5000], [4096, 1, 4097]]

  @Test(arguments: shapes) func `CSV`(rowCounts: [Int]) throws {
    let batches = batches(rowCounts)
    func field(_ text: String) -> String {
      guard text.utf8.contains(where: { [0x2c, 0x22, 0x0a, 0x0d].contains($0) }) else { return text }
      return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
    var expected = Self.schema.names.map(field).joined(separator: ",") + "\n"
    for row in cells(batches) {
      expected += row.map { $0.isNull ? "" : field($0.text) }.joined(separator: ",") + "\n"
    }
    #expect(try written(.csv, Self.schema, batches) == expected)
  }

  @Test(arguments: shapes) func `TSV`(rowCounts: [Int]) throws {
    let batches = batches(rowCounts)
    func field(_ text: String) -> String {
      var field = ""
      for character in text.unicodeScalars {
        switch character {
        case "\t": field += "\\t"
        case "\n": field += "\\n"
        case "\r": field += "\\r"
        case "\\": field += "\\\\"
        default: field.unicodeScalars.append(character)
        }
      }
      return field
    }
    var expected = Self.schema.names.joined(separator: "\t") + "\n"
    for row in cells(batches) {
      expected += row.map { $0.isNull ? "" : field($0.text) }.joined(separator: "\t") + "\n"
    }
    #expect(try written(.tsv, Self.schema, batches) == expected)
  }

  private func json(_ value: ScalarValue) -> String {
    var bytes: [UInt8] = []
    JSONCell.append(value, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  private func object(_ row: [ScalarValue]) -> String {
    let fields = zip(Self.schema.names, row).map { name, value in "\(json(.string(name))):\(json(value))" }
    return "{" + fields.joined(separator: ",") + "}"
  }

  @Test(arguments: shapes) func `JSON objects, in an array and one a line`(rowCounts: [Int]) throws {
    let batches = batches(rowCounts)
    let objects = cells(batches).map(object)
    #expect(try written(.ndjson, Self.schema, batches) == objects.map { $0 + "\n" }.joined())
    let array = objects.isEmpty ? "[]\n" : "[\n" + objects.joined(separator: ",\n") + "\n]\n"
    #expect(try written(.json, Self.schema, batches) == array)
  }

  @Test(arguments: shapes) func `arrays of Kusto's answers`(rowCounts: [Int]) throws {
    let batches = batches(rowCounts)
    let arrays = cells(batches).map { "[" + $0.map(json).joined(separator: ",") + "]" }.joined(separator: ",")
    for format in [ResultFormat.kustoV1, .kustoV2] {
      let text = try written(format, Self.schema, batches)
      #expect(text.contains("\"Rows\":[" + arrays + "]}"), "\(format)")
    }
  }

  @Test func `rows without columns`() throws {
    let batches = [RecordBatch(columns: [], rowCount: 2), RecordBatch(columns: [], rowCount: 1)]
    #expect(try written(.csv, Schema([]), batches) == "\n\n\n\n")
    #expect(try written(.ndjson, Schema([]), batches) == "{}\n{}\n{}\n")
    #expect(try written(.json, Schema([]), batches) == "[\n{},\n{},\n{}\n]\n")
    #expect(try written(.kustoV1, Schema([]), batches).contains("\"Rows\":[[],[],[]]"))
  }

  @Test func `rows that a selection leaves`() throws {
    let batch = batches([9])[0]
    let narrowed = batch.narrowed(to: Selection(rowCount: 9, indexes: [1, 4, 8]))
    let expected = try written(.csv, Self.schema, [batch.gathered([1, 4, 8])])
    #expect(try written(.csv, Self.schema, [narrowed]) == expected)
  }

  @Test func `control characters are shown where a terminal would obey them`() throws {
    let sink = ByteCollector()
    let writer = ResultFormat.tsv.makeWriter(to: sink, options: RenderingOptions(escapesControls: true))
    try writer.begin(Schema([Field("a", .string)]), name: nil)
    try writer.write(RecordBatch(columns: [.string(["\u{1b}[31m", "a\\b"])], rowCount: 2))
    try writer.finish()
    #expect(!sink.text.contains("\u{1b}"))
    #expect(sink.text.hasSuffix("a\\b\n"))
  }
}
