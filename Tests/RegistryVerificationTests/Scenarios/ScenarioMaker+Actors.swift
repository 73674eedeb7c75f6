import Calypso
import RegistryVerification

// MARK: - Rules

extension ScenarioMaker {
  /// Clusters with addresses, most with identities and user agents too, and in most worlds Defender.
  mutating func addRules() {
    for index in 1...random.number(1...3) {
      var rule = CallerRule(name: "Cluster \(index)", mustAppear: random.oneIn(2))
      rule.addresses = [AddressRange("203.0.113.\(index * 16)/28")!, AddressRange("2001:db8:\(index)::/48")!]
      if !random.oneIn(3) { rule.identities = (0..<random.number(1...2)).map { _ in guid() } }
      if !random.oneIn(3) { rule.userAgents = ["containerd/*"] }
      if random.oneIn(4) { rule.operations = ["Login", "Pull", "Push"] }
      scenario.policy.callers.append(rule)
    }
    if !random.oneIn(4) {
      var rule = CallerRule(name: "Defender", userAgents: ["MDCContainersSecurity/*"], mustAppear: random.oneIn(2))
      if random.oneIn(6) { scenario.worldCodes.insert(.identityLearned) } else { rule.identities = [guid()] }
      scenario.policy.callers.append(rule)
    }
    if random.oneIn(8) {
      scenario.policy.callers.append(CallerRule(name: "Cleaner", userAgents: ["acr-cleanup *"], operations: ["Delete"]))
      scenario.worldCodes.insert(.userAgentOnly)
    }
    scenario.policy.firewall =
      random.oneIn(4)
      ? nil : FirewallRules(ipRules: [AddressRange("198.51.100.0/25")!, AddressRange("203.0.113.16/28")!])
    scenario.allowsFirewall = random.oneIn(2)
  }

  private func clusterRule(where isWanted: (CallerRule) -> Bool) -> CallerRule? {
    scenario.policy.callers.first { $0.name.hasPrefix("Cluster") && isWanted($0) }
  }
}

// MARK: - Who is expected

extension ScenarioMaker {
  mutating func addExpectedActors() {
    for (index, rule) in scenario.policy.callers.enumerated() where rule.name != "Cleaner" {
      // The first caller covers the window.
      if index == 0 || !random.oneIn(5) {
        addMember(of: rule, coversWindow: index == 0)
      } else if random.oneIn(2) {
        addRefusedMember(of: rule)
      }
    }
  }

  /// A caller that a rule describes.
  private mutating func member(of rule: CallerRule) -> Scenario.Caller {
    let number = Int(rule.name.split(separator: " ").last ?? "") ?? 0
    let version6 = "2001:db8:\(number)::\(random.number(1...9))"
    let version4 = "203.0.113.\(number * 16 + random.number(0...15))"
    let userAgents =
      rule.isDefender
      ? ["MDCContainersSecurity/1.0"] : rule.userAgents.isEmpty ? ["docker/27", "curl/8"] : ["containerd/1.7"]
    return Scenario.Caller(
      address: rule.addresses.isEmpty ? freshAddress() : random.oneIn(4) ? version6 : version4,
      identity: rule.identities.isEmpty ? guid() : random.pick(rule.identities), userAgent: random.pick(userAgents))
  }

  private mutating func addMember(of rule: CallerRule, coversWindow: Bool) {
    var actor = Scenario.Actor(caller: member(of: rule), rule: rule.name)
    if coversWindow {
      var time = scenario.windowFrom
      while time < scenario.windowTo {
        for operation in ["Login", "Pull"] {
          actor.deeds.append(deed(actor.caller, operation, success(), .succeeded, .expected, at: time))
        }
        time = time + 60
      }
      // The newest event, which says when now is.
      actor.deeds.append(deed(actor.caller, "Pull", "200", .succeeded, .expected, at: Scenario.end))
    }
    for _ in 0..<random.number(1...6) {
      actor.deeds.append(deed(actor.caller, random.pick(["Login", "Pull"]), success(), .succeeded, .expected))
    }
    actor.deeds += refusals(actor.caller, random.number(0...2), ["Login", "Pull", "Delete"], .expected)
    if random.oneIn(6) { actor.deeds.append(deed(actor.caller, "Pull", "", .unknown, .expected)) }
    if random.oneIn(12) {
      actor.deeds.append(
        deed(actor.caller, random.pick(["Delete", "Untag"]), "202", .succeeded, .unexpected, .operationNotAllowed))
    }
    if !isTaken(actor.caller) { scenario.actors.append(actor) }
  }

  /// Described, and never lucky.
  private mutating func addRefusedMember(of rule: CallerRule) {
    var actor = Scenario.Actor(caller: member(of: rule), rule: rule.name)
    actor.deeds = refusals(actor.caller, random.number(1...3), ["Login", "Pull", "Push"], .expected)
    if !isTaken(actor.caller) { scenario.actors.append(actor) }
  }
}

// MARK: - Who is not

