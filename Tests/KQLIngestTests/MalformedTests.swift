import KQLTypes
import Testing

@testable import KQLIngest

@Suite struct MalformedTests {
  private let scratch = Scratch()

  private func good(_ number: Int) -> String {
    "{\"Type\":\"ContainerRegistryLoginEvents\",\"TimeGenerated\":\"2026-11-22T00:00:0\(number % 10).0000000Z\",\"Identity\":\"\(number)\"}"
  }

  private func message(_ result: Result<[[String]], ExecutionError>) -> String {
    if case .failure(let error) = result { return error.message }
    return "read"
  }

  @Test(arguments: [
    ("{\"a\":1,}", 8, "'}' is not expected"), ("{\"a\" 1}", 6, "'1' is not expected"),
    ("{\"a\":tru}", 9, "'}' is not expected"),
    ("{\"a\":01}", 7, "'1' is not expected"), ("{\"a\":1.}", 8, "not a number"), ("{\"a\":-}", 7, "not a number"),
    ("{\"a\":\"\\x\"}", 7, "escape"), ("{\"a\":\"\\u12g4\"}", 7, "escape"), ("{\"a\":\"", 7, "ends too early"),
    ("{\"a\":[1,2}", 10, "'}' is not expected"), ("{\"a\":{\"b\":[}}", 12, "'}' is not expected"),
    ("{\"a\":1} x", 9, "follows"),
    ("{\"a\":1}{\"b\":2}", 8, "follows"), ("[1]", 1, "must be a JSON object"), ("\"x\"", 1, "must be a JSON object"),
    ("17", 1, "must be a JSON object"), ("{", 2, "ends too early"), ("{\"a\":\u{1}}", 6, "byte 0x1"),
    ("{\"a\":\"x\ty\"}", 8, "a tab must be escaped"), ("}", 1, "'}' is not expected"),
    ("{\"a\":\"\u{0}\"}", 7, "a NUL byte"),
    ("{a:1}", 2, "'a' is not expected"), ("{\"a\":'x'}", 6, "''' is not expected"),
    ("{\"a\":NaN}", 6, "'N' is not expected"),
    ("{\"a\":1 \"b\":2}", 8, "'\"' is not expected"), ("{\"a\":.5}", 6, "'.' is not expected"),
    ("{\"a\":1e}", 8, "not a number"), ("{\"a\":+1}", 6, "'+' is not expected"),
    ("{\"a\":[1,]}", 9, "']' is not expected"),
  ])
  func `names file, line and column of a malformed line`(bad: String, column: Int, reason: String) {
    let text = good(1) + "\n" + good(2) + "\n" + bad + "\n" + good(3) + "\n"
    let path = scratch.write("a.json", text)
    let found = message(outcome([path], Events.login, columns: ["Identity"]))
    #expect(found.hasPrefix("\(path):3:\(column): "), "\(found)")
    #expect(found.contains(reason), "\(found)")
  }

