/// What the logs say about policies of Azure by their names.
///
/// Policies are about settings, logs about events: an event can show that a setting is not as it should be, and no number
/// of events can show that it is.
struct NamedPolicies {
  let policy: Policy
  let judged: [JudgedCaller]
  /// Whether there are records to speak of.
  let hasRecords: Bool

  var findings: [NamedPolicyFinding] { [unrestrictedAccess, localAuthentication] }
}

// MARK: - Network access

extension NamedPolicies {
  private var unrestrictedAccess: NamedPolicyFinding {
    let outsiders = judged.filter(isOutsideOfAllRules)
    let outcome: NamedPolicyFinding.Outcome
    let text: String
    if policy.firewall == nil {
      outcome = .unknown
      text = "the policy does not say what the firewall lets in, so that no success can be held against it"
    } else if let first = outsiders.first {
      outcome = .refuted
      text =
        "\(CallerReasons.name(first.finding)) succeeded from outside of all rules"
        + (outsiders.count > 1 ? ", as did \(Count.text(outsiders.count - 1, "other caller"))" : "")
    } else if !hasRecords {
      outcome = .unknown
      text = "the window holds no records"
    } else {
      outcome = .notRefuted
      text = "nobody succeeded from outside of all rules, which no log can prove for those who did not try"
    }
    return NamedPolicyFinding(
      id: "d0793b48-0edc-4296-a390-4c75d1bdfd71",
      displayName: "Container registries should not allow unrestricted network access", outcome: outcome, text: text)
  }

  /// Whether a success shows that the firewall lets in more than its rules say.
  ///
  /// Private endpoints are no part of the rules. Trusted services pass by them with an identity of Entra, unless the
  /// policy says that they do not.
  private func isOutsideOfAllRules(_ caller: JudgedCaller) -> Bool {
    let finding = caller.finding
    guard finding.succeeded > 0, caller.judgement.firewallRule == nil, caller.judgement.claimingRule == nil,
      let address = caller.tally.key.ipAddress, !address.isPrivate
    else { return false }
    if finding.callerClass == .expected { return false }
    return policy.firewall?.trustedServices == false || !IdentityText.isGUIDLike(finding.identity)
  }
}

// MARK: - Local authentication

extension NamedPolicies {
  private var localAuthentication: NamedPolicyFinding {
    let users = judged.filter { $0.finding.succeeded > 0 && $0.local != nil }
    let outcome: NamedPolicyFinding.Outcome
    let text: String
    if let first = users.first, let local = first.local {
      outcome = .refuted
      text =
        "\(CallerReasons.name(first.finding)) succeeded as \(local.rawValue)"
        + (users.count > 1 ? ", as did \(Count.text(users.count - 1, "other caller"))" : "")
    } else if !hasRecords {
      outcome = .unknown
      text = "the window holds no records"
    } else {
      outcome = .notRefuted
      text = "neither the admin user nor a token succeeded, which no log can prove to be impossible"
    }
    return NamedPolicyFinding(
      id: "dc921057-6b28-4fbe-9b83-f7bec05db6c2",
      displayName: "Container registries should have local authentication disabled", outcome: outcome, text: text)
  }
}
