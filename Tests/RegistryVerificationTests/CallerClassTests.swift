import Calypso
import RegistryVerification
import Testing

@Suite struct CallerClassTests {
  @Test func `passes when only expected callers succeed`() throws {
    let report = try verify(World.expected)
    #expect(report.verdict == .pass)
    #expect(report.reasons.isEmpty)
    #expect(report.now == World.end && report.nowIsLatest)
    #expect(report.window == VerificationWindow(from: World.windowStart, to: World.windowEnd))
    #expect(report.callers.map(\.callerClass) == [.expected, .expected, .expected])
    #expect(report.callers.map(\.caller) == ["Defender", "Defender", "AKS"])
    #expect(report.callers[2].operations == ["Login", "Pull"])
    #expect(report.callers[2].succeeded == 2 * 48 && report.callers[2].refused == 0)
    #expect(report.callers[2].repositories == ["shop/web"])
  }

  @Test func `fails when somebody else succeeds`() throws {
    let report = try verify(World.expected + [World.outsider()])
    #expect(report.verdict == .fail)
    #expect(report.codes(.fail) == [.unexpectedCaller])
    #expect(report.callers[0].callerClass == .unexpected && report.callers[0].caller == nil)
    #expect(report.timelines.map(\.address) == ["192.0.2.66"])
    #expect(report.timelines[0].records.map(\.time) == [World.noon])
    #expect(report.timelines[0].records[0].fields.contains(EvidenceRecord.Field("UserAgent", "curl/8.5.0")))
  }

  @Test func `knows who was seen and never succeeded`() throws {
    let refused = ["401", "403", "404", "429", "500", "302", "100"].map { status in
      World.outsider().with { $0.status = status }
    }
    let report = try verify(World.expected + refused)
    #expect(report.verdict == .pass)
    #expect(report.codes(.note) == [.refusedCallers])
    #expect(report.callers.last?.callerClass == .refused && report.callers.last?.refused == 7)
  }

  @Test func `counts a login without a pull`() throws {
    let login = World.outsider().with {
      $0.table = .login
      $0.operation = "Login"
    }
    #expect(try verify(World.expected + [login]).codes(.fail) == [.unexpectedCaller])
  }

  // Inside the firewall's rules, so that only the mismatch makes them unexpected.
  @Test(arguments: [
    (address: "203.0.113.77", identity: World.outsiderIdentity, userAgent: World.defenderAgent),
    (address: "203.0.113.10", identity: World.outsiderIdentity, userAgent: World.aksAgent),
    (address: "203.0.113.10", identity: World.aksIdentity, userAgent: "docker/27"),
    (address: "203.0.113.10", identity: World.aksIdentity, userAgent: ""),
    (address: "203.0.113.10", identity: "", userAgent: World.aksAgent),
  ])
  func `takes who meets some conditions of a caller for an impostor`(
    address: String, identity: String, userAgent: String
  ) throws {
    var options = VerificationOptions()
    options.allowsFirewallCallers = true
    let impostor = LogEvent.pull(World.noon).by(address, identity, userAgent)
    let report = try verify(World.expected + [impostor], .aksAndDefender, options)
    #expect(report.codes(.fail) == [.unexpectedCaller])
    #expect(report.callers[0].callerClass == .unexpected)
  }

  @Test func `takes an operation outside the list for unexpected only when it succeeded`() throws {
    let push = LogEvent.pull(World.noon).by("198.51.100.21", World.defenderIdentity, World.defenderAgent).with {
      $0.operation = "Push"
    }
    let failed = try verify(World.expected + [push.with { $0.status = "201" }])
    #expect(failed.codes(.fail) == [.operationNotAllowed])
    #expect(failed.callers[0].callerClass == .unexpected && failed.callers[0].caller == "Defender")
    #expect(failed.callers[0].operations == ["Login", "Pull", "Push"])

    let passed = try verify(World.expected + [push.with { $0.status = "403" }])
    #expect(passed.verdict == .pass)
    #expect(passed.callers.allSatisfy { $0.callerClass == .expected })
  }

  @Test func `compares operations without case`() throws {
    let event = LogEvent.pull(World.noon).with { $0.operation = "pull" }
    #expect(try verify(World.expected + [event]).verdict == .pass)
  }

  @Test func `separates callers that a firewall rule lets in`() throws {
    let events = World.expected + [World.outsider("203.0.113.77")]
    let report = try verify(events)
    #expect(report.codes(.fail) == [.firewallCaller])
    #expect(report.callers[0].callerClass == .firewall)

    var options = VerificationOptions()
    options.allowsFirewallCallers = true
    let allowed = try verify(events, .aksAndDefender, options)
    #expect(allowed.verdict == .pass && allowed.codes(.note) == [.firewallCaller])
    #expect(allowed.callers[0].callerClass == .firewall)
  }

  @Test func `takes addresses, identities and login servers for what they mean`() throws {
    let forms = [
      "203.0.113.10", "::ffff:203.0.113.10", "::FFFF:CB00:710A", "203.0.113.10:50123", "[::ffff:203.0.113.10]:443",
    ]
    let events =
      forms.map { LogEvent.pull(World.noon).by($0, World.aksIdentity.uppercased(), World.aksAgent) }
      + ["2001:DB8:1:0:0:0:0:7", "2001:db8:1::7", "[2001:db8:1::7]:443"].map {
        LogEvent.pull(World.noon).by($0, World.aksIdentity, World.aksAgent).with {
          $0.registry = "ContosoACR.azurecr.io"
        }
      }
    let report = try verify(World.expected + events)
    #expect(report.verdict == .pass)
    #expect(report.callers(at: "203.0.113.10").map(\.succeeded) == [96 + 5])
    #expect(report.callers(at: "2001:db8:1::7").map(\.succeeded) == [3])
  }

  @Test func `sorts the worst callers first, and addresses by number`() throws {
    let events =
      ["203.0.113.77", "192.0.2.100", "192.0.2.9", "2001:db8:2::1"].map { World.outsider($0) }
      + [World.outsider("10.0.0.1").with { $0.status = "403" }]
    let report = try verify(World.expected + events)
    let addresses = [
      "192.0.2.9", "192.0.2.100", "2001:db8:2::1", "203.0.113.77", "198.51.100.21", "198.51.100.140", "203.0.113.10",
      "10.0.0.1",
    ]
    #expect(report.callers.map(\.address) == addresses)
  }
}
