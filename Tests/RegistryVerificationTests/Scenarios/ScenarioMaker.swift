import Calypso
import RegistryVerification

/// Makes worlds: a policy, actors that follow it or do not, and what is wrong with the logs.
struct ScenarioMaker {
  var random: SeededGenerator
  var scenario: Scenario
  /// Numbers of addresses and events that were given out.
  var addressCount = 0
  private var correlation = 0

  static func make(seed: UInt64) -> Scenario {
    var maker = ScenarioMaker(seed: seed)
    maker.addRules()
    maker.addExpectedActors()
    maker.addOtherActors()
    maker.addDefects()
    return maker.scenario
  }

  private init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
    let registry = random.pick(["contosoacr", "harborline", "fabrikam7"]) + ".azurecr.io"
    let hours = random.number(6...30)
    let late = random.pick([0, 5, 20, 60])
    let to = Scenario.end - Double(late)
    let from = to - Double(hours * 60)
    let gap = random.oneIn(4) ? nil : TimeInterval("\(random.pick([90, 120, 181, 240]))m")
    let policy = Policy(
      registries: [registry],
      window: random.oneIn(3) ? .between(from: from, to: to) : .last(TimeInterval("\(hours)h")!), callers: [],
      localAuthentication: random.oneIn(3) ? .unchecked : .forbidden,
      coverage: CoverageRequirement(maximumGap: gap, lateArrival: TimeInterval("\(late)m")!))
    scenario = Scenario(seed: seed, policy: policy, windowFrom: from, windowTo: to)
  }
}

// MARK: - Random things

extension ScenarioMaker {
  /// A time in the window, to the millisecond.
  mutating func time() -> Timestamp {
    let length = Int((scenario.windowTo.ticks - scenario.windowFrom.ticks) / 10_000)
    return Timestamp(ticks: scenario.windowFrom.ticks + Int64(random.number(1...length - 1)) * 10_000)
  }

  mutating func guid() -> String {
    func digits(_ count: Int) -> String { (0..<count).map { _ in String(random.number(0...15), radix: 16) }.joined() }
    return "\(digits(8))-\(digits(4))-4\(digits(3))-8\(digits(3))-\(digits(12))"
  }

  /// An address that no rule and no other actor has.
  mutating func freshAddress() -> String {
    addressCount += 1
    return random.oneIn(5) ? "2001:db8:ff::\(String(addressCount, radix: 16))" : "192.0.2.\(addressCount)"
  }

  mutating func refusal() -> String { random.pick(["401", "403", "404", "429", "500", "302"]) }

  mutating func success() -> String { random.pick(["200", "200", "201", "202", "204"]) }

  /// One of the ways in which logs write an address.
  private mutating func spelling(_ address: String) -> String {
    if address.contains(":") {
      return random.pick([address, address.uppercased(), "[\(address)]:\(random.number(1024...65535))"])
    }
    guard random.oneIn(3) else { return address }
    return random.pick(["\(address):\(random.number(1024...65535))", "::ffff:\(address)", "[::FFFF:\(address)]:443"])
  }
}

// MARK: - Deeds

extension ScenarioMaker {
  func isTaken(_ caller: Scenario.Caller) -> Bool { scenario.actors.contains { $0.caller == caller } }

  mutating func deed(
    _ caller: Scenario.Caller, _ operation: String, _ status: String, _ outcome: Scenario.Deed.Outcome,
    _ meaning: CallerClass, _ code: ReasonCode? = nil, at time: Timestamp? = nil
  ) -> Scenario.Deed {
    correlation += 1
    let event = LogEvent(
      table: operation == "Login" ? .login : .repository, time: time ?? self.time(),
      registry: scenario.policy.registries[0], address: spelling(caller.address), identity: caller.identity,
      userAgent: caller.userAgent, operation: operation, status: status,
      repository: random.pick(["shop/web", "shop/api", "base/dotnet"]), correlation: correlation)
    return Scenario.Deed(event: event, outcome: outcome, meaning: meaning, code: code)
  }

  /// As many refused attempts as asked for.
  mutating func refusals(
    _ caller: Scenario.Caller, _ count: Int, _ operations: [String], _ meaning: CallerClass
  ) -> [Scenario.Deed] {
    (0..<count).map { _ in deed(caller, random.pick(operations), refusal(), .refused, meaning) }
  }
}
