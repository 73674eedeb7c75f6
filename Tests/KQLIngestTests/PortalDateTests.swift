import KQLTypes
import Testing

@testable import KQLIngest

/// Times as browsers write them: read in one way or not at all.
@Suite struct PortalDateTests {
  private let scratch = Scratch()

  private func read(
    _ times: [String], header: String = "TimeGenerated [UTC]", order: DateOrder? = nil, offset: Int64? = nil
  ) -> Result<[[String]], ExecutionError> {
    var options = IngestOptions()
    options.format.dateOrder = order
    options.format.utcOffsetTicks = offset
    let text = "\"\(header)\",OperationName,Repository,Identity\n" + times.map { "\"\($0)\",Pull,a,b\n" }.joined()
    return outcome([scratch.write("q.csv", text)], Events.repository, columns: ["TimeGenerated"], options: options)
  }

  @Test(arguments: [
    ("2/25/2025, 9:19:25.391 AM", "2025-02-25T09:19:25.3910000Z"),
    ("2/25/2025, 12:00:00.000 PM", "2025-02-25T12:00:00.0000000Z"),
    ("2/25/2025, 12:00:00.000\u{202f}AM", "2025-02-25T00:00:00.0000000Z"),
    ("25/02/2025, 21:19:25.391", "2025-02-25T21:19:25.3910000Z"),
    ("25/02/2025 21:19:25", "2025-02-25T21:19:25.0000000Z"), ("25/2/2025, 9:19:25 pm", "2025-02-25T21:19:25.0000000Z"),
    ("25/2/2025, 9:19:25 p. m.", "2025-02-25T21:19:25.0000000Z"),
    ("25.2.2025, 21:19:25,391", "2025-02-25T21:19:25.3910000Z"),
    ("3.2.2025, 21:19:25", "2025-02-03T21:19:25.0000000Z"), ("3. 2. 2025 21:19:25", "2025-02-03T21:19:25.0000000Z"),
    ("25.02.2025 21.19.25", "2025-02-25T21:19:25.0000000Z"), ("25-02-2025, 21:19:25", "2025-02-25T21:19:25.0000000Z"),
    ("2025-02-03, 9:19:25 p.m.", "2025-02-03T21:19:25.0000000Z"),
    ("2025/02/03 21:19:25", "2025-02-03T21:19:25.0000000Z"),
    ("2025. 2. 3. 21:19:25", "2025-02-03T21:19:25.0000000Z"),
    ("2025-02-03 21:19:25.1234567", "2025-02-03T21:19:25.1234567Z"),
    ("2025-02-03T21:19:25.12Z", "2025-02-03T21:19:25.1200000Z"), ("03/03/2025, 21:19", "2025-03-03T21:19:00.0000000Z"),
  ])
  func `reads the languages of browsers`(text: String, expected: String) throws {
    #expect(try read([text]).get() == [[expected]])
  }

  @Test func `one date that can be read in one way settles the file`() throws {
    let british = ["09/04/2024, 11:26:37.286", "10/04/2024, 00:00:00.000", "13/04/2024, 11:26:37.286"]
    #expect(try read(british).get().map { $0[0].prefix(10) } == ["2024-04-09", "2024-04-10", "2024-04-13"])
    let american = ["9/4/2024, 11:26:37.286", "9/13/2024, 11:26:37.286"]
    #expect(try read(american).get().map { $0[0].prefix(10) } == ["2024-09-04", "2024-09-13"])
    // Capital AM and PM are American, unless a date speaks against it.
    #expect(try read(["9/4/2024, 11:26:37 AM"]).get() == [["2024-09-04T11:26:37.0000000Z"]])
    #expect(
      try read(["9/4/2024, 11:26:37 AM", "", "13/4/2024, 11:26:37 AM"]).get().map { $0[0].prefix(10) } == [
        "2024-04-09", "", "2024-04-13",
      ])
  }

  @Test(arguments: [
    ["09/04/2024, 11:26:37.286"], ["9/4/2024, 11:26:37 am"], ["09-04-2024 11:26:37", "08-04-2024 11:26:37"],
  ])
  func `dates that can be read in two ways are refused until the user says which`(times: [String]) throws {
    guard case .failure(let error) = read(times) else {
      Issue.record("was read")
      return
    }
    #expect(error.message.contains("column 'TimeGenerated'") && error.message.contains("--date-order dmy"))
    #expect(try read(times, order: .dayMonthYear).get()[0][0].prefix(10) == "2024-04-09")
    #expect(try read(times, order: .monthDayYear).get()[0][0].prefix(10) == "2024-09-04")
  }

  @Test func `a date against the order of the file is an error, not another day`() {
    guard case .failure(let error) = read(["13/04/2024, 11:26:37", "04/13/2024, 11:26:37"]) else {
      Issue.record("was read")
      return
    }
    #expect(
      error.message.contains(":3:1: column 'TimeGenerated' is of type datetime and cannot hold '04/13/2024"), "\(error)"
    )
  }

  @Test func `years of two digits need an order`() throws {
    #expect(try read(["24/04/09 11:26:37"], order: .yearMonthDay).get() == [["2024-04-09T11:26:37.0000000Z"]])
    if case .success(let rows) = read(["24/04/09 11:26:37"]) { Issue.record("\(rows)") }
  }

  @Test func `local times are moved by what the user says, those with a zone are not`() throws {
    let times = ["13/04/2024, 00:26:37", "2024-04-13 00:26:37", "2024-04-13T00:26:37Z", "2024-04-13T00:26:37+03:00"]
    guard case .failure(let error) = read(times, header: "TimeGenerated [Local Time]") else {
      Issue.record("was read")
      return
    }
    #expect(error.message.contains("--utc-offset"))
    #expect(
      try read(times, header: "TimeGenerated [Local Time]", offset: Ticks.perHour).get().map { $0[0].prefix(19) }
        == ["2024-04-12T23:26:37", "2024-04-12T23:26:37", "2024-04-13T00:26:37", "2024-04-12T21:26:37"])
  }

  @Test func `columns of other logs lose the zone in their name and keep their times`() throws {
    let text =
      "\"StartTime [UTC]\",\"n\",when,note\n\"4/13/2024, 1:00:00 PM\",1,\"4/14/2024, 1:00:00 PM\",\"01/02/2024 10:00\"\n"
    let source = try IngestSource([scratch.write("other.csv", text)])
    #expect(source.tables[0].schema.description == "(StartTime:datetime, n:long, when:datetime, note:datetime)")
    #expect(source.account().inputs[0].format == "portal CSV")
    let plain = try IngestSource([scratch.write("plain.csv", "n,when\n1,\"01/02/2024 10:00\"\n")])
    // Nothing says that this is a time, and nothing says which.
    #expect(plain.tables[0].schema.description == "(n:long, when:string)")
  }

  @Test(arguments: [(9_999, true, 0), (10_000, true, 1), (30_000, true, 1), (10_000, false, 0)])
  func `exactly as many rows as the portal gives are probably not all`(count: Int, isPortal: Bool, reasonCount: Int)
    throws
  {
    let header = isPortal ? "\"Time [UTC]\",n\n" : "Time,n\n"
    let path = scratch.write("q.csv", header + String(repeating: "2026-11-22T00:00:00Z,1\n", count: count))
    let source = try IngestSource([path])
    #expect(try rows(of: source.tables[0]).count == count)
    #expect(source.account().inputs[0].partialReasons.count == reasonCount)
    #expect(source.account().hasLosses == (reasonCount > 0))
  }
}
