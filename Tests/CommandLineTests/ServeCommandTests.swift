import Foundation
import Testing

@Suite struct ServeCommandTests {
  private func answers(_ requests: [String], arguments: [String] = []) throws -> [[String: Any]] {
    let run = try CalypsoProcess.run(
      ["serve", "--stdio"] + arguments, input: Data((requests.joined(separator: "\n") + "\n").utf8))
    #expect(run.exitCode == 0, "\(run.errorOutput)")
    return try run.output.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }

  @Test func `answers a line a request, in order`() throws {
    let found = try answers([
      #"{"id": 1, "query": "print a = 1, b = 'x', c = real(nan), d = dynamic({\"k\": [1]})"}"#,
      #"{"id": "two", "query": "print x = nosuch(1)"}"#,
      "this is not JSON",
      #"{"id": 3}"#,
      #"{"id": 4, "query": "T | where", "parse_only": true}"#,
      #"{"id": 5, "query": "T | where a > 1", "parse_only": true}"#,
      #"{"id": 6, "query": "T | project a, c = strcat(b, 'x')", "analyze_only": true, "schema": {"T": "(a:long, b:string)"}}"#,
    ])
    #expect(found.count == 7)
    #expect(found[0]["rows"] as? [NSArray] == [[1, "x", "NaN", ["k": [1]] as NSDictionary] as NSArray])
    #expect((found[1]["error"] as? String)?.contains("nosuch") == true)
    #expect((found[1]["diagnostics"] as? [[String: Any]])?.first?["code"] as? String == "KQL0203")
    #expect(found[2]["error"] is String)
    #expect(found[3]["error"] is String)
    #expect(found[3]["id"] as? Int == 3)
    #expect(found[4]["error"] is String)
    #expect(found[5]["error"] == nil)
    let columns = try #require(found[6]["columns"] as? [[String: String]])
    #expect(columns == [["name": "a", "type": "long"], ["name": "c", "type": "string"]])
  }

  @Test func `loads inputs before it answers`() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("T.csv", "a,b\n1,x\n2,y\n")
    let found = try answers([#"{"id": 1, "query": "T | count"}"#], arguments: ["--load", file])
    #expect(found[0]["ready"] as? Bool == true)
    #expect((found[0]["tables"] as? [String: Int]) == ["T": 2])
    #expect(found[1]["rows"] as? [[Int]] == [[2]])
  }

  @Test func `reads tables from a folder with declared schemas`() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write("S.csv", "a,when\n7,2026-01-01T00:00:00Z\n")
    _ = try folder.write("tables.json", #"{"S": {"file": "S.csv", "schema": "a:int, when:datetime"}}"#)
    let found = try answers([
      #"{"id": 1, "query": "S | project a, y = getyear(when)", "tables_dir": "\#(folder.url.path)"}"#
    ])
    #expect(found[0]["rows"] as? [[Int]] == [[7, 2026]], "\(found)")
  }

  @Test func `writes every character, number and null of several batches as JSON`() throws {
    let query = """
      range i from 0 to 599 step 1 | extend c = unicode_codepoints_to_string(i % 300 + 1)
      | project n = iff(i % 5 == 0, long(null), -i), t = strcat('12345678', c, '\"', tostring(i / 300)),
          s = iff(i % 2 == 0, c, ''), h = i / 100
      """
    let request = try JSONSerialization.data(withJSONObject: ["id": 1, "query": query])
    let found = try answers([String(decoding: request, as: UTF8.self)], arguments: ["--batch-rows", "7"])
    let rows = try #require(found[0]["rows"] as? [NSArray])
    let expected = (0..<600).map { i -> NSArray in
      let character = String(UnicodeScalar(UInt32(i % 300 + 1))!)
      return [
        i % 5 == 0 ? NSNull() : -i, "12345678\(character)\"\(i / 300)", i % 2 == 0 ? character : "", i / 100,
      ]
    }
    #expect(rows == expected)
  }
}
