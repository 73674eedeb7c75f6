import Testing

@testable import KQLIngest

/// Where blocks begin and end must not show in the rows.
@Suite struct BlockBorderTests {
  private let scratch = Scratch()

  private func inputs() -> [(String, [UInt8])] {
    let events = Events(count: 40, logins: 3)
    let all = events.flatLines
    let lines = all.joined(separator: "\n")
    var csv = Events(count: 40).csv
    csv += "2026-11-22T06:00:00Z,\"a \"\"b\"\"\nc\",,,,,,,,,,,,,,,,\(Events.repository)\n"
    return [
      ("lines.json", Array((lines + "\n").utf8)), ("open.json", Array(lines.utf8)),
      ("marked.json", Array(("\u{feff}" + lines).utf8)), ("crlf.json", Array(all.joined(separator: "\r\n\r\n").utf8)),
      ("nested.json", Array(events.diagnosticLines().joined(separator: "\n").utf8)),
      ("array.json", Array(("[ " + all.joined(separator: " ,\n ") + " ]\n").utf8)),
      ("envelope.json", Array(("{\"records\": [" + all.joined(separator: ",") + "] , \"y\": {}}").utf8)),
      ("rows.csv", Array(csv.utf8)), ("lines.json.gz", gzip(Array(lines.utf8))),
      ("rows.csv.gz", gzip(Array(csv.utf8.prefix(900))) + gzip(Array(csv.utf8.dropFirst(900)))),
    ]
  }

  @Test(arguments: [1, 3, 64, 1000, 4096])
  func `blocks of any size give the same rows`(chunk: Int) throws {
    for (name, bytes) in inputs() {
      let path = scratch.write("\(chunk)-\(name)", bytes)
      let expected = try outcome([path], Events.repository).get()
      #expect(expected.count >= 40)
      for readers in [1, 2, 3] {
        var options = IngestOptions()
        options.limits.chunkByteCount = chunk
        let found = try outcome([path], Events.repository, options: options, readers: readers).get()
        #expect(found == expected, "\(name), chunks of \(chunk), \(readers) readers")
      }
    }
  }

  @Test func `batches of any size give the same rows`() throws {
    for (name, bytes) in inputs() {
      let source = try IngestSource([scratch.write(name, bytes)])
      let table = source[table: Events.repository]!
      let expected = try rows(of: table)
      for size in [1, 7, 64] { #expect(try rows(of: table, batchRowCount: size) == expected) }
    }
  }

  @Test(arguments: [1, 3, 4096])
  func `blocks of any size give the same first error`(chunk: Int) {
    // A record that is wrong, and behind it brackets that are.
    let document = #"[{"a": 1},{"a": "x\q"},{"a": 2}}"#
    let answer = #"{"tables":[{"name":"PrimaryResult","columns":[{"name":"a","type":"string"}],"rows":[["x\q"],["y"]}}"#
    for (name, text) in [("document.json", document), ("answer.json", answer)] {
      var options = IngestOptions()
      options.limits.chunkByteCount = chunk
      let error = outcome([scratch.write(name, text)], options: options).failure
      #expect(error?.message.contains("there is no such escape sequence") == true, "\(error as Any)")
    }
  }
}
