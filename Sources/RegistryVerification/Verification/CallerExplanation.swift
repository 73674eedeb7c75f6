import Calypso

/// Why the callers of an address are what they are: each condition of each caller rule, and what the firewall says.
public struct CallerExplanation: Hashable, Sendable {
  /// Canonical, where it is an address.
  public var address: String
  /// What was seen of the address in the window.
  public var callers: [CallerFinding]

  private let report: VerificationReport

  /// - Parameter text: An address in any form.
  public init(_ text: String, in report: VerificationReport) {
    address = IPAddress.canonicalText(text)
    self.report = report
    let address = self.address
    callers = report.callers.filter { $0.address == address }
  }
}

// MARK: - Text

extension CallerExplanation {
  /// Lines for people, with a line feed behind each. They hold text of the logs as it is.
  public var text: String {
    var lines = [summary]
    for caller in callers { lines += [""] + self.lines(of: caller) }
    lines += [""] + claimLines + ["", "To see the records:", ""] + query.split(separator: "\n").map { "  \($0)" }
    return lines.map { $0 + "\n" }.joined()
  }

  private var matcher: ClaimMatcher { ClaimMatcher(report.policy.policy) }

  private var summary: String {
    let window = "from \(report.window.from) to \(report.window.to)"
    guard !callers.isEmpty else { return "\(address) was not seen \(window)" }
    return "\(address): \(Count.text(callers.count, "caller")) \(window)"
  }

  private func lines(of caller: CallerFinding) -> [String] {
    var lines = [
      "  \(caller.callerClass.rawValue): \(caller.why)",
      "    identity    \(caller.identity.isEmpty ? "(none)" : caller.identity)",
      "    user agent  \(caller.userAgent.isEmpty ? "(none)" : caller.userAgent)",
      "    seen        \(caller.firstSeen) to \(caller.lastSeen)",
    ]
    for outcome in caller.outcomes {
      let statuses = outcome.statuses.map { "\($0.status.isEmpty ? "(none)" : $0.status) × \($0.count)" }
      let name = outcome.operation.padded(to: 12)
      lines.append(
        "    \(name)\(outcome.succeeded) succeeded, \(outcome.refused) refused (\(statuses.joined(separator: ", ")))")
    }
    if !caller.repositories.isEmpty {
      let rest = caller.hasMoreRepositories ? ", …" : ""
      lines.append("    repository  \(caller.repositories.joined(separator: ", "))\(rest)")
    }
    let key = CallerKey(address: caller.address, identity: caller.identity, userAgent: caller.userAgent)
    for (index, rule) in report.policy.policy.callers.enumerated() {
      lines.append("    '\(rule.name)'".padded(to: 16) + " \(words(index, key, caller))")
    }
    return lines
  }

  /// How a caller compares with a rule, condition by condition.
  private func words(_ rule: Int, _ key: CallerKey, _ caller: CallerFinding) -> String {
    let match = matcher.conditions(rule, key)
    let conditions = [("address", match.address), ("identity", match.identity), ("user agent", match.userAgent)]
    var parts = conditions.map { name, condition in "\(name) \(Self.word(condition))" }
    let outside = caller.operations.filter { !matcher.allows(rule, $0) }
    parts.append(outside.isEmpty ? "operations agree" : "\(outside.joined(separator: ", ")) not in its operations")
    return parts.joined(separator: ", ")
  }

  private static func word(_ condition: ConditionMatch.Condition) -> String {
    switch condition {
    case .notAsked: "is not asked about"
    case .met: "agrees"
    case .undecided: "is not known"
    case .failed: "differs"
    }
  }

  /// What the claim says about the address itself.
  private var claimLines: [String] {
    let ipAddress = IPAddress(address)
    guard ipAddress != nil else { return ["\(address) is not an IP address, so that no rule names it"] }
    let policy = report.policy.policy
    var lines: [String] = []
    if let rule = matcher.claimingRule(of: ipAddress) {
      lines.append("The claim names the address for '\(policy.callers[rule].name)'.")
    } else {
      lines.append("The claim names the address for no caller.")
    }
    if let rule = matcher.firewallRule(of: ipAddress) {
      lines.append("The firewall rule \(rule) lets it in.")
    } else if policy.firewall != nil {
      lines.append("No firewall rule of the policy lets it in.")
    }
    return lines
  }

  /// A query for the records of the address, by any of the forms that logs write it in.
  public var query: String {
    let window = report.window
    let condition =
      IPAddress(address).map { address in
        address.version == .v4
          ? "CallerIpAddress has \(KQLText.quoted(address.description))"
          : "ipv6_compare(CallerIpAddress, \(KQLText.quoted(address.description))) == 0"
      } ?? "CallerIpAddress == \(KQLText.quoted(address))"
    return """
      union \(RegistryEvents.allCases.map(\.rawValue).joined(separator: ", "))
      | where TimeGenerated >= \(KQLText.datetime(window.from)) and TimeGenerated < \(KQLText.datetime(window.to))
      | where \(condition)
      | sort by TimeGenerated asc
      """
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
