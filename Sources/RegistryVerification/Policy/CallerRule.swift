/// A caller that is expected: all conditions must agree, and what is not said is not asked.
public struct CallerRule: Hashable, Sendable {
  /// Unique in the policy.
  public var name: String
  /// Any of them; empty for any address.
  public var addresses: [AddressRange]
  /// Any of them, GUIDs compared without case; empty for any identity.
  public var identities: [String]
  /// Any of them; empty for any user agent.
  public var userAgents: [Glob]
  /// Operations that the caller may carry out, compared without case.
  public var operations: [String]
  /// Whether the claim fails to be proven unless the caller succeeded once in the window.
  public var mustAppear: Bool
  /// Addresses of the caller that a description of Azure names by their resource only; each keeps the claim from
  /// being proven.
  public var unresolvedAddresses: [UnresolvedAddress]

  public static let defaultOperations = ["Login", "Pull"]

  public init(
    name: String, addresses: [AddressRange] = [], identities: [String] = [], userAgents: [Glob] = [],
    operations: [String] = CallerRule.defaultOperations, mustAppear: Bool = false,
    unresolvedAddresses: [UnresolvedAddress] = []
  ) {
    self.name = name
    self.addresses = addresses
    self.identities = identities
    self.userAgents = userAgents
    self.operations = operations
    self.mustAppear = mustAppear
    self.unresolvedAddresses = unresolvedAddresses
  }
}

extension CallerRule {
  /// Whether the rule asks where a caller comes from; the range of all addresses asks nothing.
  var asksForAddress: Bool { !unresolvedAddresses.isEmpty || addresses.contains { $0.prefixLength > 0 } }

  /// Whether the rule is about the scanner of Microsoft Defender for Cloud: one of its user agents begins as Defender's
  /// do.
  public var isDefender: Bool { userAgents.contains { Defender.isNamed(by: $0) } }
}

/// A resource of Azure whose address is not known.
public struct UnresolvedAddress: Hashable, Sendable {
  public var resourceID: String
  /// What to run to get the address, such as `az network public-ip show --ids …`.
  public var command: String

  public init(resourceID: String, command: String) {
    self.resourceID = resourceID
    self.command = command
  }
}
