import Calypso

extension Policy {
  /// The policy as a document that decodes to an equal one, with all that was left out spelled out.
  public var document: DocumentNode {
    var entries: [(String, DocumentNode)] = [("registry", .texts(registries))]
    switch window {
    case .last(let length): entries.append(("window", .text(length.description)))
    case .between(let from, let to): entries += [("from", .text(from.description)), ("to", .text(to.description))]
    }
    entries.append(("callers", DocumentNode(.list(callers.map(\.document)), at: .start)))
    if let firewall { entries.append(("firewall", firewall.document)) }
    entries.append(("localAuthentication", .text(localAuthentication.rawValue)))
    entries.append(("coverage", coverage.document))
    return .mapping(entries)
  }

  /// The policy as JSON on one line, with the keys of policy files in a fixed order and all that was left out spelled
  /// out: equal policies have equal texts.
  public var canonicalText: String { document.json + "\n" }
}

extension CallerRule {
  var document: DocumentNode {
    var entries: [(String, DocumentNode)] = [
      ("name", .text(name)), ("addresses", .texts(addresses.map(\.description))), ("identities", .texts(identities)),
      ("userAgents", .texts(userAgents.map(\.pattern))), ("operations", .texts(operations)),
      ("mustAppear", DocumentNode(.bool(mustAppear), at: .start)),
    ]
    if !unresolvedAddresses.isEmpty {
      let addresses = unresolvedAddresses.map { address in
        DocumentNode.mapping([("resource", .text(address.resourceID)), ("command", .text(address.command))])
      }
      entries.append(("unresolved", DocumentNode(.list(addresses), at: .start)))
    }
    return .mapping(entries)
  }
}

extension FirewallRules {
  var document: DocumentNode {
    var entries: [(String, DocumentNode)] = [("ipRules", .texts(ipRules.map(\.description)))]
    if let trustedServices { entries.append(("trustedServices", DocumentNode(.bool(trustedServices), at: .start))) }
    return .mapping(entries)
  }
}

extension CoverageRequirement {
  var document: DocumentNode {
    var entries: [(String, DocumentNode)] = []
    if let maximumGap { entries.append(("maximumGap", .text(maximumGap.description))) }
    entries.append(("lateArrival", .text(lateArrival.description)))
    return .mapping(entries)
  }
}

// MARK: - Nodes of code

extension DocumentNode {
  static func text(_ text: String) -> DocumentNode { DocumentNode(.string(text), at: .start) }

  static func texts(_ texts: [String]) -> DocumentNode { DocumentNode(.list(texts.map { .text($0) }), at: .start) }

  static func mapping(_ entries: [(String, DocumentNode)]) -> DocumentNode {
    DocumentNode(.mapping(entries.map { Entry(key: $0, keyPosition: .start, value: $1) }), at: .start)
  }
}
