/// What the callers say about the verdict.
struct CallerReasons {
  let policy: Policy
  let judged: [JudgedCaller]
  let allowsFirewallCallers: Bool
  let learned: [LearnedIdentity]

  var reasons: [Reason] {
    judged.flatMap(contradictions) + unproven + notes
  }
}

/// A caller and what was found about it.
struct JudgedCaller {
  var tally: CallerTally
  var judgement: CallerJudge.Judgement
  var finding: CallerFinding
  /// What account of the registry itself it used; `nil` for identities of Entra and anonymous callers.
  var local: LocalIdentity?
}

// MARK: - Against the claim

extension CallerReasons {
  private func contradictions(_ caller: JudgedCaller) -> [Reason] {
    let finding = caller.finding
    var found: [Reason] = []
    switch finding.callerClass {
    case .unexpected where caller.judgement.rules.isEmpty:
      found.append(
        Reason(
          .unexpectedCaller, .fail,
          "\(Self.name(finding)) succeeded \(Self.times(finding.succeeded)) and \(finding.why)",
          details: Self.details(finding)))
    case .unexpected:
      let operations = caller.judgement.forbiddenOperations
      found.append(
        Reason(
          .operationNotAllowed, .fail, "\(Self.name(finding)) \(finding.why)",
          details: Self.details(finding) + operations.map { Reason.Detail("operation", $0) }))
    case .firewall:
      let excuse = allowsFirewallCallers ? ", which is allowed" : ""
      found.append(
        Reason(
          .firewallCaller, allowsFirewallCallers ? .note : .fail,
          "\(Self.name(finding)) succeeded \(Self.times(finding.succeeded)) and \(finding.why)\(excuse)",
          details: Self.details(finding)))
    case .expected, .refused: break
    }
    if policy.localAuthentication == .forbidden, finding.succeeded > 0, let local = caller.local {
      found.append(
        Reason(
          .localAuthentication, .fail,
          "\(Self.name(finding)) succeeded as \(local.rawValue) of the registry, and local authentication is forbidden",
          details: Self.details(finding)))
    }
    return found
  }

  /// Such as `203.0.113.77 as '4444…' with 'docker/27.3.1'`.
  static func name(_ finding: CallerFinding) -> String {
    var text = finding.address.isEmpty ? "a caller without address" : finding.address
    if !finding.identity.isEmpty { text += " as '\(shortened(finding.identity))'" }
    if !finding.userAgent.isEmpty { text += " with '\(shortened(finding.userAgent))'" }
    return text
  }

  private static func shortened(_ text: String) -> String {
    text.unicodeScalars.count <= 60 ? text : String(String.UnicodeScalarView(text.unicodeScalars.prefix(60))) + "…"
  }

  private static func times(_ count: Int) -> String { count == 1 ? "once" : "\(count) times" }

  private static func details(_ finding: CallerFinding) -> [Reason.Detail] {
    [
      Reason.Detail("address", finding.address), Reason.Detail("identity", finding.identity),
      Reason.Detail("userAgent", finding.userAgent), Reason.Detail("firstSeen", finding.firstSeen.description),
      Reason.Detail("lastSeen", finding.lastSeen.description),
    ]
  }
}

// MARK: - Not proven

extension CallerReasons {
  private var unproven: [Reason] {
    policy.callers.indices.flatMap(reasons) + judged.compactMap(undecided)
  }

  private static let shutOut =
    "; trusted services do not pass the firewall (networkRuleBypassOptions is None), so Defender cannot get in"

  private func reasons(ofRule index: Int) -> [Reason] {
    let rule = policy.callers[index]
    let caller = Reason.Detail("caller", rule.name)
    var found: [Reason] = []
    if rule.mustAppear, !judged.contains(where: { $0.judgement.appearedRules.contains(index) }) {
      let refused = judged.filter { $0.judgement.rules.contains(index) }.reduce(0) { $0 + $1.finding.refused }
      let isShutOut = rule.isDefender && policy.firewall?.trustedServices == false
      let attempts = refused > 0 ? "; \(Count.text(refused, "request")) of it were refused" : ""
      found.append(
        Reason(
          .callerNotSeen, .inconclusive,
          "'\(rule.name)' must appear, and no request of it succeeded\(attempts)\(isShutOut ? Self.shutOut : "")",
          details: [caller]))
    }
    if rule.isDefender, rule.identities.isEmpty {
      let identities = learned.filter { $0.caller == rule.name }.map(\.identity)
      let text =
        identities.isEmpty
        ? "and no pull was seen to learn it from"
        : "so that it was learned from pulls with its user agent: \(identities.joined(separator: ", "))"
      found.append(
        Reason(
          .identityLearned, .inconclusive,
          "the identity of '\(rule.name)' is not in the policy, \(text); a user agent is whatever a client says",
          details: [caller] + identities.map { Reason.Detail("identity", $0) }))
    } else if !rule.userAgents.isEmpty, rule.identities.isEmpty, !rule.asksForAddress {
      found.append(
        Reason(
          .userAgentOnly, .inconclusive,
          "'\(rule.name)' is described by its user agent alone, which is whatever a client says", details: [caller]))
    }
    for address in rule.unresolvedAddresses {
      found.append(
        Reason(
          .addressUnresolved, .inconclusive,
          "an address of '\(rule.name)' is not known: \(address.resourceID); run \(address.command)",
          details: [
            caller, Reason.Detail("resourceID", address.resourceID), Reason.Detail("command", address.command),
          ]))
    }
    return found
  }

  /// A caller outside the claim that may have succeeded, as its status is not known.
  private func undecided(_ caller: JudgedCaller) -> Reason? {
    let operations = caller.judgement.undecidedOperations
    guard caller.judgement.rules.isEmpty, caller.finding.succeeded == 0, !operations.isEmpty else { return nil }
    return Reason(
      .statusMissing, .inconclusive,
      "\(Self.name(caller.finding)) is outside the claim, and records of its \(CallerJudge.list(operations)) have no "
        + "status: it may have succeeded",
      details: Self.details(caller.finding))
  }
}

// MARK: - Notes

extension CallerReasons {
  private var notes: [Reason] {
    var found: [Reason] = []
    for rule in policy.callers
    where rule.addresses.isEmpty && rule.identities.isEmpty && rule.userAgents.isEmpty
      && rule.unresolvedAddresses.isEmpty
    {
      found.append(
        Reason(
          .unconditionalCaller, .note, "'\(rule.name)' has no conditions, so that everybody is expected",
          details: [Reason.Detail("caller", rule.name)]))
    }
    let refused = judged.filter { $0.finding.callerClass == .refused && $0.judgement.rules.isEmpty }
    if !refused.isEmpty {
      let count = refused.reduce(0) { $0 + $1.finding.refused }
      found.append(
        Reason(
          .refusedCallers, .note,
          "\(Count.text(refused.count, "caller")) outside the claim tried \(Self.times(count)) and never succeeded",
          details: [Reason.Detail("callers", String(refused.count)), Reason.Detail("requests", String(count))]))
    }
    let anonymous = judged.filter { $0.finding.succeeded > 0 && IdentityText.isAnonymous($0.finding.identity) }
    if !anonymous.isEmpty {
      found.append(
        Reason(
          .anonymousAccess, .note,
          "\(Count.text(anonymous.count, "caller")) succeeded without an identity: anonymous pull may be enabled",
          details: [Reason.Detail("callers", String(anonymous.count))]))
    }
    return found
  }
}
