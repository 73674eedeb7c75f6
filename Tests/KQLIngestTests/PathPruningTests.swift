import DeflateTestSupport
import KQLCatalog
import KQLTypes
import Testing

@testable import KQLIngest

/// Files that a query cannot need are not opened, and no row is lost by it.
@Suite struct PathPruningTests {
  private let scratch = Scratch()
  private static let firstHour = DatetimeText.parse("2026-11-01T00:00:00Z")!

  private func text(_ ticks: Int64) -> String { DatetimeText.string(ticks) }

  private func digits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  private func folder(_ ticks: Int64) -> String {
    let text = Array(text(ticks).utf8)
    func part(_ range: Range<Int>) -> String { String(decoding: text[range], as: UTF8.self) }
    return "y=\(part(0..<4))/m=\(part(5..<7))/d=\(part(8..<10))/h=\(part(11..<13))/m=\(part(14..<16))"
  }

  private func event(_ ticks: Int64, _ id: Int, _ table: String = Events.login) -> String {
    #"{"category":"\#(table)","time":"\#(text(ticks))","operationName":"Login","identity":"\#(id)","resourceId":"/R"}"#
      + "\n"
  }

  /// Writes hourly blobs as diagnostic settings do: an event lies in the blob of the hour in which it arrived.
  private func writeByArrival(hours: Int, seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for hour in 0..<hours {
      let start = Self.firstHour + Int64(hour) * Ticks.perHour
      var lines = ""
      for number in 0..<Int.random(in: 1...3, using: &random) {
        let arrival = start + Int64.random(in: 0..<Ticks.perHour, using: &random)
        let isLate = Int.random(in: 0...4, using: &random) == 0
        let delay = isLate ? Int64.random(in: 0...(48 * Ticks.perHour), using: &random) : Ticks.perMinute
        lines += event(max(start - 48 * Ticks.perHour, arrival - delay), hour * 10 + number)
      }
      scratch.write(
        "insights-logs-\(Events.login.lowercased())/resourceId=/R/\(folder(start))/PT1H.json".replacing(
          "m=\(digits(0))/PT1H", with: "m=00/PT1H"), lines)
    }
  }

  /// Writes blobs of five minutes as data export does: an event lies in the blob of its own time.
  private func writeByTime(count: Int, seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let step = 5 * Ticks.perMinute
    for index in 0..<count {
      let start = Self.firstHour + Int64(index) * step
      // One folder too early or too late is allowed.
      let time = start + Int64.random(in: -step..<(2 * step), using: &random)
      let line = #"{"Type":"\#(Events.login)","TimeGenerated":"\#(text(time))","Identity":"\#(index)"}"# + "\n"
      scratch.write("am-\(Events.login.lowercased())/WorkspaceResourceId=/W/\(folder(start))/PT05M.json", line)
    }
  }

  private func read(prunes: Bool, _ filters: [ScanFilter]) throws -> (
    rows: [[String]], openedCount: Int, source: IngestSource
  ) {
    var options = IngestOptions()
    options.prunesByPath = prunes
    let source = try IngestSource([scratch.path], options: options)
    let table = source[table: Events.login]!
    let all = try rows(of: table, columns: ["TimeGenerated", "Identity"], filters: filters)
    return (all, source.account().inputs.count { $0.reading == .complete }, source)
  }

  private func filters(_ lower: Int64?, _ upper: Int64?) -> [ScanFilter] {
    let lowest = lower.map { ScanFilter(column: 0, condition: .compare(.greater, .datetime($0))) }
    let highest = upper.map { ScanFilter(column: 0, condition: .compare(.lessOrEqual, .datetime($0))) }
    return [lowest, highest].compactMap { $0 }
  }

