import KQLCatalog
import KQLTypes
import Testing

@testable import KQLIngest

/// Rows are looked up among the keys of a join by the text that their column would have.
@Suite struct KeyFilterTests {
  private let scratch = Scratch()

  private final class Keys: KeyMembership {
    private let texts: Set<String>
    init(_ texts: [String]) { self.texts = Set(texts) }
    func find(_ texts: UnsafeBufferPointer<UnsafeBufferPointer<UInt8>>, isFound: UnsafeMutablePointer<Bool>) {
      for (index, text) in texts.enumerated() {
        isFound[index] = self.texts.contains(String(decoding: text, as: UTF8.self))
      }
    }
  }

  /// The rows that a scan gives, and those among all rows that have one of the keys.
  private func check(
    _ table: IngestedTable, _ column: String, among keys: [String], count: Int, columns: [String]? = nil
  ) throws {
    let position = try #require(table.schema.index(of: column))
    let all = try rows(of: table, columns: (columns ?? table.schema.fields.map(\.name)) + [column])
    let expected = all.filter { keys.contains($0[$0.count - 1]) }.map { Array($0.dropLast()) }
    #expect(expected.count == count)
    for readers in 1...2 {
      let found = try rows(
        of: table, columns: columns, keyFilters: [KeyFilter(column: position, conditions: [], keys: Keys(keys))],
        readers: readers, batchRowCount: readers == 1 ? 2 : 2048)
      #expect(found == expected, "\(column) among \(keys)")
    }
    // Where there is only a condition, it decides.
    let listed = KeyFilter(column: position, conditions: [.oneOf(keys.map(ScalarValue.string))])
    #expect(try rows(of: table, columns: columns, keyFilters: [listed]) == expected)
  }

  @Test func `JSON text is looked up as it is meant`() throws {
    let lines = [
      #"{"n":1,"s":"alpha"}"#, #"{"n":2,"s":"\u0061lpha"}"#, #"{"n":3,"s":"al\/pha"}"#, #"{"n":4,"s":""}"#,
      #"{"n":5,"s":null}"#, #"{"n":6}"#, #"{"n":7,"s":"Alpha"}"#, #"{"n":8,"s":"né\n"}"#,
      #"{"n":9,"s":"n\u00e9\n"}"#, #"{"n":10,"s":"null"}"#,
    ]
    let table = try IngestSource([scratch.write("t.json", lines.joined(separator: "\n"))]).tables[0]
    try check(table, "s", among: ["alpha"], count: 2)
    try check(table, "s", among: [""], count: 3)
    try check(table, "s", among: ["al/pha", "né\n", "nothing"], count: 3)
    try check(table, "s", among: ["null"], count: 1)
    try check(table, "s", among: [], count: 0)
    try check(table, "s", among: ["alpha", ""], count: 5, columns: ["n"])
  }

  @Test func `values of other kinds are looked up by the text that they become`() throws {
    var options = IngestOptions()
    options.schemas = ["T": Schema([Field("n", .long), Field("s", .string)])]
    let lines = [
      #"{"n":1,"s":7}"#, #"{"n":2,"s":"7"}"#, #"{"n":3,"s":true}"#, #"{"n":4,"s":{"a": [1]}}"#, #"{"n":5,"s":[ ]}"#,
      #"{"n":6,"s":1.50}"#,
    ]
    let source = try IngestSource(["T=" + scratch.write("t.json", lines.joined(separator: "\n"))], options: options)
    let table = try #require(source[table: "T"])
    for text in try rows(of: table, columns: ["s"]).map({ $0[0] }) {
      try check(table, "s", among: [text], count: text == "7" ? 2 : 1)
    }
  }

  @Test func `CSV text is looked up without its quotes`() throws {
    let text = "n,s\n1,plain\n2,\"plain\"\n3,\"say \"\"hi\"\"\"\n4,\n5,\"\"\n6,\"a,b\"\n"
    let table = try IngestSource([scratch.write("t.csv", text)]).tables[0]
    try check(table, "s", among: ["plain"], count: 2)
    try check(table, "s", among: ["say \"hi\"", "a,b"], count: 2)
    try check(table, "s", among: [""], count: 2)
  }

  @Test func `columns that are made of something else are looked up by what they hold`() throws {
    let lines = [
      #"{"category":"ContainerRegistryLoginEvents","time":"2026-11-22T05:00:00Z","resourceId":"/SUB/One"}"#,
      #"{"category":"ContainerRegistryLoginEvents","time":"2026-11-22T05:01:00Z","resourceId":"/sub/one"}"#,
      #"{"Type":"ContainerRegistryLoginEvents","TimeGenerated":"2026-11-22T05:02:00Z","_ResourceId":"/sub/two"}"#,
    ]
    let source = try IngestSource([scratch.write("t.json", lines.joined(separator: "\n"))])
    let table = try #require(source[table: "ContainerRegistryLoginEvents"])
    try check(table, "_ResourceId", among: ["/sub/one"], count: 2)
    try check(table, "_ResourceId", among: ["/SUB/One"], count: 0)
    try check(table, "Type", among: ["ContainerRegistryLoginEvents"], count: 3)
    try check(table, "CorrelationId", among: [""], count: 3)
  }

  @Test func `a list of numbers leaves rows without one of them`() throws {
    let lines = (0..<40).map { $0 % 10 == 0 ? "{\"n\":null,\"i\":\($0)}" : "{\"n\":\($0 % 7),\"i\":\($0)}" }
    let table = try IngestSource([scratch.write("t.json", lines.joined(separator: "\n"))]).tables[0]
    let all = try rows(of: table)
    let filter = ScanFilter(column: 0, condition: .oneOf([.long(0), .long(5), .long(99)]))
    #expect(try rows(of: table, filters: [filter]) == all.filter { $0[0] == "0" || $0[0] == "5" })
    #expect(try rows(of: table, filters: [ScanFilter(column: 0, condition: .oneOf([]))]).isEmpty)
  }

  @Test func `fields without a column stay with their rows`() throws {
    let record = #""category":"ContainerRegistryLoginEvents","time":"2026-11-22T05:00:00Z""#
    let lines = (0..<600).map { #"{\#(record),"correlationId":"\#($0 % 100)","more":\#($0)}"# }
    let source = try IngestSource([scratch.write("t.json", lines.joined(separator: "\n"))])
    let table = try #require(source[table: "ContainerRegistryLoginEvents"])
    try check(table, "CorrelationId", among: ["0", "7", "99"], count: 18)
  }

  @Test func `all records count as looked at, and their times as covered`() throws {
    let lines = (0..<40).map { #"{"s":"\#($0)","TimeGenerated":"2026-11-22T05:\#(10 + $0):00Z"}"# }
    let source = try IngestSource([scratch.write("t.json", lines.joined(separator: "\n"))])
    let table = source.tables[0]
    let control = QueryControl()
    var request = ScanRequest(columns: [0])
    request.keyFilters = [KeyFilter(column: 0, conditions: [], keys: Keys(["7"]))]
    let reader = try table.makeScan(request, control: control).makeReader()
    var rowCount = 0
    while let scanned = try reader.next() { rowCount += scanned.batch.rowCount }
    #expect(rowCount == 1)
    #expect(control.scannedRowCount == 40)
  }
}
