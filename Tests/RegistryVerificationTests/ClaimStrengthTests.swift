import Calypso
import Foundation
import RegistryVerification
import Testing

/// What a policy itself leaves open, and callers that must appear.
@Suite struct ClaimStrengthTests {
  @Test func `wants a success of every caller that must appear`() throws {
    let events = World.expected.filter { $0.identity != World.defenderIdentity }
    let report = try verify(events)
    #expect(report.codes(.inconclusive) == [.callerNotSeen])
    let optional = Policy.aksAndDefender.with { $0.callers[1].mustAppear = false }
    #expect(try verify(events, optional).verdict == .pass)
  }

  @Test func `has not seen a caller that was refused`() throws {
    let events = World.expected.map { event in
      event.identity == World.defenderIdentity ? event.with { $0.status = "403" } : event
    }
    let report = try verify(events)
    #expect(report.codes(.inconclusive) == [.callerNotSeen])
    #expect(report.callers.map(\.callerClass) == [.expected, .refused, .refused])
    #expect(report.callers[1].caller == "Defender")
  }

  @Test func `has not seen a caller that succeeded outside of the window`() throws {
    let events = World.expected.filter { $0.identity != World.defenderIdentity || $0.time! < World.windowStart }
    #expect(try verify(events).codes(.inconclusive) == [.callerNotSeen])
  }

  @Test func `learns the identity of Defender and says so`() throws {
    let policy = Policy.aksAndDefender.with { $0.callers[1].identities = [] }
    let report = try verify(World.expected, policy)
    #expect(report.codes(.inconclusive) == [.identityLearned])
    #expect(report.learnedIdentities.map(\.identity) == [World.defenderIdentity])
    #expect(report.learnedIdentities.map(\.pullCount) == [48])
    #expect(report.callers.allSatisfy { $0.callerClass == .expected })
  }

  @Test func `proves nothing by user agents alone`() throws {
    let policy = Policy.aksAndDefender.with {
      $0.callers[0].addresses = []
      $0.callers[0].identities = []
    }
    #expect(try verify(World.expected, policy).codes(.inconclusive) == [.userAgentOnly])
    let withAddress = policy.with { $0.callers[0].addresses = [AddressRange("203.0.113.10")!] }
    #expect(try verify(World.expected, withAddress).verdict == .pass)
  }

  @Test func `notes a caller that anybody is`() throws {
    let policy = Policy.aksAndDefender.with { $0.callers = [CallerRule(name: "Anybody")] }
    let report = try verify(World.expected + [World.outsider()], policy)
    #expect(report.verdict == .pass)
    #expect(report.codes(.note) == [.unconditionalCaller])
  }

  @Test func `proves nothing while an address is not known, and says how to get it`() throws {
    let policy = Policy.aksAndDefender.with {
      $0.callers[0].addresses = []
      $0.callers[0].unresolvedAddresses = [
        UnresolvedAddress(
          resourceID: "/subscriptions/1/publicIPAddresses/a", command: "az network public-ip show --ids a")
      ]
    }
    let report = try verify(World.expected, policy)
    #expect(report.codes(.inconclusive) == [.addressUnresolved])
    #expect(report.reasons[0].text.contains("az network public-ip show --ids a"))
    // Whoever has the caller's other marks may have its address.
    let event = LogEvent.pull(World.noon).by("192.0.2.7", World.aksIdentity, World.aksAgent)
    #expect(try verify(World.expected + [event], policy).codes(.fail).isEmpty)
    #expect(try verify(World.expected + [World.outsider()], policy).codes(.fail) == [.unexpectedCaller])
  }

  @Test func `does not hold a column against anybody that was not exported`() throws {
    let events = World.expected.map { event in event.table == .login ? event.with { $0.userAgent = "" } : event }
    let report = try verify(events)
    #expect(report.verdict == .inconclusive)
    #expect(Set(report.codes(.inconclusive)) == [.columnMissing])
    #expect(report.callers.allSatisfy { $0.callerClass == .expected })
  }

