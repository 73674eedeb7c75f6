import Testing

@testable import KQLIngest

/// The same events in every form give the same rows.
@Suite struct FormatTests {
  private let scratch = Scratch()
  private let events = Events()

  private func check(_ path: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let found = try outcome([path], Events.repository, columns: Events.commonColumns).get()
    #expect(found == events.expected, sourceLocation: sourceLocation)
  }

  private func lines(_ lines: [String], end: String = "\n") -> String { lines.map { $0 + end }.joined() }

  @Test func `reads Log Analytics columns a line`() throws {
    try check(scratch.write("a.json", lines(events.flatLines)))
  }

  @Test func `reads diagnostic records with nested properties`() throws {
    try check(scratch.write("a.json", lines(events.diagnosticLines())))
  }

  @Test func `reads diagnostic records with properties as text`() throws {
    try check(scratch.write("a.json", lines(events.diagnosticLines(asText: true))))
  }

  @Test func `reads envelopes a line`() throws {
    let all = events.diagnosticLines()
    let envelopes = [
      "{\"records\":[\(all[0]),\(all[1])]}", "{\"records\": [] }",
      "{\"records\":[\(all[2]), \(all[3]),\(all[4])], \"x\": [1]}",
    ]
    try check(scratch.write("a.json", lines(envelopes)))
  }

  @Test func `reads one envelope over many lines`() throws {
    try check(
      scratch.write("a.json", "{\n \"records\" : [\n" + events.flatLines.joined(separator: " ,\n") + "\n]\n}\n"))
  }

  @Test func `reads an array`() throws {
    try check(scratch.write("a.json", "[" + events.flatLines.joined(separator: ",\n  ") + "]"))
  }

  @Test func `tells an envelope from lines wherever the first look at it ends`() throws {
    // What is looked at first ends within an escape or a character of one of these.
    for shift in 0..<14 {
      let value = String(repeating: "é", count: 20_000) + String(repeating: "\\ud83d\\ude00", count: 4_000)
      let text =
        "{\"records\":[{\"n\":\"\(String(repeating: "x", count: shift))\"},\n{\"n\":\"\(value)\(value)\"},\n{\"n\":\"\"}]}"
      let source = try IngestSource(["T=" + scratch.write("a.json", text)])
      #expect(try rows(of: source[table: "T"]!).count == 3, "\(shift)")
    }
  }

  @Test func `reads an array of envelopes`() throws {
    let all = events.flatLines
    try check(
      scratch.write("a.json", "[{\"records\":[\(all[0])]},\n{\"records\":[\(all[1...].joined(separator: ","))]}]"))
  }

  @Test func `reads objects laid out over lines`() throws {
    let pretty = events.flatLines.map { $0.replacing(",\"", with: ",\n  \"").replacing("{\"", with: "{\n  \"") }
    try check(scratch.write("a.json", lines(pretty)))
  }

  @Test func `reads objects one after another on a line`() throws {
    for separator in ["", " ", "\t"] {
      try check(scratch.write("a.json", events.flatLines.joined(separator: separator)))
    }
  }

  @Test func `reads CSV with the portal's header`() throws {
    try check(scratch.write("a.csv", events.csv))
  }

  @Test func `reads CSV of any name with carriage returns and a mark`() throws {
    try check(scratch.write("query_data", "\u{feff}" + events.csv.replacing("\n", with: "\r\n")))
  }

  @Test func `reads gzip with several members`() throws {
    let text = Array(lines(events.flatLines).utf8)
    try check(scratch.write("a.gz", gzip(Array(text[..<700])) + gzip([]) + gzip(Array(text[700...]))))
  }

  @Test func `passes over marks, carriage returns, blank lines and a missing last line end`() throws {
    let text = "\u{feff}\r\n" + events.flatLines.joined(separator: "\r\n \t\r\n\n") + "  "
    try check(scratch.write("a.json", text))
  }

  @Test func `gives missing fields as empty text and null`() throws {
    let path = scratch.write(
      "a.json", "{\"Type\":\"ContainerRegistryRepositoryEvents\",\"Identity\":null,\"Size\":\"12\"}\n")
    let found = try outcome([path], columns: ["TimeGenerated", "Identity", "Size", "Type", "_Extra"]).get()
    #expect(found == [["", "", "12", "ContainerRegistryRepositoryEvents", ""]])
  }

  @Test func `keeps unknown fields and puts values that are no text as JSON`() throws {
    let record = """
      {"time":"2026-11-22T05:00:00Z","category":"ContainerRegistryLoginEvents","identity":{"claim": [1, 2]},\
      "durationMs":12.50,"properties":{"jwtId":"j","new":true},"RegionStamp":"weu","empty":null}
      """
    let path = scratch.write("a.json", record)
    let found = try outcome([path], columns: ["Identity", "DurationMs", "JwtId", "Type", "_Extra"]).get()
    #expect(
      found == [
        [
          #"{"claim":[1,2]}"#, "12.50", "j", "ContainerRegistryLoginEvents",
          #"{"RegionStamp":"weu","properties":{"new":true}}"#,
        ]
      ])
  }

  @Test func `sorts the records of one file into both tables`() throws {
    let both = Events(count: 3, logins: 4)
    let path = scratch.write("both.json", lines(both.diagnosticLines().reversed()))
    let source = try IngestSource([path])
    #expect(source.tables.map(\.name) == [Events.repository, Events.login])
    #expect(source.tables.allSatisfy { $0.isObserved })
    #expect(try rows(of: source[table: Events.repository]!, columns: ["Tag"]) == [["v2"], ["v1"], ["v0"]])
    #expect(try rows(of: source[table: Events.login]!, columns: ["JwtId"]).count == 4)
    let account = source.account()
    #expect(account.inputs[0].recordCount == 7)
    #expect(account.inputs[0].rowCounts.map(\.count) == [4, 3])
    #expect(account.inputs[0].isComplete)
  }

  @Test func `recognises a registry table by its columns alone`() throws {
    let path = scratch.write(
      "some.csv",
      "\"TimeGenerated [UTC]\",OperationName,CallerIpAddress,Repository\n\"11/22/2026, 5:10:00.020 PM\",Pull,::1,a/b\n")
    let found = try outcome([path], Events.repository, columns: ["TimeGenerated", "Repository", "Type"]).get()
    #expect(found == [["2026-11-22T17:10:00.0200000Z", "a/b", Events.repository]])
  }

  @Test(arguments: [
    ("PAR1xxxx", "ends too early"), ("Obj\u{1}xxx", "ends too early"), ("PK\u{3}\u{4}", "ZIP"),
    ("just some words\n", "not recognised"),
    ("\"TimeGenerated [Local Time]\",OperationName\nx,y\n", "--utc-offset"),
  ])
  func `refuses what it does not read`(content: String, reason: String) {
    let path = scratch.write("x", content)
    let message = if case .failure(let error) = outcome([path]) { error.message } else { "" }
    #expect(message.hasPrefix("\(path): "))
    #expect(message.contains(reason), "\(message)")
  }

  @Test func `an empty input holds no record and no table`() throws {
    let source = try IngestSource([scratch.write("a.json", " \n\n"), scratch.write("b.json", "")])
    #expect(source.tables.isEmpty)
    #expect(source.account().inputs.map(\.isComplete) == [true, true])
  }
}
