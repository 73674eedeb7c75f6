/// Compares callers with the conditions of the claim.
struct ClaimMatcher {
  private let rules: [Rule]
  private let ipRules: [AddressRange]

  private struct Rule {
    var rule: CallerRule
    var identities: Set<String>
    var operations: Set<String>
  }

  init(_ policy: Policy) {
    rules = policy.callers.map { rule in
      Rule(
        rule: rule, identities: Set(rule.identities.map(IdentityText.key)),
        operations: Set(rule.operations.map { $0.lowercased() }))
    }
    ipRules = policy.firewall?.ipRules ?? []
  }
}

/// Which conditions of a caller rule a caller meets.
struct ConditionMatch: Hashable {
  enum Condition: Hashable {
    /// The rule does not ask.
    case notAsked
    case met
    /// The logs do not have what the rule asks for, or the rule does not know it.
    case undecided
    case failed
  }

  var address: Condition
  var identity: Condition
  var userAgent: Condition

  /// Whether no condition speaks against the rule.
  var isMatch: Bool { address != .failed && identity != .failed && userAgent != .failed }
}

/// Columns that the logs have no value in, so that nothing can be concluded from them.
struct MissingColumns: Hashable {
  var address = false
  var identity = false
  var userAgent = false
}

// MARK: - Rules

extension ClaimMatcher {
  func conditions(_ rule: Int, _ caller: CallerKey, missing: MissingColumns = MissingColumns()) -> ConditionMatch {
    let rule = rules[rule]
    return ConditionMatch(
      address: addressCondition(rule.rule, caller, isMissing: missing.address && caller.address.isEmpty),
      identity: condition(
        isAsked: !rule.identities.isEmpty, isMissing: missing.identity && caller.identity.isEmpty,
        isMet: rule.identities.contains(caller.identity)),
      userAgent: condition(
        isAsked: !rule.rule.userAgents.isEmpty, isMissing: missing.userAgent && caller.userAgent.isEmpty,
        isMet: rule.rule.userAgents.contains { $0.matches(caller.userAgent) }))
  }

  private func addressCondition(_ rule: CallerRule, _ caller: CallerKey, isMissing: Bool) -> ConditionMatch.Condition {
    guard !rule.addresses.isEmpty || !rule.unresolvedAddresses.isEmpty else { return .notAsked }
    if let address = caller.ipAddress, rule.addresses.contains(where: { $0.contains(address) }) { return .met }
    return isMissing || !rule.unresolvedAddresses.isEmpty ? .undecided : .failed
  }

  private func condition(isAsked: Bool, isMissing: Bool, isMet: Bool) -> ConditionMatch.Condition {
    if !isAsked { return .notAsked }
    if isMet { return .met }
    return isMissing ? .undecided : .failed
  }

  /// Positions of the rules that nothing about a caller speaks against.
  func matches(_ caller: CallerKey, missing: MissingColumns = MissingColumns()) -> [Int] {
    rules.indices.filter { conditions($0, caller, missing: missing).isMatch }
  }

  func allows(_ rule: Int, _ operation: String) -> Bool { rules[rule].operations.contains(operation.lowercased()) }

  func name(_ rule: Int) -> String { rules[rule].rule.name }

  func rule(_ index: Int) -> CallerRule { rules[index].rule }

  /// Positions of the rules of a kind.
  func rules(where isIncluded: (CallerRule) -> Bool) -> [Int] { rules.indices.filter { isIncluded(rules[$0].rule) } }
}

// MARK: - Addresses

extension ClaimMatcher {
  /// The first rule that an address is claimed for.
  func claimingRule(of address: IPAddress?) -> Int? {
    guard let address else { return nil }
    return rules.firstIndex { $0.rule.addresses.contains { $0.contains(address) } }
  }

  var hasFirewallRules: Bool { !ipRules.isEmpty }

  /// The first firewall rule that lets an address in.
  func firewallRule(of address: IPAddress?) -> AddressRange? {
    guard let address else { return nil }
    return ipRules.first { $0.contains(address) }
  }
}
