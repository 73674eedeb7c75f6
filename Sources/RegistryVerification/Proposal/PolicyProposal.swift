/// The policy that descriptions of Azure propose, for its owner to read and correct.
public struct PolicyProposal: Hashable, Sendable {
  public var policy: Policy
  /// What the owner should know before relying on the policy, as sentences.
  public var remarks: [String] { callers.flatMap(\.remarks) + registryRemarks }

  /// One for each caller of the policy.
  var callers: [CallerProposal]
  var registryRemarks: [String]
}

/// Where a caller of a proposed policy comes from.
struct CallerProposal: Hashable, Sendable {
  var rule: CallerRule
  /// Why the rule is as it is.
  var reason: String
  /// What its owner should know.
  var remarks: [String] = []
}

extension PolicyProposal {
  /// Proposes that the clusters and Defender reach the registries and nobody else does.
  ///
  /// - Parameter registries: Login servers, when they are not described or not all are meant.
  /// - Throws: ``PolicyError`` when no cluster or no registry is described.
  public init(_ description: AzureDescription, registries: [String] = []) throws(PolicyError) {
    let described = description.registries.filter { resource in
      registries.isEmpty || registries.contains { $0.lowercased() == resource.loginServer.lowercased() }
    }
    let loginServers = registries.isEmpty ? described.map(\.loginServer).filter { !$0.isEmpty } : registries
    var missing: [String] = []
    if description.clusters.isEmpty {
      missing.append("no cluster is described; give the JSON of az aks show with --aks")
    }
    if loginServers.isEmpty { missing.append("no registry is described; give the JSON of az acr show with --acr") }
    guard missing.isEmpty else { throw PolicyError(missing) }

    callers = description.clusters.map { CallerProposal($0, in: description) }
    for index in callers.indices.dropFirst() {
      let name = callers[index].rule.name
      let isTaken = callers[..<index].contains { $0.rule.name == name }
      if isTaken { callers[index].rule.name = "\(name) (\(index + 1))" }
    }
    callers.append(CallerProposal(defenderOf: described))
    let firewall = FirewallRules.combined(described, looseRules: description.looseRules)
    policy = Policy(
      registries: loginServers, window: .last(.day), callers: callers.map(\.rule), firewall: firewall,
      localAuthentication: .forbidden, coverage: CoverageRequirement(maximumGap: .sixHours))
    registryRemarks =
      described.flatMap(\.remarks)
      + Self.firewallRemarks(callers.map(\.rule), firewall, isClosed: described.contains { $0.deniesByDefault == true })
  }

  /// Where the firewall and the claim differ.
  private static func firewallRemarks(_ rules: [CallerRule], _ firewall: FirewallRules?, isClosed: Bool) -> [String] {
    guard let firewall else { return [] }
    let claimed = rules.flatMap(\.addresses)
    // A rule may be for an address that is not known yet.
    let isKnown = rules.allSatisfy(\.unresolvedAddresses.isEmpty)
    let strangers = isKnown ? firewall.ipRules.filter { rule in !claimed.contains { $0.contains(rule) } } : []
    let shutOut = isClosed ? claimed.filter { range in !firewall.ipRules.contains { $0.contains(range) } } : []
    var remarks: [String] = []
    if !strangers.isEmpty {
      let names = strangers.map(\.description).joined(separator: ", ")
      remarks.append(
        "The firewall lets in \(names), which is no expected caller: a success from there contradicts the claim, unless"
          + " verify is run with --allow-firewall.")
    }
    if !shutOut.isEmpty {
      let names = shutOut.map(\.description).joined(separator: ", ")
      remarks.append("The firewall does not let in \(names), so that pulls from there are refused.")
    }
    return remarks
  }
}

// MARK: - Callers

extension CallerProposal {
  init(_ cluster: AKSCluster, in description: AzureDescription) {
    let egress = description.egress(of: cluster)
    rule = CallerRule(
      name: cluster.name.isEmpty ? "AKS" : "AKS \(cluster.name)", addresses: egress.ranges,
      identities: cluster.identities, mustAppear: true, unresolvedAddresses: egress.unresolved)
    reason = "The outbound addresses of the cluster (outbound type \(cluster.outboundTypeText))."
    remarks = egress.remarks
    if cluster.identities.isEmpty {
      remarks.append(
        "The description of \(cluster.name) names no identity of its nodes, so that its address alone is asked for.")
    }
    for range in egress.ranges {
      let tags = description.serviceTags.filter { $0.contains(range) }.map(\.name)
      guard !tags.isEmpty else { continue }
      remarks.append(
        "\(range) lies in the service tag \(tags.joined(separator: ", ")). Tags hold addresses of any customer, so they are"
          + " no evidence and none is part of the policy.")
    }
  }

  /// The scanner of Microsoft Defender for Cloud, which has no published address.
  init(defenderOf registries: [RegistryResource]) {
    let isShutOut = registries.contains { $0.trustsServices == false }
    rule = CallerRule(
      name: "Defender", userAgents: [Glob(Defender.userAgentPrefix + "*")], mustAppear: !isShutOut)
    reason =
      "Microsoft Defender for Cloud. Its addresses are not published, and its identity differs from tenant to tenant: "
      + "find it with calypso query @defender, check it, and write it below. While the list is empty the identity is "
      + "learned from the logs, and the claim is at best INCONCLUSIVE."
    if isShutOut {
      remarks.append(
        "networkRuleBypassOptions is None: trusted services do not pass the firewall, so Defender cannot get in.")
    }
  }
}

// MARK: - Registries

extension FirewallRules {
  /// The rules of all registries; `nil` when nothing is known of them.
  static func combined(_ registries: [RegistryResource], looseRules: [AddressRange]?) -> FirewallRules? {
    guard !registries.isEmpty || looseRules != nil else { return nil }
    let bypasses = registries.compactMap(\.trustsServices)
    return FirewallRules(
      ipRules: AddressRange.merged(registries.flatMap(\.firewall.ipRules) + (looseRules ?? [])),
      trustedServices: bypasses.isEmpty ? nil : bypasses.contains(true))
  }
}

extension RegistryResource {
  /// What the owner of a claim should know of a registry.
  var remarks: [String] {
    var remarks: [String] = []
    if hasPublicAccess == false {
      remarks.append("Public access to \(name) is disabled: callers come by private endpoints, with private addresses.")
    } else if deniesByDefault == false {
      remarks.append("The firewall of \(name) lets everybody in (defaultAction is Allow), so its rules mean nothing.")
    } else if deniesByDefault == nil {
      remarks.append(
        "\(name) has no firewall\(sku.map { " (\($0); only Premium has one)" } ?? ""): everybody can reach it.")
    }
    if hasVirtualNetworkRules {
      remarks.append("\(name) has rules for virtual networks, with which Defender does not work.")
    }
    if hasAdminUser == true { remarks.append("The admin user of \(name) is enabled; the policy forbids its use.") }
    if allowsAnonymousPull == true { remarks.append("\(name) lets anybody pull without an identity.") }
    if acceptsManagementTokens == false {
      remarks.append("\(name) takes no tokens of Azure Resource Manager, without which Defender may not scan.")
    }
    return remarks
  }
}

extension AddressRange {
  func contains(_ other: AddressRange) -> Bool { prefixLength <= other.prefixLength && contains(other.base) }
}
