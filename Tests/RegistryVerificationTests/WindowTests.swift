import Calypso
import RegistryVerification
import Testing

@Suite struct WindowTests {
  private let tick = 1.0 / 600_000_000

  private func fixed(_ now: Timestamp) -> VerificationOptions { VerificationOptions(now: .fixed(now)) }

  private func between(_ from: Timestamp, _ to: Timestamp) -> Policy {
    .aksAndDefender.with { $0.window = .between(from: from, to: to) }
  }

  // From the first tick of the window up to the last, and nothing beside it.
  @Test(arguments: [true, false])
  func `holds events from its start up to its end`(isLatest: Bool) throws {
    let options = isLatest ? VerificationOptions() : fixed(World.end)
    func verdict(_ time: Timestamp) throws -> Verdict {
      try verify(World.expected + [World.outsider().with { $0.time = time }], .aksAndDefender, options).verdict
    }
    #expect(try verdict(World.windowStart - tick) == .pass)
    #expect(try verdict(World.windowStart) == .fail)
    #expect(try verdict(World.windowEnd - tick) == .fail)
    #expect(try verdict(World.windowEnd) == .pass)
  }

  @Test func `ends where records are final`() throws {
    let late = Policy.aksAndDefender.with { $0.coverage.lateArrival = TimeInterval("1h")! }
    #expect(try verify(World.expected, late).window.to == World.end - 60)
    let given = try verify(World.expected, .aksAndDefender, fixed(World.end - 30))
    #expect(given.window.to == World.end - 50 && !given.nowIsLatest)
  }

  @Test func `is proven only as far as records are final`() throws {
    let from = World.windowStart
    #expect(try verify(World.expected, between(from, World.windowEnd)).verdict == .pass)
    let early = try verify(World.expected, between(from, World.windowEnd + tick))
    #expect(early.codes(.inconclusive) == [.windowNotFinal])
    #expect(try verify(World.expected, between(from, World.end), fixed(World.end + 20)).verdict == .pass)
  }

  @Test func `may be of any time, with now given`() throws {
    let report = try verify(World.expected, between(World.start + 60, World.start + 240), fixed(World.end + 1e6))
    #expect(report.verdict == .pass)
    #expect(report.callers.first?.firstSeen == World.start + 60)
    #expect(report.callers.first { $0.caller == "AKS" }?.lastSeen == World.start + 210)
  }

  @Test func `takes the newest time of all tables for now`() throws {
    let folder = ExportFolder(World.expected)
    folder.write("TimeGenerated,Level\n2026-11-23T04:00:00Z,1\n", to: "Other.csv")
    let report = try folder.verify(.aksAndDefender)
    #expect(report.now == Timestamp("2026-11-23T04:00:00Z")!)
  }

  @Test func `refuses policies that make no sense`() {
    let wrong = Policy.aksAndDefender.with {
      $0.registries = []
      $0.window = .last(TimeInterval(ticks: 0))
      $0.callers[1].name = "AKS"
      $0.callers[1].operations = []
      $0.coverage = CoverageRequirement(maximumGap: TimeInterval(ticks: 0), lateArrival: TimeInterval(ticks: -1))
    }
    #expect(throws: PolicyError.self) { try verify(World.expected, wrong) }
    #expect(wrong.problems.count == 6)
    #expect(between(World.end, World.end).problems == ["'from' must be earlier than 'to'"])
  }

  @Test func `reaches no further than time does`() throws {
    let long = Policy.aksAndDefender.with {
      $0.window = .last(TimeInterval(ticks: .max))
      $0.coverage.maximumGap = nil
    }
    #expect(try verify(World.expected, long).verdict == .pass)
  }
}

@Suite struct CoverageTests {
  private let tick = 1.0 / 600_000_000

  /// Events of one caller at some minutes of the window, in both tables, for a claim of that caller alone.
  private func verify(_ minutes: [Double], gap: String? = "6h", threads: Int = 2) throws -> VerificationReport {
    let policy = Policy.aksAndDefender.with {
      $0.callers.removeLast()
      $0.coverage.maximumGap = gap.map { TimeInterval($0)! }
    }
    let events = minutes.flatMap { [LogEvent.pull(World.windowStart + $0), .login(World.windowStart + $0)] }
    return try RegistryVerificationTests.verify(events, policy, VerificationOptions(now: .fixed(World.end)))
  }