  @Test func `lists every reason, the stronger first`() throws {
    let events =
      World.expected.filter { $0.identity != World.defenderIdentity && $0.table == .repository }
      + [World.outsider(), World.outsider("203.0.113.77").with { $0.identity = "ci-token" }]
    let report = try verify(events)
    #expect(report.verdict == .fail)
    #expect(report.codes(.fail) == [.unexpectedCaller, .firewallCaller, .localAuthentication])
    #expect(report.codes(.inconclusive) == [.callerNotSeen, .tableMissing])
    #expect(Verdict.fail.rawValue == "FAIL")
  }
}

@Suite struct EvidenceTests {
  @Test func `bounds the timelines and counts what is left out`() throws {
    let events =
      (0..<40).map { index in
        World.outsider(index % 2 == 0 ? "192.0.2.66" : "::ffff:192.0.2.66:1").with {
          $0.address = index % 2 == 0 ? "192.0.2.66" : "::ffff:192.0.2.66"
          $0.time = World.noon + Double(index)
        }
      } + [World.outsider("192.0.2.67"), World.outsider().with { $0.registry = "fabrikamacr.azurecr.io" }]
    let options = VerificationOptions(timelineLimit: 1, timelineRecordLimit: 3)
    let report = try verify(World.expected + events.reversed(), .aksAndDefender, options)
    #expect(report.timelines.count == 1 && report.timelinesLeftOut == 1)
    #expect(report.timelines[0].records.map(\.time) == [World.noon, World.noon + 1, World.noon + 2])
    #expect(report.timelines[0].leftOutCount == 37)
  }

  @Test func `gives queries that give the figures again`() throws {
    let failed = LogEvent.login(World.noon).by("192.0.2.99", "o'neil\\", "a\"b\n").with { $0.status = "401" }
    let folder = ExportFolder(World.expected + [World.outsider(), failed])
    let report = try folder.verify(.aksAndDefender)
    let session = Session()
    try session.addInputs([folder.path])
    func rows(_ name: String) throws -> [[Value]] {
      try session.query(try #require(report.queries.first { $0.name == name }).text).rows
    }
    #expect(try rows("now") == [[.datetime(report.now)]])
    let callers = try rows("callers")
    let count = callers.reduce(0) { sum, row in if case .long(let count) = row[7] { sum + Int(count) } else { sum } }
    #expect(count == report.callers.reduce(0) { $0 + $1.succeeded + $1.refused })
    let coverage = try rows("coverage")
    #expect(coverage.count == report.coverage.reduce(0) { $0 + $1.bins.count })
    #expect(try rows("failed-logins").count == report.failedLogins.rows.count)
    #expect(try rows("timelines").count == report.timelines[0].records.count)
  }

  @Test func `does not depend on threads, batches or the order of records`() throws {
    let events = World.expected + [World.outsider(), World.outsider("192.0.2.67").with { $0.repository = "a" }]
    let folder = ExportFolder(events)
    let one = try folder.verify(.aksAndDefender, threads: 1)
    #expect(try folder.verify(.aksAndDefender, threads: 4) == one)
    let reversed = try ExportFolder(Array(events.reversed())).verify(.aksAndDefender)
    #expect(reversed.callers == one.callers && reversed.coverage == one.coverage && reversed.reasons == one.reasons)
  }

  @Test func `hashes the policy as it was written`() throws {
    let source = PolicySource(path: "policy.yaml", bytes: Array("registry: contosoacr.azurecr.io\n".utf8))
    let report = try verify(World.expected, .aksAndDefender, VerificationOptions(policySource: source))
    #expect(report.policy.text == "registry: contosoacr.azurecr.io\n" && report.policy.path == "policy.yaml")
    #expect(report.policy.sha256 == ContentDigest.sha256(source.bytes))
    let embedded = try verify(World.expected)
    #expect(
      embedded.policy.text.hasPrefix(#"{"registry":["contosoacr.azurecr.io"],"window":"1.00:00:00","callers":[{"#))
  }
}

@Suite struct ReasonCodeTests {
  @Test func `explains every code in the documentation`() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Sources/RegistryVerification/RegistryVerification.docc/ReasonCodes.md")
    let text = try String(contentsOf: file, encoding: .utf8)
    for code in ReasonCode.allCases { #expect(text.contains("- term `\(code.rawValue)`: "), "\(code.rawValue)") }
  }
}
