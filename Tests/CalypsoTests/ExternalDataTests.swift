import Calypso
import Foundation
import Testing

/// Kusto documentation: <https://learn.microsoft.com/kusto/query/externaldata-operator>
@Suite("externaldata reads the inputs that were named, and no other file")
struct ExternalDataTests {
  private func answer(_ query: String, file name: String, _ text: String) throws -> [[Value]] {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("calypso-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent(name).path
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    let session = Session()
    try session.addInputs([path])
    return try session.query(query.replacingOccurrences(of: "FILE", with: path)).rows
  }

  @Test("delimited text by position, with a header to pass over or not")
  func delimited() throws {
    let text = "id,name,when\n1,\"a, \"\"b\"\"\",2026-01-02\n2,,\n"
    let columns = "externaldata(n: long, s: string, t: datetime) [@'FILE']"
    let rows = try answer("\(columns) with (format = 'csv', ignoreFirstRecord = true)", file: "x.csv", text)
    #expect(rows.count == 2)
    #expect(rows[0][0] == .long(1) && rows[0][1] == .string("a, \"b\""))
    #expect(rows[0][2] == .datetime(Timestamp("2026-01-02")!))
    #expect(rows[1] == [.long(2), .string(""), .null])
    let all = try answer("\(columns) | summarize count(), countif(isnull(n))", file: "x.csv", text)
    #expect(all == [[.long(3), .long(1)]])
    let bars = try answer(
      "externaldata(a: string, b: string) ['FILE'] with (format = 'psv')", file: "x.dat.csv", "1|2\n3|4\n")
    #expect(bars == [[.string("1"), .string("2")], [.string("3"), .string("4")]])
  }

  @Test("JSON by name, and lines of text")
  func others() throws {
    let json = "{\"a\": 1, \"b\": {\"c\": 2}}\n{\"a\": \"x\"}\n"
    let rows = try answer("externaldata(b: dynamic, a: string) ['FILE']", file: "x.json", json)
    #expect(rows.map { $0[1] } == [.string("1"), .string("x")])
    #expect(
      try answer("externaldata(b: dynamic) ['FILE'] | project tolong(b.c)", file: "x.json", json)[0] == [.long(2)])
    let lines = try answer(
      "externaldata(l: string) ['FILE'] with (format = 'txt') | count", file: "x.log", "a b\nc,d\n")
    #expect(lines == [[.long(2)]])
  }

  @Test(
    "anything else is refused by name",
    arguments: [
      ("externaldata(a: string) ['/etc/hostname']", "only files that were given as inputs"),
      ("externaldata(a: string) ['https://example.com/x.csv']", "only files that were given as inputs"),
      ("externaldata(a: string) ['FILE'] with (format = 'orc')", "'orc'"),
      ("externaldata(a: string) ['FILE'] with (ingestionMapping = 'x')", "'ingestionmapping'"),
      ("externaldata(a: long) ['FILE'] with (format = 'txt')", "one column of type string"),
    ])
  func refusals(_ query: String, _ message: String) throws {
    #expect {
      try answer(query, file: "x.csv", "a,b\n1,2\n")
    } throws: { error in
      "\(error)".contains(message)
    }
  }
}