extension ScenarioMaker {
  mutating func addOtherActors() {
    for _ in 0..<random.number(0...3) { addRefusedOutsider() }
    addOutOfScopeActor()
    // In half of the worlds nobody succeeds who should not.
    guard random.oneIn(2) else { return }
    for _ in 0..<random.number(1...2) {
      switch random.number(1...6) {
      case 1: addOutsider(succeedsAt: freshAddress())
      case 2, 3: addFirewallActor()
      case 4: addImpostorOfDefender()
      case 5: addImpostorOfCluster()
      default: addLocalAccount()
      }
    }
  }

  private mutating func outsider(_ address: String) -> Scenario.Caller {
    Scenario.Caller(
      address: address, identity: random.oneIn(3) ? "dev.\(addressCount)@contoso.example" : guid(),
      userAgent: random.pick(["curl/8.5.0", "docker/27", "<script>alert(1)</script>", "\"quoted\", with\tmarks \\"]))
  }

  private mutating func addRefusedOutsider() {
    var actor = Scenario.Actor(caller: outsider(freshAddress()))
    actor.deeds = refusals(actor.caller, random.number(1...4), ["Login", "Pull", "Push"], .unexpected)
    if random.oneIn(5) {
      actor.deeds.append(deed(actor.caller, "Pull", random.pick(["", "<nil>", "None"]), .unknown, .unexpected))
    }
    scenario.actors.append(actor)
  }

  private mutating func addOutsider(succeedsAt address: String) {
    var actor = Scenario.Actor(caller: outsider(address))
    actor.deeds = refusals(actor.caller, 1, ["Pull"], .unexpected)
    let operation = random.pick(["Login", "Pull", "Push", "Delete"])
    actor.deeds.append(deed(actor.caller, operation, success(), .succeeded, .unexpected, .unexpectedCaller))
    scenario.actors.append(actor)
  }

  private mutating func firewallAddress() -> String {
    addressCount += 1
    return "198.51.100.\(addressCount)"
  }

  private mutating func addFirewallActor() {
    let address = firewallAddress()
    guard scenario.policy.firewall != nil else { return addOutsider(succeedsAt: address) }
    var actor = Scenario.Actor(caller: outsider(address))
    actor.deeds = refusals(actor.caller, random.number(0...2), ["Login"], .firewall)
    if !random.oneIn(4) {
      let operation = random.pick(["Login", "Push"])
      actor.deeds.append(deed(actor.caller, operation, success(), .succeeded, .firewall, .firewallCaller))
    }
    scenario.actors.append(actor)
  }

  private mutating func addImpostorOfDefender() {
    // Where the identity is learned, it may be anybody's.
    guard !scenario.worldCodes.contains(.identityLearned) else { return addOutsider(succeedsAt: freshAddress()) }
    let address = random.oneIn(2) ? firewallAddress() : freshAddress()
    let caller = Scenario.Caller(address: address, identity: guid(), userAgent: "MDCContainersSecurity/1.0")
    let pull = deed(caller, "Pull", success(), .succeeded, .unexpected, .unexpectedCaller)
    scenario.actors.append(Scenario.Actor(caller: caller, deeds: [pull]))
  }

  private mutating func addImpostorOfCluster() {
    guard let rule = clusterRule(where: { !$0.identities.isEmpty }) else {
      return addOutsider(succeedsAt: freshAddress())
    }
    var caller = member(of: rule)
    caller.identity = guid()
    let pull = deed(caller, "Pull", success(), .succeeded, .unexpected, .unexpectedCaller)
    scenario.actors.append(Scenario.Actor(caller: caller, deeds: [pull]))
  }

  /// The admin user, or a token, at an address where anybody is expected.
  private mutating func addLocalAccount() {
    guard let rule = clusterRule(where: \.identities.isEmpty) else { return addOutsider(succeedsAt: freshAddress()) }
    var caller = member(of: rule)
    caller.identity = random.pick([String(scenario.policy.registries[0].prefix { $0 != "." }), "ci-token"])
    guard !isTaken(caller) else { return }
    let code: ReasonCode? = scenario.policy.localAuthentication == .forbidden ? .localAuthentication : nil
    let login = deed(caller, "Login", success(), .succeeded, .expected, code)
    scenario.actors.append(Scenario.Actor(caller: caller, rule: rule.name, deeds: [login]))
  }

  /// Events before the window, behind it, and of another registry.
  private mutating func addOutOfScopeActor() {
    var actor = Scenario.Actor(caller: outsider(freshAddress()))
    let before = Timestamp(ticks: scenario.windowFrom.ticks - 10_000)
    for time in [before, scenario.windowTo] where time < Scenario.end {
      actor.deeds.append(deed(actor.caller, "Pull", "200", .succeeded, .unexpected, .unexpectedCaller, at: time))
    }
    var elsewhere = deed(actor.caller, "Login", "200", .succeeded, .unexpected, .unexpectedCaller)
    elsewhere.event.registry = "other.azurecr.io"
    actor.deeds.append(elsewhere)
    scenario.actors.append(actor)
  }
}
