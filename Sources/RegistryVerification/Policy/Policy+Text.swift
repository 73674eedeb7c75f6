import Calypso

extension Policy {
  /// The policy as JSON on one line, with the keys of policy files in a fixed order: equal policies have equal texts.
  public var canonicalText: String {
    var members = ["\"registry\": \(Self.list(registries))"]
    switch window {
    case .last(let length): members.append("\"window\": \(Self.quoted(length.description))")
    case .between(let from, let to):
      members += ["\"from\": \(Self.quoted(from.description))", "\"to\": \(Self.quoted(to.description))"]
    }
    members.append("\"callers\": [\(callers.map(\.canonicalText).joined(separator: ", "))]")
    if let firewall {
      var parts = ["\"ipRules\": \(Self.list(firewall.ipRules.map(\.description)))"]
      if let trusted = firewall.trustedServices { parts.append("\"trustedServices\": \(trusted)") }
      members.append("\"firewall\": {\(parts.joined(separator: ", "))}")
    }
    if localAuthentication != .unchecked {
      members.append("\"localAuthentication\": \(Self.quoted(localAuthentication.rawValue))")
    }
    var parts: [String] = []
    if let gap = coverage.maximumGap { parts.append("\"maximumGap\": \(Self.quoted(gap.description))") }
    parts.append("\"lateArrival\": \(Self.quoted(coverage.lateArrival.description))")
    members.append("\"coverage\": {\(parts.joined(separator: ", "))}")
    return "{\(members.joined(separator: ", "))}\n"
  }

  fileprivate static func list(_ texts: [String]) -> String { "[\(texts.map(quoted).joined(separator: ", "))]" }

  /// Text as JSON has it.
  fileprivate static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

extension CallerRule {
  fileprivate var canonicalText: String {
    var members = ["\"name\": \(Policy.quoted(name))"]
    if !addresses.isEmpty { members.append("\"addresses\": \(Policy.list(addresses.map(\.description)))") }
    if !unresolvedAddresses.isEmpty {
      members.append("\"unresolved\": \(Policy.list(unresolvedAddresses.map(\.resourceID)))")
    }
    if !identities.isEmpty { members.append("\"identities\": \(Policy.list(identities))") }
    if !userAgents.isEmpty { members.append("\"userAgents\": \(Policy.list(userAgents.map(\.pattern)))") }
    members += ["\"operations\": \(Policy.list(operations))", "\"mustAppear\": \(mustAppear)"]
    return "{\(members.joined(separator: ", "))}"
  }
}
