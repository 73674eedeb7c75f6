import KQLTypes
import Testing

@testable import KQLIngest

/// JSON is what RFC 8259 says and nothing else, wherever it stands: a line, a document, a value within a record, a row of
/// an answer, `properties` written as text, and text that queries parse.
@Suite struct JSONStrictnessTests {
  /// Values that are JSON.
  static let valid: [String] = [
    "0", "-0", "1", "-1", "10", "123456789012345678901234567890", "0.5", "-0.5", "1.25e3", "1E3", "1e+3", "1e-3", "0e0",
    "1e999",
    "true", "false", "null", "\"\"", "\"a\"", "\" \"", #""\"\\\/\b\f\n\r\t""#, #""\u0041""#, #""\u00e9""#,
    #""\uD83D\uDE00""#,
    #""\u0000""#, #""\ud800""#, #""\udc00\ud800x""#, #""\uFFFF""#, "\"é漢😀\"", "\"\u{7f}\"", "\"\u{2028}\u{2029}\"",
    "\"\u{feff}\"",
    "[]", "[ ]", "[1]", "[1,2]", "[ 1 , 2 ]", "[null,true,\"x\",{}]", "[[[[[]]]]]", "{}", "{ }", #"{"a":1}"#,
    #"{ "a" : 1 , "b" : 2 }"#,
    #"{"":0}"#, #"{"a":1,"a":2}"#, #"{"a":{"b":{"c":[{}]}}}"#, #"{"\u0061":1}"#, "[\t1\r,2]",
    String(repeating: "[", count: 500) + String(repeating: "]", count: 500),
  ]

  /// Texts that are none; each with the byte, from 0, at which it shows.
  static let invalid: [(text: String, offset: Int)] = [
    ("01", 1), ("-01", 2), ("1.", 2), (".5", 0), ("-", 1), ("+1", 0), ("1e", 2), ("1e+", 3), ("1.e1", 2), ("0x1", 1),
    ("1_0", 1), ("--1", 1),
    ("NaN", 0), ("Infinity", 0), ("-Infinity", 1), ("True", 0), ("tru", 3), ("truee", 4), ("nul", 3), ("None", 0),
    ("undefined", 0),
    ("'a'", 0), ("a", 0), ("\"a", 2), ("\"\\\"", 3), ("\"\\x\"", 1), ("\"\\a\"", 1), ("\"\\u\"", 1), ("\"\\u12\"", 1),
    ("\"\\u12g4\"", 1),
    ("\"\\U0041\"", 1), ("\"a\tb\"", 2), ("\"a\u{1}b\"", 2), ("\"a\u{1f}\"", 2), ("\"a\u{0}\"", 2),
    ("[", 1), ("[1", 2), ("[1,", 3), ("[1,]", 3), ("[,1]", 1), ("[1,,2]", 3), ("[1 2]", 3), ("[1}", 2), ("]", 0),
    ("[1]]", 3), ("[1:2]", 2),
    ("{", 1), ("{\"a\"", 4), ("{\"a\":", 5), ("{\"a\":1", 6), ("{\"a\":1,", 7), ("{\"a\":1,}", 7), ("{,}", 1),
    ("{\"a\" 1}", 5), ("{\"a\",1}", 4),
    ("{a:1}", 1), ("{1:1}", 1), ("{'a':1}", 1), ("{null:1}", 1), ("{\"a\":1 \"b\":2}", 7), ("{\"a\":1]", 6),
    ("{\"a\"::1}", 5), ("{\"a\":1}}", 7),
    ("{\"a\":1}//", 7), ("/*c*/1", 0), ("[1]#", 3), ("{\"a\":1;\"b\":2}", 6), ("\u{feff}1", 0), ("1\u{a0}", 1),
    ("\u{b}1", 0), ("1 2", 2), ("", 0),
    ("\u{0}", 0), ("[\u{0}]", 1), ("{\"a\":\u{0}}", 5),
  ]

  /// Bytes that are no UTF-8: alone, cut off, too long, surrogates, too large.
  static let invalidBytes: [[UInt8]] = [
    [0x80], [0xbf], [0xff], [0xfe], [0xc0, 0x80], [0xc1, 0xbf], [0xc3], [0xc3, 0x28], [0xe2, 0x82], [0xe2, 0x28, 0xa1],
    [0xe0, 0x80, 0x80],
    [0xed, 0xa0, 0x80], [0xed, 0xbf, 0xbf], [0xf0, 0x80, 0x80, 0x80], [0xf0, 0x9f, 0x98], [0xf4, 0x90, 0x80, 0x80],
    [0xf5, 0x80, 0x80, 0x80],
  ]

  private let scratch = Scratch()

  // MARK: Text that queries parse

