import Calypso

extension PolicyDecoder {
  private static let keys = [
    "name", "addresses", "identities", "userAgents", "operations", "mustAppear", "unresolved",
  ]
  /// Operations that Azure logs; it may log others.
  private static let knownOperations = ["Login", "Pull", "Push", "Untag", "Delete"]

  mutating func callers(_ mapping: MappingReader) -> [CallerRule] {
    let hint = "a claim names at least one caller that is expected"
    guard let node = mapping["callers"] else {
      report("'callers' is missing", at: mapping.position, hint: hint)
      return []
    }
    let elements = mapping.elements("callers", problems: &problems)
    if node.elements?.isEmpty == true { report("'callers' is empty", at: node.position, hint: hint) }
    var rules: [CallerRule] = []
    for element in elements {
      guard let rule = caller(element) else { continue }
      if rules.contains(where: { $0.name == rule.name }) {
        report("two callers are named '\(rule.name)'", at: element["name"]?.position ?? element.position)
      }
      rules.append(rule)
    }
    return rules
  }

  private mutating func caller(_ node: DocumentNode) -> CallerRule? {
    let mapping = MappingReader(node, as: "a caller", keys: Self.keys, problems: &problems)
    guard node.entries != nil else { return nil }
    let name = mapping.text("name", problems: &problems)
    if mapping["name"] == nil { report("a caller has no 'name'", at: node.position) }
    if let name, name.text.allSatisfy(\.isWhitespace) { report("the name of a caller is empty", at: name.position) }
    return CallerRule(
      name: name?.text ?? "", addresses: addresses("addresses", in: mapping),
      identities: mapping.texts("identities", problems: &problems).map(\.text),
      userAgents: mapping.texts("userAgents", problems: &problems).map { Glob($0.text) },
      operations: operations(mapping), mustAppear: mapping.bool("mustAppear", problems: &problems) ?? false,
      unresolvedAddresses: mapping.elements("unresolved", problems: &problems).compactMap { unresolvedAddress($0) })
  }

  private mutating func unresolvedAddress(_ node: DocumentNode) -> UnresolvedAddress? {
    let mapping = MappingReader(
      node, as: "an unresolved address", keys: ["resource", "command"], problems: &problems)
    let resource = mapping.text("resource", problems: &problems)
    let command = mapping.text("command", problems: &problems)
    if node.entries != nil, mapping["resource"] == nil || mapping["command"] == nil {
      report("an unresolved address has a 'resource' and a 'command'", at: node.position)
    }
    guard let resource, let command else { return nil }
    return UnresolvedAddress(resourceID: resource.text, command: command.text)
  }
}

// MARK: - Addresses

extension PolicyDecoder {
  mutating func addresses(_ key: String, in mapping: MappingReader) -> [AddressRange] {
    var ranges: [AddressRange] = []
    for (text, position) in mapping.texts(key, problems: &problems) {
      guard let range = address(text, at: position), !ranges.contains(range) else { continue }
      ranges.append(range)
    }
    return ranges
  }

  private mutating func address(_ text: String, at position: DocumentPosition) -> AddressRange? {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard Self.isBareAddress(parts[0]), let range = AddressRange(text) else {
      let isServiceTag = text.first?.isLetter == true && !text.contains(":") && !text.contains("/")
      report(
        "'\(text)' is not an IP address or range", at: position,
        hint: isServiceTag
          ? "names and service tags are no evidence: anybody's machine may be behind one"
          : "write 203.0.113.10, 203.0.113.16/28 or \"2001:db8:1::/48\"")
      return nil
    }
    return range
  }

  /// Whether there is no port, bracket or zone, which are of a connection and not of a claim.
  private static func isBareAddress(_ text: Substring) -> Bool {
    let colons = text.count { $0 == ":" }
    return text.allSatisfy { $0.isHexDigit || $0 == "." || $0 == ":" } && (colons == 0 || colons > 1)
  }
}

// MARK: - Identities and operations

extension PolicyDecoder {
  private mutating func operations(_ mapping: MappingReader) -> [String] {
    guard let node = mapping["operations"] else { return CallerRule.defaultOperations }
    if node.elements?.isEmpty == true {
      report("'operations' is empty, so that the caller may do nothing", at: node.position)
    }
    return mapping.texts("operations", problems: &problems).map { text, position in
      let isKnown = Self.knownOperations.contains { $0.lowercased() == text.lowercased() }
      if !isKnown, let nearest = Suggestion.nearest(to: text, among: Self.knownOperations) {
        report("'\(text)' is not an operation of a registry", at: position, hint: "did you mean '\(nearest)'?")
      }
      return text
    }
  }
}
