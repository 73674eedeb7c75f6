import RegistryVerification
import Testing

@Suite struct JSONDocumentReaderTests {
  private func read(_ text: String) throws -> DocumentNode { try DocumentNode(json: Array(text.utf8)) }

  /// Position and message of the mistake, empty when there is none.
  private func problem(_ bytes: [UInt8]) -> String {
    do throws(DocumentError) {
      _ = try DocumentNode(json: bytes)
      return ""
    } catch {
      return error.description
    }
  }

  @Test func `knows where every value and key stands`() throws {
    let node = try read("{\n  \"é\": 1, \"list\": [true,\n null]\n}\n")
    let entries = try #require(node.entries)
    #expect(entries.map(\.key) == ["é", "list"])
    #expect(entries.map(\.keyPosition) == [.init(line: 2, column: 3), .init(line: 2, column: 11)])
    #expect(entries[0].value == DocumentNode(.number("1"), at: .init(line: 2, column: 8)))
    #expect(
      entries[1].value.elements == [
        DocumentNode(.bool(true), at: .init(line: 2, column: 20)),
        DocumentNode(.null, at: .init(line: 3, column: 2)),
      ])
  }

  @Test func `reads every escape`() throws {
    #expect(try read(#""\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00""#).text == "\"\\/\u{8}\u{c}\n\r\té😀")
  }

  @Test(arguments: ["0", "-0", "12.50", "1e9", "-1.5E-3", "2E+4"])
  func `keeps the text of numbers`(text: String) throws {
    #expect(try read(" \(text) ").content == .number(text))
  }

  @Test func `finds keys whatever their case, the last of equal ones`() throws {
    let node = try read(#"{"a": {"IpAddress": 1, "ipAddress": 2}}"#)
    #expect(node[path: ["A", "IPADDRESS"]]?.content == .number("2"))
    #expect(node["b"] == nil)
    #expect(node[path: ["a", "ipAddress", "x"]] == nil)
  }

  @Test func `reads the UTF-16 of Windows PowerShell, and leaves out byte order marks`() throws {
    let text = #"{"a": "é😀"}"#
    let expected = try read(text)
    let units = Array("\u{feff}\(text)".utf16)
    #expect(try DocumentNode(json: units.flatMap { [UInt8($0 & 0xff), UInt8($0 >> 8)] }) == expected)
    #expect(try DocumentNode(json: units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xff)] }) == expected)
    #expect(try DocumentNode(json: [0xef, 0xbb, 0xbf] + Array(text.utf8)) == expected)
    #expect(problem([0xff, 0xfe, 0x7b]).contains("UTF-16"))
  }

  @Test(arguments: [
    ("", "1:1: the file is empty"),
    ("{\"a\": 1", "1:8: the text ends where ',' or '}' is expected; it may have been cut off"),
    ("{\"a\": \"x", "1:7: the text in quotes has no end; the file may have been cut off"),
    ("{\"a\": }", "1:7: this is not JSON: a value is expected"),
    ("{\"a\" 1}", "1:6: ':' after the key is expected"),
    ("{\"a\": 1,}", "1:9: a key in quotes is expected"),
    ("{a: 1}", "1:2: a key in quotes is expected"),
    ("[1 2]", "1:4: ',' or ']' is expected"),
    ("[1] x", "1:5: there is more text after the JSON value; one JSON value is expected, and not one a line"),
    ("[01]", "1:4: this is not a JSON number"),
    ("[1.]", "1:4: this is not a JSON number"),
    ("\"\\ud800\"", "1:8: this is half of a surrogate pair"),
    ("\"\\x\"", "1:3: this is not an escape of JSON"),
    ("\"\t\"", "1:2: a control character must be escaped in JSON"),
    ("ERROR: Please run 'az login' to setup account.", "1:1: this is not JSON: a value is expected"),
  ])
  func `says what is wrong and where`(text: String, expected: String) {
    #expect(problem(Array(text.utf8)) == expected)
  }

  @Test func `refuses what is not UTF-8 and what is nested too deep`() {
    #expect(problem([0x22, 0xff, 0x22]) == "1:1: the text in quotes is not UTF-8")
    let deep = Array(repeating: UInt8(ascii: "["), count: 1_000_000)
    #expect(problem(deep) == "1:65: lists and mappings are nested deeper than 64")
  }

  @Test func `cuts at any byte without harm`() throws {
    let whole = Array(#"{"a": [1.5e3, "\u00e9\n", {"b": null}], "c": true}"#.utf8)
    for count in whole.indices { #expect(problem(Array(whole[..<count])) != "", "\(count)") }
    #expect(problem(whole) == "")
  }
}
