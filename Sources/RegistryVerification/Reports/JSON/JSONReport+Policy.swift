import Calypso

extension JSONReport {
  /// The policy: its text and digest, and what was understood of it, with the names that policy files have.
  static func node(_ evidence: PolicyEvidence) -> JSONNode {
    let policy = evidence.policy
    return [
      "path": .optional(evidence.path),
      "sha256": .string(evidence.sha256),
      "text": .string(evidence.text),
      "registry": .strings(policy.registries),
      "window": node(policy.window),
      "callers": .array(policy.callers.map(node)),
      "firewall": policy.firewall.map(node) ?? .null,
      "localAuthentication": .string(policy.localAuthentication.rawValue),
      "coverage": [
        "maximumGap": policy.coverage.maximumGap.map { .string($0.description) } ?? .null,
        "lateArrival": .string(policy.coverage.lateArrival.description),
      ],
    ]
  }

  private static func node(_ window: PolicyWindow) -> JSONNode {
    switch window {
    case .last(let length): ["last": .string(length.description), "from": .null, "to": .null]
    case .between(let from, let to): ["last": .null, "from": time(from), "to": time(to)]
    }
  }

  private static func node(_ rule: CallerRule) -> JSONNode {
    [
      "name": .string(rule.name),
      "addresses": .strings(rule.addresses.map(\.description)),
      "identities": .strings(rule.identities),
      "userAgents": .strings(rule.userAgents.map(\.pattern)),
      "operations": .strings(rule.operations),
      "mustAppear": .bool(rule.mustAppear),
      "unresolvedAddresses": .array(
        rule.unresolvedAddresses.map { ["resourceID": .string($0.resourceID), "command": .string($0.command)] }),
    ]
  }

  private static func node(_ firewall: FirewallRules) -> JSONNode {
    [
      "ipRules": .strings(firewall.ipRules.map(\.description)),
      "trustedServices": firewall.trustedServices.map(JSONNode.bool) ?? .null,
    ]
  }
}
