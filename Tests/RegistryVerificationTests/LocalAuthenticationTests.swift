import Calypso
import RegistryVerification
import Testing

@Suite struct LocalAuthenticationTests {
  /// Anybody at the load balancer's address.
  static let byAddress = Policy.aksAndDefender.with {
    $0.callers[0].identities = []
    $0.callers[0].userAgents = []
  }

  private func event(_ identity: String) -> LogEvent {
    LogEvent.login(World.noon).by(World.aksAddress, identity, "docker/27")
  }

  @Test(arguments: ["contosoacr", "ContosoACR", "ci-token", "pull.everything"])
  func `fails when the admin user or a token succeeds`(identity: String) throws {
    let report = try verify(World.expected + [event(identity)], Self.byAddress)
    #expect(report.codes(.fail) == [.localAuthentication])
    #expect(report.callers.allSatisfy { $0.callerClass == .expected })
    let finding = report.namedPolicies.first { $0.displayName.contains("local authentication") }
    #expect(finding?.outcome == .refuted)
  }

  @Test(arguments: [
    "dev.anna@contoso.example", World.outsiderIdentity, "00000000-0000-0000-0000-000000000000",
    "b21cb118-5a59-4628-bab0-3c3f0e434cg6",
  ])
  func `passes identities of Entra`(identity: String) throws {
    let report = try verify(World.expected + [event(identity)], Self.byAddress)
    #expect(report.verdict == .pass)
    #expect(report.namedPolicies.map(\.outcome) == [.notRefuted, .notRefuted])
  }

  // Microsoft calls it an opaque id: whatever the policy says it is, it is no token.
  @Test(arguments: ["b21cb118-5a59-4628-bab0-3c3f0e434cg6", "opaque", "defenderScanner01"])
  func `takes the policy's word for the identity of Defender`(identity: String) throws {
    let events = World.expected.map { event in
      event.identity == World.defenderIdentity ? event.with { $0.identity = identity } : event
    }
    let policy = Policy.aksAndDefender.with { $0.callers[1].identities = [identity] }
    #expect(try verify(events, policy).verdict == .pass)
    let stranger = World.outsider().with { $0.identity = identity }
    #expect(try verify(events + [stranger], policy).codes(.fail).contains(.unexpectedCaller))
  }

  @Test func `passes refused logins and an unchecked policy`() throws {
    let refused = event("contosoacr").with { $0.status = "401" }
    #expect(try verify(World.expected + [refused], Self.byAddress).verdict == .pass)
    let unchecked = Self.byAddress.with { $0.localAuthentication = .unchecked }
    #expect(try verify(World.expected + [event("contosoacr")], unchecked).verdict == .pass)
  }

  @Test func `lists failed logins`() throws {
    let events = (0..<3).map { minute in
      LogEvent.login(World.noon + Double(minute)).by("192.0.2.99", "contosoacr", "docker/27").with { $0.status = "401" }
    }
    let report = try verify(World.expected + events + [events[0].with { $0.status = "403" }])
    #expect(report.failedLogins.count == 4)
    #expect(report.failedLogins.rows.map(\.status) == ["401", "403"])
    #expect(report.failedLogins.rows[0].count == 3 && report.failedLogins.rows[0].lastSeen == World.noon + 2)
  }

  @Test func `refutes restricted network access by a success from outside of all rules`() throws {
    func outcome(_ event: LogEvent, _ change: (inout Policy) -> Void = { _ in }) throws -> NamedPolicyFinding.Outcome {
      try verify(World.expected + [event], Policy.aksAndDefender.with(change)).namedPolicies[0].outcome
    }
    #expect(try outcome(World.outsider().with { $0.identity = "ci-token" }) == .refuted)
    // Could be a trusted service.
    #expect(try outcome(World.outsider()) == .notRefuted)
    #expect(try outcome(World.outsider()) { $0.firewall?.trustedServices = false } == .refuted)
    #expect(try outcome(World.outsider("10.1.2.3").with { $0.identity = "ci-token" }) == .notRefuted)
    #expect(try outcome(World.outsider("203.0.113.77").with { $0.identity = "ci-token" }) == .notRefuted)
    #expect(try outcome(World.outsider()) { $0.firewall = nil } == .unknown)
  }
}
