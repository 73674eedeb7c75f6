/// Decides what a caller is.
struct CallerJudge {
  let matcher: ClaimMatcher
  /// Columns without any value, by table.
  let missingColumns: [RegistryEvents: MissingColumns]

  /// What is found about a caller.
  struct Judgement {
    var callerClass: CallerClass
    /// Rules whose conditions the caller meets, in order of the policy.
    var rules: [Int]
    /// Operations that succeeded though no rule that the caller meets allows them, sorted.
    var forbiddenOperations: [String] = []
    /// Operations that no rule allows and that never succeeded, some of them without a status; sorted.
    var undecidedOperations: [String] = []
    /// The rule that the caller is counted for.
    var mainRule: Int?
    /// Rules that a success of an allowed operation was seen of.
    var appearedRules: [Int] = []
    /// The firewall rule that lets the address in.
    var firewallRule: AddressRange?
    /// A rule that claims the address.
    var claimingRule: Int?
  }
}

extension CallerJudge {
  func missing(_ tally: CallerTally) -> MissingColumns {
    tally.tables.reduce(into: MissingColumns()) { result, table in
      guard let columns = missingColumns[table] else { return }
      result.address = result.address || columns.address
      result.identity = result.identity || columns.identity
      result.userAgent = result.userAgent || columns.userAgent
    }
  }

  func judge(_ tally: CallerTally) -> Judgement {
    let rules = matcher.matches(tally.key, missing: missing(tally))
    var result = Judgement(callerClass: .refused, rules: rules)
    result.claimingRule = matcher.claimingRule(of: tally.key.ipAddress)
    result.firewallRule = matcher.firewallRule(of: tally.key.ipAddress)
    for operation in tally.operations {
      guard let outcome = tally.outcomes[operation] else { continue }
      let allowing = rules.filter { matcher.allows($0, operation) }
      if let rule = allowing.first {
        if outcome.succeeded > 0 {
          if result.appearedRules.isEmpty { result.mainRule = rule }
          result.appearedRules += allowing.filter { !result.appearedRules.contains($0) }
        }
      } else if outcome.succeeded > 0 {
        result.forbiddenOperations.append(operation)
      } else if outcome.unknown > 0 {
        result.undecidedOperations.append(operation)
      }
    }
    result.mainRule = result.mainRule ?? rules.first
    result.callerClass = callerClass(tally, result)
    return result
  }

  /// The worst class of the events; an operation that no rule allows counts only when it succeeded.
  private func callerClass(_ tally: CallerTally, _ judgement: Judgement) -> CallerClass {
    if tally.succeeded == 0 { return .refused }
    if !judgement.rules.isEmpty { return judgement.forbiddenOperations.isEmpty ? .expected : .unexpected }
    // Somebody who poses as an expected caller is not excused by a firewall rule.
    if judgement.claimingRule != nil || Defender.isUserAgent(tally.key.userAgent) { return .unexpected }
    return judgement.firewallRule == nil ? .unexpected : .firewall
  }
}

// MARK: - Reasons

extension CallerJudge {
  /// Why a caller is of its class, as a sentence.
  func why(_ tally: CallerTally, _ judgement: Judgement) -> String {
    if let rule = judgement.mainRule {
      let name = matcher.name(rule)
      if !judgement.forbiddenOperations.isEmpty {
        return "meets the conditions of '\(name)', which allows \(Self.list(matcher.rule(rule).operations)), "
          + "but succeeded with \(Self.list(judgement.forbiddenOperations))"
      }
      let base = agreement(rule, tally)
      return judgement.callerClass == .refused ? "\(base), but no request succeeded" : base
    }
    let origin = self.origin(tally, judgement)
    return judgement.callerClass == .refused ? "\(origin); no request succeeded" : origin
  }

  private func origin(_ tally: CallerTally, _ judgement: Judgement) -> String {
    if Defender.isUserAgent(tally.key.userAgent) {
      return "has Defender's user agent, but \(mismatch(tally, judgement)): a user agent is whatever a client says"
    }
    if let rule = judgement.claimingRule {
      return "has an address of '\(matcher.name(rule))', but \(disagreement(rule, tally))"
    }
    if let rule = judgement.firewallRule {
      return "is not in the claim; the firewall rule \(rule) lets it in"
    }
    let network = tally.key.ipAddress?.isPrivate == true ? ", and comes from a private network" : ""
    return (matcher.hasFirewallRules ? "is neither in the claim nor in its firewall rules" : "is not in the claim")
      + network
  }

  private func mismatch(_ tally: CallerTally, _ judgement: Judgement) -> String {
    let rules = matcher.rules(where: \.isDefender)
    guard let rule = rules.first else { return "the claim names no such caller" }
    return disagreement(rule, tally)
  }

  /// What speaks against a rule.
  private func disagreement(_ rule: Int, _ tally: CallerTally) -> String {
    let match = matcher.conditions(rule, tally.key, missing: missing(tally))
    var words: [String] = []
    if match.address == .failed { words.append("the address") }
    if match.identity == .failed { words.append("the identity") }
    if match.userAgent == .failed { words.append("the user agent") }
    if words.isEmpty { return "something else disagrees" }
    return "\(Self.list(words)) \(words.count == 1 ? "is" : "are") not that of '\(matcher.name(rule))'"
  }

  /// What speaks for a rule.
  private func agreement(_ rule: Int, _ tally: CallerTally) -> String {
    let match = matcher.conditions(rule, tally.key, missing: missing(tally))
    let conditions = [("address", match.address), ("identity", match.identity), ("user agent", match.userAgent)]
    let met = conditions.filter { $0.1 == .met }.map(\.0)
    let undecided = conditions.filter { $0.1 == .undecided }.map(\.0)
    var text = met.isEmpty ? "nothing disagrees" : "\(Self.list(met)) \(met.count == 1 ? "agrees" : "agree")"
    text += " with '\(matcher.name(rule))'"
    if !undecided.isEmpty { text += ", as far as can be told without its \(Self.list(undecided))" }
    return text
  }

  static func list(_ words: [String]) -> String {
    guard words.count > 1, let last = words.last else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " and " + last
  }
}