  @Test(
    arguments: [[0x80], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x82], [0xff]] as [[UInt8]])
  func `refuses invalid UTF-8`(bytes: [UInt8]) {
    let text = Array((good(1) + "\n{\"a\":\"").utf8) + bytes + Array("\"}\n".utf8)
    let found = message(outcome([scratch.write("a.json", text)], Events.login))
    #expect(found.contains(":2:7: the text is not valid UTF-8"), "\(found)")
  }

  @Test(arguments: [
    "{}", "{\"a\":{}}", "{\"a\":[]}", "{\"a\":[[[{\"b\":[1,{\"c\":null}]}]]]}", "{\"a\":-0.0e+10}",
    "{ \"a\" : 1 , \"b\" : [ 1 , 2 ] }",
    "{\"a\":\"\\u00e9\\ud83d\\ude00\\n\"}", "{\"\":0}", "{\"a\":1,\"a\":2}", "{\"properties\":{}}",
    "{\"properties\":{ \"x\":1 } }",
    "{\"properties\":\"no json\"}", "{\"properties\":[{}]}", "{\"a\":\"é漢😀\"}", "{\"a\":true,\"b\":false,\"c\":null}",
  ])
  func `accepts valid JSON`(record: String) throws {
    // Twice, since the second time the record is read along the paths of the first.
    let text = good(1) + "\n" + record + "\n" + record + "\n" + good(2)
    let source = try IngestSource([scratch.write("ContainerRegistryLoginEvents.json", text)])
    #expect(try rows(of: source[table: Events.login]!, columns: ["Identity"]) == [["1"], [""], [""], ["2"]])
  }

  @Test func `skips and counts bad records when asked`() throws {
    var lines: [String] = []
    for number in 0..<100 {
      lines.append(number % 4 == 3 ? String(good(number).dropLast(number % 7 + 1)) : good(number))
    }
    let path = scratch.write("a.json", lines.joined(separator: "\n"))
    var options = IngestOptions()
    options.skipsBadRecords = true
    let source = try IngestSource([path], options: options)
    let found = try rows(of: source[table: Events.login]!, columns: ["Identity"])
    let kept: [[String]] = (0..<100).filter { $0 % 4 != 3 }.map { [String($0)] }
    #expect(found == kept)
    let input = source.account().inputs[0]
    #expect(input.recordCount == 100)
    #expect(input.malformedCount == 25)
    let badLines: [Int] = (0..<20).map { $0 * 4 + 4 }
    #expect(input.malformed.map(\.line) == badLines)
  }

  @Test func `reports a time that is no time`() {
    let path = scratch.write(
      "a.json", good(1) + "\n{\"Type\":\"ContainerRegistryLoginEvents\",\"TimeGenerated\":\"yesterday\"}\n")
    let found = message(outcome([path], Events.login, columns: ["Identity"]))
    #expect(found.hasSuffix(":2:1: column 'TimeGenerated' is of type datetime and cannot hold 'yesterday'"), "\(found)")
  }

  @Test func `limits nesting to 512 levels`() throws {
    func nested(_ depth: Int) -> String {
      "{\"a\":" + String(repeating: "[", count: depth) + String(repeating: "]", count: depth) + "}"
    }
    let name = "ContainerRegistryLoginEvents.json"
    let deep = scratch.write(name, good(1) + "\n" + nested(511) + "\n")
    #expect(try outcome([deep], columns: ["Identity"]).get().count == 2)
    let deeper = scratch.write(name, good(1) + "\n" + nested(512) + "\n")
    #expect(message(outcome([deeper])).contains("nested more than 512 deep"))
    let deepest = scratch.write(name, good(1) + "\n{\"a\":" + String(repeating: "{\"a\":", count: 100_000))
    #expect(message(outcome([deepest])).contains("nested more than 512 deep"))
    let document = scratch.write(name, "[" + good(1) + ",\n" + String(repeating: "[", count: 100_000))
    #expect(message(outcome([document])).contains("the file is cut off"))
  }

  @Test func `limits the length of a record without holding it`() throws {
    var options = IngestOptions()
    options.limits = FramingLimits(chunkByteCount: 4096, recordByteCount: 1 << 20)
    let long = "{\"a\":\"" + String(repeating: "x", count: 5 << 18) + "\"}"
    let text = good(1) + "\n" + long + "\n" + good(2) + "\n"
    let path = scratch.write("a.json", text)
    #expect(message(outcome([path], Events.login, options: options)).hasSuffix(":2:1: the record is longer than 1 MiB"))
    options.skipsBadRecords = true
    #expect(try outcome([path], Events.login, columns: ["Identity"], options: options).get() == [["1"], ["2"]])
    let rows = scratch.write("a.csv", "Type,Identity\n" + "x,\"" + String(repeating: "y\n", count: 5 << 17) + "\"\n")
    options.skipsBadRecords = false
    #expect(message(outcome([rows], options: options)).contains(":2:1: the record is longer than 1 MiB"))
  }

  @Test func `the first error is reported, whichever reader meets one first`() {
    var lines = (0..<400).map(good)
    lines[120] = "{"
    lines[390] = "]"
    let path = scratch.write("a.json", lines.joined(separator: "\n"))
    for readers in 1...4 {
      var options = IngestOptions()
      options.limits.chunkByteCount = 1000
      let found = message(outcome([path], Events.login, options: options, readers: readers))
      #expect(found.hasPrefix("\(path):121:2: "), "\(found)")
    }
  }
}