  private let day = 24.0 * 60

  @Test func `allows gaps up to the longest that is allowed, ends of the window included`() throws {
    #expect(try verify([360, 720, 1080]).verdict == .pass)
    #expect(try verify([360 + tick, 720, 1080]).codes(.inconclusive) == [.coverageGap, .coverageGap])
    #expect(try verify([360, 720, 1080 - tick]).codes(.inconclusive) == [.coverageGap, .coverageGap])
    #expect(try verify([360, 720 + tick, 1080]).codes(.inconclusive) == [.coverageGap, .coverageGap])
  }

  @Test(arguments: ["10m", "59m", "1h", "61m", "90m"])
  func `finds gaps of any length exactly`(gap: String) throws {
    let length = Double(TimeInterval(gap)!.ticks) / 600_000_000
    let regular = Array(stride(from: 0, to: day, by: length))
    #expect(try verify(regular, gap: gap).verdict == .pass)
    var late = regular
    late[7] += tick
    let report = try verify(late, gap: gap)
    #expect(report.codes(.inconclusive) == [.coverageGap, .coverageGap])
    #expect(report.coverage.map(\.gaps.count) == [1, 1])
    #expect(report.coverage[0].gaps[0].from == World.windowStart + regular[6])
    #expect(report.coverage[0].gaps[0].length.ticks == TimeInterval(gap)!.ticks + 1)
  }

  @Test func `has no limit when none is given`() throws {
    #expect(try verify([720], gap: nil).verdict == .pass)
    #expect(try verify([-1], gap: nil).codes(.inconclusive).contains(.windowEmpty))
  }

  @Test func `measures each table by itself`() throws {
    let pulls = World.expected.filter { $0.table == .repository || $0.time! < World.noon }
    let report = try RegistryVerificationTests.verify(pulls)
    #expect(report.codes(.inconclusive) == [.coverageGap])
    #expect(report.coverage.map(\.gaps.isEmpty) == [true, false])
  }

  @Test func `asks for both tables`() throws {
    let pulls = World.expected.filter { $0.table == .repository }
    let report = try RegistryVerificationTests.verify(pulls)
    #expect(report.codes(.inconclusive) == [.tableMissing])
    #expect(report.coverage.map(\.isPresent) == [true, false])
  }

  @Test func `asks for records of each table in the window`() throws {
    let policy = Policy.aksAndDefender.with { $0.coverage.maximumGap = nil }
    let events = World.expected.filter { $0.table == .repository || $0.time! < World.windowStart }
    #expect(try RegistryVerificationTests.verify(events, policy).codes(.inconclusive) == [.windowEmpty])
  }

  @Test func `asks for records of every claimed registry`() throws {
    let policy = Policy.aksAndDefender.with { $0.registries.append("fabrikamacr.azurecr.io") }
    let report = try RegistryVerificationTests.verify(World.expected, policy)
    #expect(Set(report.codes(.inconclusive)) == [.registryNotSeen, .windowEmpty])
    let both = World.expected + World.expected.map { event in event.with { $0.registry = "fabrikamacr.azurecr.io" } }
    #expect(try RegistryVerificationTests.verify(both, policy).verdict == .pass)
  }

  @Test func `counts the records of each hour, also where the window begins and ends`() throws {
    let report = try RegistryVerificationTests.verify(World.expected)
    let repository = report.coverage[0]
    #expect(repository.recordCount == 2 * 48)
    #expect(repository.bins.reduce(0) { $0 + $1.count } == 2 * 48)
    // 01:40 to 02:00 has no event, 01:30 lies before the window; 01:40 to 02:00 of the next day has none either.
    #expect(repository.bins.first?.start == World.start + 120 && repository.bins.first?.count == 4)
    #expect(repository.bins.last?.start == World.start + 25 * 60 && repository.bins.last?.count == 4)
    let given = try RegistryVerificationTests.verify(
      World.expected, .aksAndDefender, VerificationOptions(now: .fixed(World.end)))
    #expect(given.coverage == report.coverage)
  }
}
