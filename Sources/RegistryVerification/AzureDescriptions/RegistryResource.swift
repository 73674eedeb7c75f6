/// A container registry as Azure describes it.
public struct RegistryResource: Hashable, Sendable {
  public var id: ResourceID
  public var name: String
  public var loginServer: String
  /// `Basic`, `Standard` or `Premium`; only the last has a firewall.
  public var sku: String?
  /// Whether the firewall turns away whom no rule lets in; `nil` when the registry has none.
  public var deniesByDefault: Bool?
  public var ipRules: [AddressRange] = []
  /// Whether there are rules for virtual networks, with which Defender does not work.
  public var hasVirtualNetworkRules = false
  /// Whether trusted services of Microsoft, and Defender among them, pass the firewall.
  public var trustsServices: Bool?
  /// Whether the registry can be reached from the internet at all.
  public var hasPublicAccess: Bool?
  public var hasAdminUser: Bool?
  public var allowsAnonymousPull: Bool?
  /// Whether tokens of Azure Resource Manager are taken, which Defender's scanner comes with.
  public var acceptsManagementTokens: Bool?
}

// MARK: - Questions

extension RegistryResource {
  /// Whether anybody can reach the registry: its firewall is open, or it has none.
  public var isUnrestricted: Bool { hasPublicAccess != false && deniesByDefault != true }

  /// The rules for a policy. A firewall that is open has none, since letting everybody in proves nothing.
  public var firewall: FirewallRules {
    FirewallRules(
      ipRules: hasPublicAccess != false && deniesByDefault == true ? ipRules : [], trustedServices: trustsServices)
  }
}

// MARK: - Reading

extension RegistryResource {
  /// `az acr show`, or the resource as Azure Resource Manager has it.
  ///
  /// - Throws: ``DocumentProblem`` for a rule that is no address.
  init(_ node: DocumentNode) throws(DocumentProblem) {
    id = ResourceID(node["id"]?.text ?? "")
    name = node["name"]?.text ?? ""
    loginServer = node.field("loginServer")?.text ?? ""
    sku = node[path: ["sku", "name"]]?.text
    hasPublicAccess = node.field("publicNetworkAccess")?.text.map { $0.lowercased() != "disabled" }
    trustsServices = node.field("networkRuleBypassOptions")?.text.map { $0.lowercased() == "azureservices" }
    hasAdminUser = node.field("adminUserEnabled")?.bool
    allowsAnonymousPull = node.field("anonymousPullEnabled")?.bool
    let policy = node.field("policies")?["azureADAuthenticationAsArmPolicy"]
    acceptsManagementTokens = policy?["status"]?.text.map { $0.lowercased() == "enabled" }
    if let rules = node.field("networkRuleSet") { try readRules(rules) }
  }

  /// `networkRuleSet` of a registry, or `az acr network-rule list`.
  mutating func readRules(_ node: DocumentNode) throws(DocumentProblem) {
    if let action = node["defaultAction"]?.text { deniesByDefault = action.lowercased() == "deny" }
    hasVirtualNetworkRules = node["virtualNetworkRules"]?.elements?.isEmpty == false
    ipRules = try Self.ipRules(node)
  }

  static func ipRules(_ node: DocumentNode) throws(DocumentProblem) -> [AddressRange] {
    var ranges: [AddressRange] = []
    for rule in node["ipRules"]?.elements ?? [] {
      guard rule["action"]?.text?.lowercased() != "deny" else { continue }
      guard let value = rule["ipAddressOrRange"] ?? rule["value"] ?? rule["ip_range"] else { continue }
      let range = try value.addressRange()
      if !ranges.contains(range) { ranges.append(range) }
    }
    return ranges
  }
}

extension DocumentNode {
  /// The address or range that a text of a description is.
  func addressRange() throws(DocumentProblem) -> AddressRange {
    guard let text, let range = AddressRange(text) else {
      throw DocumentProblem("\(summary) is not an IP address or range", at: position)
    }
    return range
  }
}
