import Calypso

extension JSONReport {
  /// The policy: its text and digest, and what was understood of it.
  static func node(_ evidence: PolicyEvidence) -> JSONNode {
    [
      "path": .optional(evidence.path), "sha256": .string(evidence.sha256), "text": .string(evidence.text),
      "claim": claim(evidence.policy),
    ]
  }

  /// The policy with the keys of policy files, everything spelled out.
  private static func claim(_ policy: Policy) -> JSONNode {
    var members = [JSONNode.Member(name: "registry", value: .strings(policy.registries))]
    switch policy.window {
    case .last(let length): members.append(JSONNode.Member(name: "window", value: .string(length.description)))
    case .between(let from, let to):
      members.append(JSONNode.Member(name: "from", value: time(from)))
      members.append(JSONNode.Member(name: "to", value: time(to)))
    }
    members.append(JSONNode.Member(name: "callers", value: .array(policy.callers.map(node))))
    if let firewall = policy.firewall { members.append(JSONNode.Member(name: "firewall", value: node(firewall))) }
    members.append(JSONNode.Member(name: "localAuthentication", value: .string(policy.localAuthentication.rawValue)))
    members.append(JSONNode.Member(name: "coverage", value: node(policy.coverage)))
    return .object(members)
  }

  private static func node(_ rule: CallerRule) -> JSONNode {
    [
      "name": .string(rule.name), "addresses": .strings(rule.addresses.map(\.description)),
      "identities": .strings(rule.identities), "userAgents": .strings(rule.userAgents.map(\.pattern)),
      "operations": .strings(rule.operations), "mustAppear": .bool(rule.mustAppear),
    ]
  }

  private static func node(_ firewall: FirewallRules) -> JSONNode {
    var members = [JSONNode.Member(name: "ipRules", value: .strings(firewall.ipRules.map(\.description)))]
    if let trusted = firewall.trustedServices {
      members.append(JSONNode.Member(name: "trustedServices", value: .bool(trusted)))
    }
    return .object(members)
  }

  private static func node(_ coverage: CoverageRequirement) -> JSONNode {
    let lateArrival = JSONNode.Member(name: "lateArrival", value: .string(coverage.lateArrival.description))
    guard let gap = coverage.maximumGap else { return .object([lateArrival]) }
    return .object([JSONNode.Member(name: "maximumGap", value: .string(gap.description)), lateArrival])
  }
}
