import KQLTypes
import Testing

@testable import KQLIngest

/// Files that hold the records of several tables, known ones and others.
@Suite struct MixedTableTests {
  private let scratch = Scratch()

  private static let records = [
    #"{"time":"2026-11-22T05:10:00Z","resourceId":"/A","category":"Audit","level":1}"#,
    #"{"time":"2026-11-22T05:10:00Z","resourceId":"/A","category":"Flow","level":"high"}"#,
    #"{"time":"2026-11-22T05:10:00Z","resourceId":"/A","category":"ContainerRegistryLoginEvents","identity":"me"}"#,
    #"{"time":"2026-11-22T05:10:00Z","resourceId":"/A","category":"Audit","level":2}"#,
    #"{"note":"no table","level":[3]}"#,
  ]

  @Test(arguments: [
    records.map { $0 + "\n" }.joined(), "{\"records\":[\(records.joined(separator: ","))]}\n",
    "[\(records.joined(separator: ",\n"))]",
    "[{\"records\":[\(records[..<2].joined(separator: ","))]},{\"records\":[\(records[2...].joined(separator: ", "))]}]",
  ])
  func `each table has its own records and types`(text: String) throws {
    let source = try IngestSource([scratch.write("m.json", text)])
    func values(_ table: String, _ column: String) throws -> [[String]] {
      try rows(of: #require(source[table: table]), columns: [column])
    }
    #expect(try values("Audit", "level") == [["1"], ["2"]])
    #expect(try values("Flow", "level") == [["high"]])
    #expect(try values(Events.login, "Identity") == [["me"]])
    #expect(try values("m", "level") == [["[3]"]])
    let counts = Dictionary(uniqueKeysWithValues: source.account().inputs[0].rows.map { ($0.table, $0.count) })
    #expect(counts.filter { $0.value > 0 } == ["Audit": 2, "Flow": 1, Events.login: 1, "m": 1])
  }

  @Test func `what is wrong with one table's values is counted with that table`() throws {
    let filler = String(repeating: " ", count: 17 << 20)
    let bad = #"{"time":"2026-11-22T05:10:00Z","resourceId":"/A","category":"Audit","level":"x"}"#
    let path = scratch.write("m.json", Self.records.map { $0 + "\n" }.joined() + filler + "\n" + bad + "\n{\n")
    var options = IngestOptions()
    options.skipsBadRecords = true
    let source = try IngestSource([path], options: options)
    for table in source.tables { _ = try rows(of: table) }
    let input = source.account().inputs[0]
    #expect(input.recordCount == 7)
    #expect(input.malformedCount == 2)
    #expect(input.malformed.map(\.line) == [7, 8])
    #expect(input.rows.reduce(0) { $0 + $1.count } == 5)
    // A query of one table does not stumble over another's record.
    let strict = try IngestSource([path])
    #expect(throws: ExecutionError.self) { try rows(of: #require(strict[table: "Audit"])) }
  }
}