  @Test(arguments: [true, false])
  func `no row is lost, whatever time is asked for`(isByArrival: Bool) throws {
    if isByArrival { writeByArrival(hours: 24 * 5, seed: 5) } else { writeByTime(count: 100, seed: 6) }
    let length = isByArrival ? 24 * 5 * Ticks.perHour : 100 * 5 * Ticks.perMinute
    let table = try IngestSource([scratch.path])[table: Events.login]!
    let all = try rows(of: table, columns: ["TimeGenerated", "Identity"])
    var random = SeededGenerator(seed: 11)
    var fewest = Int.max
    for round in 0..<30 {
      let first = Self.firstHour + Int64.random(in: -length / 4...length, using: &random)
      let lower = round % 5 == 0 ? nil : first
      let upper = round % 3 == 0 ? nil : first + Int64.random(in: -Ticks.perHour...length / 8, using: &random)
      let found = try rows(of: table, columns: ["TimeGenerated", "Identity"], filters: filters(lower, upper))
      let expected = all.filter { $0[0] > text(lower ?? 0) && $0[0] <= text(upper ?? Ticks.maximumDatetime) }
      #expect(found == expected, "round \(round)")
      fewest = min(fewest, try table.openSources(for: ScanRequest(columns: [], filters: filters(lower, upper))).count)
    }
    #expect(fewest < 50)
  }

  @Test func `opens only what a query needs, and says how much it left out`() throws {
    writeByArrival(hours: 24 * 20, seed: 7)
    let now = Self.firstHour + 24 * 20 * Ticks.perHour
    let found = try read(prunes: true, filters(now - Ticks.perDay, nil))
    #expect(found.openedCount == 25)
    let inputs = found.source.account().inputs
    #expect(inputs.count { $0.reading == .pruned } == 24 * 20 - 25)
    #expect(inputs.count { $0.format == "unknown" } == 24 * 20 - 25)
    #expect(!found.rows.isEmpty)
  }

  @Test func `opens nothing to find out what tables there are`() throws {
    writeByArrival(hours: 10, seed: 8)
    let source = try IngestSource([scratch.path])
    #expect(source.observedTableNames == [Events.login])
    #expect(source.account().inputs.allSatisfy { $0.format == "unknown" && $0.reading == .none && $0.byteCount > 0 })
  }

  @Test func `folders that somebody named by dates of his own say nothing`() throws {
    scratch.write("backup/y=2026/m=11/d=20/h=05/\(Events.login).json", event(Self.firstHour, 1))
    let found = try read(prunes: true, filters(nil, Self.firstHour + 1))
    #expect(found.rows.count == 1)
  }

  @Test func `a bad blob is an error of the query that needs it`() throws {
    writeByArrival(hours: 3, seed: 9)
    let bad =
      "insights-logs-\(Events.login.lowercased())/resourceId=/R/\(folder(Self.firstHour + Ticks.perHour))/PT1H.json"
    scratch.write(bad, [0x28, 0xb5, 0x2f, 0xfd, 0, 1, 2])
    #expect {
      _ = try read(prunes: true, [])
    } throws: {
      "\($0)".contains("PT1H.json: Zstandard compression is not supported")
    }
    var options = IngestOptions()
    options.skipsBadRecords = true
    let source = try IngestSource([scratch.path], options: options)
    #expect(!(try rows(of: source[table: Events.login]!)).isEmpty)
    #expect(source.account().inputs[1].problems == ["Zstandard compression is not supported; decompress it first"])
    #expect(source.account().hasLosses)
  }

  @Test func `records of a table that a container should not hold are told`() throws {
    writeByArrival(hours: 2, seed: 9)
    let path = "insights-logs-\(Events.login.lowercased())/resourceId=/R/\(folder(Self.firstHour))/PT1H.json"
    scratch.write(
      path, event(Self.firstHour, 1) + event(Self.firstHour, 2, "Other") + event(Self.firstHour, 3, Events.repository))
    let source = try IngestSource([scratch.path])
    _ = try rows(of: source[table: Events.login]!)
    let problems = source.account().inputs[0].problems
    #expect(problems.count == 2)
    #expect(problems.first?.hasPrefix("1 records belong to table 'ContainerRegistryRepositoryEvents'") == true)
  }

  @Test func `tells the times of folders that all have one`() throws {
    writeByArrival(hours: 5, seed: 10)
    let table = try IngestSource([scratch.path])[table: Events.login]!
    let times = try #require(table.folderTimes)
    #expect(times.start == Self.firstHour && times.end == Self.firstHour + 5 * Ticks.perHour)
    #expect(times.lastStart == Self.firstHour + 4 * Ticks.perHour)
    scratch.write("\(Events.login).json", event(Self.firstHour, 1))
    #expect(try IngestSource([scratch.path])[table: Events.login]!.folderTimes == nil)
  }
}
