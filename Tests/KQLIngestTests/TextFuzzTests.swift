import DeflateTestSupport
import KQLTypes
import Testing

@testable import KQLIngest

/// Damaged text of every form: nothing crashes, and neither the size of reads nor the fast ways show in the answer.
@Suite struct TextFuzzTests {
  private let scratch = Scratch()
  private let events = Events(count: 6, logins: 2)

  /// Reads some bytes in reads of several sizes, with and without what speeds reading up.
  private func check(_ bytes: [UInt8], _ name: String, sourceLocation: SourceLocation = #_sourceLocation) {
    let path = scratch.write(name, bytes)
    func read(_ chunk: Int, learns: Bool = true, skips: Bool = true, readers: Int = 1) -> Result<
      [[String]], ExecutionError
    > {
      var options = IngestOptions()
      options.limits.chunkByteCount = chunk
      options.learnsPaths = learns
      options.skipsBadRecords = skips
      return outcome([path], options: options, readers: readers)
    }
    for skips in [true, false] {
      let expected = read(4096, skips: skips)
      let others = [read(1, skips: skips), read(3, skips: skips, readers: 2), read(4096, learns: false, skips: skips)]
      for other in others where other != expected {
        Issue.record("\(other) instead of \(expected) for \(bytes)", sourceLocation: sourceLocation)
      }
    }
  }

  private func run(_ seeds: [(String, [UInt8])], seed: UInt64, rounds: Int = 25) {
    Fuzzing(seed: seed).run(rounds: rounds) { random in
      var (name, bytes) = seeds.randomElement(using: &random)!
      Fuzzing.mutate(&bytes, &random)
      // What text is made of does more than any byte.
      if !bytes.isEmpty, Bool.random(using: &random) {
        let index = Int.random(in: 0..<bytes.count, using: &random)
        let byte = Array("{}[]\",:\\\n\r\t 0-.eE\u{1}".utf8).randomElement(using: &random)!
        if Bool.random(using: &random) { bytes[index] = byte } else { bytes.insert(byte, at: index) }
      }
      check(bytes, name)
    }
  }

  private func text(_ lines: [String], _ separator: String = "\n") -> [UInt8] {
    Array(lines.joined(separator: separator).utf8)
  }

  @Test func `JSON`() {
    let flat = events.flatLines
    run(
      [
        ("lines.json", text(flat)), ("nested.json", text(events.diagnosticLines())),
        ("text.json", text(events.diagnosticLines(asText: true))),
        ("array.json", Array("[\(flat.joined(separator: ",\n"))]".utf8)),
        ("envelope.json", Array("{\"records\": [\(flat.joined(separator: ","))]}".utf8)),
        ("plain.json", text([#"{"a":1,"b":"x","c":[1,{"d":null}]}"#, #"{"a":-2.5e3,"b":"\u00e9\n","c":true}"#])),
      ], seed: 50)
  }

  @Test(arguments: [
    // A line that is damaged, or spaced in another way, teaches nothing that disturbs the lines behind it.
    "{\"a\":\u{f8}\"x\", \"b\": 1}\n{\"a\": \"y\", \"b\": 2}\n{\"a\": \"z\", \"b\": 3}\n",
    "{\"a\":1,\"b\":\"x\"}\n{\"a\": 2,\"b\": \"y\"}\n{ \"a\" :\t3 , \"b\" : null }\n",
  ])
  func `finds of earlier runs`(text: String) {
    for form in ["plain.json", "plain.ndjson"] { check(Array(text.utf8), form) }
  }

  @Test func `CSV`() {
    let csv = Array(events.csv.utf8)
    run(
      [
        ("rows.csv", csv), ("crlf.csv", Array(events.csv.replacing("\n", with: "\r\n").utf8)),
        ("plain.csv", Array("a,b,c\n1,\"x, \"\"y\"\"\nz\",2026-11-22T05:00:00Z\n2,,\n".utf8)),
        ("tabs.tsv", Array("a\tb\n1\t2\n\t\n".utf8)),
      ], seed: 51)
  }

  @Test func `answers of query interfaces`() {
    let rows = #"[["2026-11-22T05:00:00Z","Pull",12,null],["2026-11-22T06:00:00Z","Pu\"sh",-1,{"a":1}]]"#
    let columns = [("TimeGenerated", "datetime"), ("Op", "string"), ("N", "long"), ("D", "dynamic")]
    let v1 = columns.map { #"{"ColumnName":"\#($0.0)","DataType":"\#($0.1)"}"# }.joined(separator: ",")
    let rest = columns.map { #"{"name":"\#($0.0)","type":"\#($0.1)"}"# }.joined(separator: ",")
    let v2 = columns.map { #"{"ColumnName":"\#($0.0)","ColumnType":"\#($0.1)"}"# }.joined(separator: ",")
    let frames = """
      [{"FrameType":"DataSetHeader","IsProgressive":false,"Version":"v2.0"},
      {"FrameType":"DataTable","TableId":1,"TableKind":"PrimaryResult","TableName":"PrimaryResult","Columns":[\(v2)],\
      "Rows":\(rows)},{"FrameType":"DataSetCompletion","HasErrors":false,"Cancelled":false}]
      """
    run(
      [
        ("rest.json", Array(#"{"tables":[{"name":"PrimaryResult","columns":[\#(rest)],"rows":\#(rows)}]}"#.utf8)),
        ("v1.json", Array(#"{"Tables":[{"TableName":"Table_0","Columns":[\#(v1)],"Rows":\#(rows)}]}"#.utf8)),
        ("v2.json", Array(frames.utf8)),
      ], seed: 52)
  }
}
