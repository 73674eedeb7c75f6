import Calypso

extension Policy {
  /// Makes a policy of a document, strictly: unknown keys, wrong types and values that mean nothing are errors.
  ///
  /// - Throws: ``DocumentError`` with everything that is wrong.
  public init(_ document: DocumentNode) throws(DocumentError) {
    var decoder = PolicyDecoder()
    let policy = decoder.policy(document)
    guard decoder.problems.isEmpty, let policy else { throw DocumentError(decoder.problems) }
    self = policy
  }
}

/// Turns the document of a policy into the policy.
struct PolicyDecoder {
  var problems: [DocumentProblem] = []

  private static let longestTicks: Int64 = 36_525 * 24 * 3600 * 10_000_000
  private static let keys = [
    "registry", "window", "from", "to", "callers", "firewall", "localAuthentication", "coverage",
  ]

  mutating func policy(_ document: DocumentNode) -> Policy? {
    let mapping = MappingReader(document, as: "a policy", keys: Self.keys, problems: &problems)
    guard document.entries != nil else { return nil }
    let registries = registries(mapping)
    let window = window(mapping)
    let callers = callers(mapping)
    let firewall = mapping["firewall"].map { firewallRules($0) }
    let local = localAuthentication(mapping)
    let coverage = mapping["coverage"].map { coverageRequirement($0) } ?? CoverageRequirement()
    guard let window else { return nil }
    return Policy(
      registries: registries, window: window, callers: callers, firewall: firewall, localAuthentication: local,
      coverage: coverage)
  }
}

// MARK: - Registries

extension PolicyDecoder {
  private mutating func registries(_ mapping: MappingReader) -> [String] {
    guard let node = mapping["registry"] else {
      report("'registry' is missing", at: mapping.position, hint: "write registry: [contoso.azurecr.io]")
      return []
    }
    let names =
      if let text = node.text { [(text: text, position: node.position)] } else {
        mapping.texts("registry", problems: &problems)
      }
    if let elements = node.elements, elements.isEmpty {
      report("'registry' is empty", at: node.position, hint: "write registry: [contoso.azurecr.io]")
    }
    var registries: [String] = []
    for (text, position) in names {
      guard Self.isHostName(text) else {
        report(
          "'\(text)' is not a login server", at: position,
          hint: text.contains(".") ? "write it as Azure does, such as contoso.azurecr.io" : Self.loginServerHint(text))
        continue
      }
      if !registries.contains(where: { $0.lowercased() == text.lowercased() }) { registries.append(text) }
    }
    return registries
  }

  private static func loginServerHint(_ text: String) -> String {
    isHostName("\(text).azurecr.io")
      ? "did you mean '\(text).azurecr.io'?" : "write it as Azure does, such as contoso.azurecr.io"
  }

  /// Names with at least one dot between them.
  private static func isHostName(_ text: String) -> Bool {
    let labels = text.split(separator: ".", omittingEmptySubsequences: false)
    return labels.count >= 2
      && labels.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") } }
  }

  static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"):
      true
    default: false
    }
  }
}

// MARK: - Time

extension PolicyDecoder {
  private mutating func window(_ mapping: MappingReader) -> PolicyWindow? {
    let hint = "write window: 24h, or both from and to"
    if let window = mapping["window"] {
      if mapping["from"] != nil || mapping["to"] != nil {
        report("'window' stands beside 'from' or 'to', and they say different things", at: window.position, hint: hint)
        return nil
      }
      return length("window", in: mapping, atLeast: 1).map { .last($0) }
    }
    if let node = mapping["from"] ?? mapping["to"], mapping["from"] == nil || mapping["to"] == nil {
      report("'from' and 'to' go together, and one is missing", at: node.position, hint: hint)
      return nil
    }
    guard mapping["from"] != nil else {
      report("the time that the claim is about is missing", at: mapping.position, hint: hint)
      return nil
    }
    guard let from = time("from", in: mapping), let to = time("to", in: mapping) else { return nil }
    guard from.value < to.value else {
      report("'to' is not after 'from'", at: to.position)
      return nil
    }
    return .between(from: from.value, to: to.value)
  }

  private mutating func time(
    _ key: String, in mapping: MappingReader
  ) -> (value: Timestamp, position: DocumentPosition)? {
    guard let (text, position) = mapping.text(key, problems: &problems) else { return nil }
    guard Self.beginsWithDate(text), let value = Timestamp(text) else {
      report("'\(text)' is not a date with time", at: position, hint: "write 2026-11-23T06:00:00Z")
      return nil
    }
    return (value, position)
  }

  /// `2026-11-23…`: other orders of day and month are a matter of taste.
  private static func beginsWithDate(_ text: String) -> Bool {
    let shape = text.utf8.prefix(10).map { (0x30...0x39).contains($0) ? UInt8(ascii: "0") : $0 }
    return shape == Array("0000-00-00".utf8)
  }

  /// - Parameter minimum: The least number of ticks.
  private mutating func length(_ key: String, in mapping: MappingReader, atLeast minimum: Int64) -> TimeInterval? {
    guard let node = mapping[key] else { return nil }
    let hint = "write it with a unit: 24h, 7d, 90m, or 1.12:00:00"
    if case .number(let number) = node.content {
      report("'\(key)' is a length of time, and \(number) has no unit", at: node.position, hint: hint)
      return nil
    }
    guard let (text, position) = mapping.text(key, problems: &problems) else { return nil }
    guard let last = text.utf8.last, Double(text) == nil, let value = TimeInterval(text),
      Self.isLetterOrDigit(last)
    else {
      report("'\(text)' is not a length of time", at: position, hint: hint)
      return nil
    }
    guard value.ticks >= minimum else {
      report("'\(key)' must \(minimum > 0 ? "be longer than nothing" : "not be negative")", at: position)
      return nil
    }
    guard value.ticks <= Self.longestTicks else {
      report("'\(key)' is longer than a hundred years", at: position)
      return nil
    }
    return value
  }
}

// MARK: - Settings

extension PolicyDecoder {
  private mutating func firewallRules(_ node: DocumentNode) -> FirewallRules {
    let mapping = MappingReader(node, as: "'firewall'", keys: ["ipRules", "trustedServices"], problems: &problems)
    return FirewallRules(
      ipRules: addresses("ipRules", in: mapping), trustedServices: mapping.bool("trustedServices", problems: &problems))
  }

  private mutating func coverageRequirement(_ node: DocumentNode) -> CoverageRequirement {
    let mapping = MappingReader(node, as: "'coverage'", keys: ["maximumGap", "lateArrival"], problems: &problems)
    return CoverageRequirement(
      maximumGap: length("maximumGap", in: mapping, atLeast: 1),
      lateArrival: length("lateArrival", in: mapping, atLeast: 0) ?? CoverageRequirement.defaultLateArrival)
  }

  private mutating func localAuthentication(_ mapping: MappingReader) -> LocalAuthentication {
    guard let (text, position) = mapping.text("localAuthentication", problems: &problems) else { return .unchecked }
    if let value = LocalAuthentication(rawValue: text) { return value }
    let names = LocalAuthentication.allCases.map(\.rawValue)
    let nearest = Suggestion.nearest(to: text, among: names)
    report(
      "'\(text)' is not a value of 'localAuthentication'", at: position,
      hint: nearest.map { "did you mean '\($0)'?" } ?? "write \(names.joined(separator: " or "))")
    return .unchecked
  }

  mutating func report(_ message: String, at position: DocumentPosition, hint: String? = nil) {
    problems.append(DocumentProblem(message, at: position, hint: hint))
  }
}