  @Test(arguments: valid) func `text that is JSON is parsed`(text: String) throws {
    _ = try JSONText.parse(text)
    _ = try JSONText.parse(" \r\n\t" + text + " \r\n\t")
  }

  @Test(arguments: invalid) func `text that is none is not parsed`(text: String, offset: Int) {
    let error = #expect(throws: JSONText.ParseError.self) { try JSONText.parse(text) }
    // Escapes are judged where the mistake is, or where they begin.
    if let found = error?.offset { #expect((offset...offset + 5).contains(found), "\(text): \(found)") }
  }

  @Test(arguments: invalidBytes) func `bytes that are no text are not parsed`(bytes: [UInt8]) {
    for prefix in ["\"ab", "\"a\\n"] {
      let text = Array(prefix.utf8) + bytes + Array("\"".utf8)
      let error = text.withUnsafeBufferPointer { text in
        #expect(throws: JSONText.ParseError.self) { try JSONText.parse(text) }
      }
      #expect(error?.reason == .invalidUTF8)
      #expect(error?.offset == prefix.utf8.count)
    }
  }

  // MARK: Records

  /// How a value can stand in a file: what is before and behind it, and whether that makes lines.
  static let places: [(name: String, before: String, after: String, isLines: Bool)] = [
    ("a line", "{\"v\":", "}\n", true), ("a field behind others", "{\"a\":\"x\",\"v\":", ",\"z\":[1]}\n", true),
    ("a nested value", "{\"v\":{\"w\":[1,", "]}}\n", true), ("a document", "[\n{\"v\":\n", "}\n]\n", false),
    ("an envelope", "{\"records\": [{\"v\":", "}]}\n", false),
    (
      "a row", "{\"tables\":[{\"name\":\"T\",\"columns\":[{\"name\":\"v\",\"type\":\"dynamic\"}],\"rows\":[[", "]]}]}",
      false
    ),
  ]

  @Test(arguments: places.map(\.name)) func `valid values are records wherever they stand`(place: String) throws {
    let (_, before, after, _) = Self.places.first { $0.name == place }!
    for text in Self.valid {
      let path = scratch.write("v.json", before + text + after)
      let found = outcome([path])
      #expect((try? found.get().count) == 1, "\(text): \(found)")
    }
  }

  @Test(arguments: places.map(\.name)) func `invalid values are refused wherever they stand, with line and column`(
    place: String
  ) throws {
    let (_, before, after, _) = Self.places.first { $0.name == place }!
    let line = before.count { $0 == "\n" } + 1
    let column =
      before.utf8.count
      - (before.utf8.lastIndex(of: 0x0a).map { before.utf8.distance(from: before.startIndex, to: $0) + 1 } ?? 0)
    for (text, offset) in Self.invalid {
      let path = scratch.write("v.json", before + text + after)
      guard case .failure(let error) = outcome([path]) else {
        Issue.record("\(place) took \(text)")
        continue
      }
      // What is not closed shows somewhere behind it, or makes the file one that is cut off.
      guard offset < text.utf8.count, !error.message.contains("cut off") else { continue }
      let prefix = "\(path):\(line):"
      #expect(error.message.hasPrefix(prefix), "\(text): \(error.message)")
      let found = Int(error.message.dropFirst(prefix.count).prefix { $0 != ":" }) ?? 0
      #expect(found >= column + offset, "\(text): \(error.message)")
    }
  }

  @Test(arguments: invalidBytes) func `bytes that are no text are refused wherever they stand`(bytes: [UInt8]) {
    for (place, before, after, _) in Self.places {
      let start = Array(before.utf8) + Array("\"ab".utf8)
      let path = scratch.write("v.json", start + bytes + Array(("\"" + after).utf8))
      guard case .failure(let error) = outcome([path]) else {
        Issue.record("\(place) took \(bytes)")
        continue
      }
      let lineStart = (start.lastIndex(of: 0x0a) ?? -1) + 1
      let line = start.count { $0 == 0x0a } + 1
      #expect(
        error.message == "\(path):\(line):\(start.count - lineStart + 1): the text is not valid UTF-8", "\(place)")
    }
  }

  // MARK: Properties as text

  @Test func `properties that are no JSON are kept as they are`() throws {
    func record(_ properties: String) -> String {
      "{\"category\":\"ContainerRegistryRepositoryEvents\",\"time\":\"2026-11-22T05:10:00Z\",\"properties\":\(Events.quoted(properties))}\n"
    }
    for text in [
      "{\"repository\":\"a\",}", "{\"repository\":\"a\"} x", "{'repository':'a'}", "{\"repository\":01}", "[1]", "",
      "{",
    ] {
      let path = scratch.write("p.json", record(text))
      let found = try outcome([path], Events.repository, columns: ["Repository", "_Extra"]).get()
      #expect(found == [["", #"{"properties":\#(Events.quoted(text))}"#]], "\(text)")
    }
  }
}
