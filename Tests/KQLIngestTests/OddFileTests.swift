import Foundation
import KQLTypes
import Testing

@testable import KQLIngest

/// What becomes of files that are not as they should be. The article "How files are read" states it; other suites test
/// what is wrong with single records.
@Suite struct OddFileTests {
  private let scratch = Scratch()

  private func message(_ result: Result<[[String]], ExecutionError>) -> String {
    if case .failure(let error) = result { return error.message }
    return "read"
  }

  @Test(arguments: [[], Array(" \r\n\n".utf8), [0xef, 0xbb, 0xbf], gzip([])] as [[UInt8]])
  func `an empty file holds no record and is read completely`(bytes: [UInt8]) throws {
    let source = try IngestSource([scratch.write("a.json", bytes)])
    #expect(source.account().inputs[0].reading == .complete)
    #expect(source.account().inputs[0].recordCount == 0 && !source.account().hasLosses)
  }

  @Test func `a first line that is broken does not make a document of lines`() throws {
    var options = IngestOptions()
    options.skipsBadRecords = true
    let line = "{\"a\":1,\"b\":\"x\"}"
    for count in 1..<line.utf8.count {
      let text = ([String(line.prefix(count))] + [line, line]).joined(separator: "\n")
      let isDocument = ["{\n", "{\"a\":\n", "{\"a\":1,\"b\":\n"].contains { text.hasPrefix($0) }
      let source = try IngestSource(["T=" + scratch.write("a.json", text)], options: options)
      // Where the second line may be a value within the first, it is taken for one.
      guard !isDocument else { continue }
      #expect(try rows(of: source.tables[0], columns: ["a"]) == [["1"], ["1"]], "\(text)")
      #expect(source.account().inputs[0].malformed.map(\.line) == [1])
    }
    let document = "{\"records\":[\n{\"a\":1}\n]}"
    #expect(try outcome([scratch.write("b.json", document)]).get() == [["1"]])
  }

  @Test func `an empty blob beside others is no loss`() throws {
    scratch.write("insights-logs-\(Events.login.lowercased())/resourceId=/R/y=2026/m=11/d=22/h=05/m=00/PT1H.json", "")
    let source = try IngestSource([scratch.path])
    #expect(try rows(of: source[table: Events.login]!).isEmpty)
    #expect(source.account().inputs[0].reading == .complete && !source.account().hasLosses)
  }

  @Test func `a byte order mark, CRLF and blank lines do not matter`() throws {
    let mark: [UInt8] = [0xef, 0xbb, 0xbf]
    #expect(try outcome([scratch.write("a.csv", mark + Array("a,b\r\n\r\n1,2\r\n\r\n".utf8))]).get() == [["1", "2"]])
    #expect(
      try outcome([scratch.write("a.json", mark + Array("\r\n{\"a\":1}\r\n\r\n \t\r\n{\"a\":2}".utf8))]).get() == [
        ["1"], ["2"],
      ])
  }

  @Test func `NUL bytes are malformed records, and a file that begins with one is no text`() {
    #expect(
      message(outcome([scratch.write("a.json", Array("{\"a\":1}\n".utf8) + [UInt8](repeating: 0, count: 512))]))
        .hasSuffix("a.json:2:1: a NUL byte is not expected here"))
    #expect(
      message(outcome([scratch.write("b.json", [0, 0] + Array("{\"a\":1}\n".utf8))])).hasSuffix("the file is not text"))
  }

  @Test func `the last of equal keys counts`() throws {
    #expect(
      try outcome([scratch.write("a.json", "{\"a\":1,\"a\":2}\n{\"a\":3,\"b\":{\"c\":1,\"c\":2}}\n")]).get() == [
        ["2", ""], ["3", "{\"c\":2}"],
      ])
  }

  @Test(arguments: [true, false])
  func `10,000 columns are read`(isJSON: Bool) throws {
    let names = (0..<10_000).map { "c\($0)" }
    let text: String
    if isJSON {
      text = "{" + names.map { "\"\($0)\":7" }.joined(separator: ",") + "}\n"
    } else {
      text = names.joined(separator: ",") + "\n" + names.map { _ in "7" }.joined(separator: ",") + "\n"
    }
    let found = try outcome([scratch.write(isJSON ? "a.json" : "a.csv", text)], columns: ["c0", "c9999"]).get()
    #expect(found == [["7", "7"]])
  }

  @Test func `a field that changes its type is of the wider one`() throws {
    let source = try IngestSource([
      scratch.write("a.json", "{\"n\":1,\"r\":1,\"b\":true}\n{\"n\":\"x\",\"r\":1.5,\"b\":{\"c\":1}}\n")
    ])
    #expect(source.tables[0].schema.description == "(n:string, r:real, b:dynamic)")
    #expect(try rows(of: source.tables[0]) == [["1", "1.0", "true"], ["x", "1.5", "{\"c\":1}"]])
  }

  @Test func `what is appended after a file was opened is not read, and is told`() throws {
    let path = scratch.write("a.json", "{\"a\":1}\n{\"a\":2}\n")
    let source = try IngestSource([path])
    let handle = try #require(FileHandle(forWritingAtPath: path))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data("{\"a\":3}\n".utf8))
    try handle.close()
    #expect(try rows(of: source.tables[0]) == [["1"], ["2"]])
    #expect(
      source.account().inputs[0].problems == ["8 bytes were appended while it was read; they are not in the answer"])
    #expect(
      source.account(computesDigests: true).inputs[0].sha256
        == SHA256.hexadecimal(SHA256.digest(of: "{\"a\":1}\n{\"a\":2}\n".utf8)))
  }

  @Test func `a file that becomes shorter is an error`() throws {
    let path = scratch.write("a.json", "{\"a\":1}\n{\"a\":2}\n")
    let source = try IngestSource([path])
    scratch.write("a.json", "{\"a\":1}\n")
    #expect(throws: ExecutionError.badInput("\(path): the file became shorter after it was first looked at")) {
      try rows(of: source.tables[0])
    }
  }

  @Test(.enabled(if: geteuid() != 0, "root may read everything"))
  func `a file that may not be read is an error, or a problem of the account`() throws {
    let path = scratch.write("a.json", "{\"a\":1}\n")
    chmod(path, 0)
    #expect(message(outcome([path])) == "\(path): cannot be opened: Permission denied")
    var options = IngestOptions()
    options.skipsBadRecords = true
    #expect(
      try IngestSource([path], options: options).account().inputs[0].problems == ["cannot be opened: Permission denied"]
    )
  }

  @Test func `what keeps a file from being opened stays in the account`() throws {
    // A gzip file whose header is all there is.
    let path = scratch.write("a.json.gz", Array(gzip(Array("{\"a\":1}".utf8)).prefix(8)))
    #expect(message(outcome([path])).contains("a.json.gz: "))
    var options = IngestOptions()
    options.skipsBadRecords = true
    let account = try IngestSource([path], options: options).account()
    #expect(account.inputs[0].problems.count == 1 && account.hasLosses)
    #expect(account.inputs[0].format == "unknown")
  }

  @Test func `files of one name make one table with the columns of all`() throws {
    let a = scratch.write("x/ev.json", "{\"a\":1}\n")
    let b = scratch.write("y/ev.csv", "a,b\nz,2\n")
    let source = try IngestSource([a, b])
    #expect(source.tables.map(\.name) == ["ev"])
    #expect(try rows(of: source.tables[0]) == [["1", ""], ["z", "2"]])
  }
}
