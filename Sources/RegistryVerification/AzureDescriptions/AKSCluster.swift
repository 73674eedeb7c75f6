/// A Kubernetes cluster of Azure, as far as it decides who pulls from a registry and from where.
public struct AKSCluster: Hashable, Sendable {
  /// How traffic leaves the cluster.
  public enum OutboundType: String, Hashable, Sendable, CaseIterable {
    case loadBalancer
    case managedNATGateway
    case userAssignedNATGateway
    /// Through a firewall or another appliance, whose address the cluster does not know.
    case userDefinedRouting
    /// Not at all.
    case none
    case block
  }

  public var id: ResourceID
  public var name: String
  public var resourceGroup: String?
  public var nodeResourceGroup: String?
  /// `nil` for one that this version does not know.
  public var outboundType: OutboundType?
  /// The outbound type as it was written.
  public var outboundTypeText: String
  /// Public addresses, prefixes and gateways that traffic leaves by.
  public var outboundResources: [ResourceID] = []
  /// Subnets of the nodes.
  public var subnets: [ResourceID] = []
  /// Whether nodes have public addresses of their own.
  public var hasNodePublicIPs = false
  /// Prefixes that addresses of nodes come from.
  public var nodePrefixes: [ResourceID] = []
  /// What a registry may log as the identity of the nodes: object id and client id of the kubelet's identity, since it is
  /// not documented which, or the client id of a service principal.
  public var identities: [String] = []
}

// MARK: - Reading

extension AKSCluster {
  /// `az aks show`, or the resource as Azure Resource Manager has it.
  init(_ node: DocumentNode) {
    let profile = node.field("networkProfile")
    outboundTypeText = profile?["outboundType"]?.text ?? OutboundType.loadBalancer.rawValue
    outboundType = OutboundType.allCases.first { [text = outboundTypeText] in
      $0.rawValue.lowercased() == text.lowercased()
    }
    id = ResourceID(node["id"]?.text ?? "")
    name = node["name"]?.text ?? ""
    resourceGroup = node["resourceGroup"]?.text
    nodeResourceGroup = node.field("nodeResourceGroup")?.text
    readOutbound(of: profile)
    for pool in node.field("agentPoolProfiles")?.elements ?? [] { readPool(pool) }
    readIdentities(of: node)
  }

  private mutating func readOutbound(of profile: DocumentNode?) {
    switch outboundType {
    case .loadBalancer:
      let balancer = profile?["loadBalancerProfile"]
      add(balancer?["effectiveOutboundIPs"], to: \.outboundResources)
      add(balancer?[path: ["outboundIPs", "publicIPs"]], to: \.outboundResources)
      add(balancer?[path: ["outboundIPPrefixes", "publicIPPrefixes"]], to: \.outboundResources)
    case .managedNATGateway, .userAssignedNATGateway:
      add(profile?[path: ["natGatewayProfile", "effectiveOutboundIPs"]], to: \.outboundResources)
    case .userDefinedRouting, .block, .none?, nil: break
    }
  }

  private mutating func readPool(_ pool: DocumentNode) {
    if let subnet = pool["vnetSubnetID"]?.text, !subnet.isEmpty { add(ResourceID(subnet), to: \.subnets) }
    guard pool["enableNodePublicIP"]?.bool == true else { return }
    if let prefix = pool["nodePublicIPPrefixID"]?.text, !prefix.isEmpty {
      add(ResourceID(prefix), to: \.nodePrefixes)
    } else {
      hasNodePublicIPs = true
    }
  }

  private mutating func readIdentities(of node: DocumentNode) {
    let kubelet = node.field("identityProfile")?["kubeletidentity"]
    for key in ["objectId", "clientId"] {
      if let identity = kubelet?[key]?.text, !identity.isEmpty, !identities.contains(identity) {
        identities.append(identity)
      }
    }
    // Clusters with a managed identity say "msi" here.
    if identities.isEmpty, let client = node.field("servicePrincipalProfile")?["clientId"]?.text, client.count == 36 {
      identities.append(client)
    }
  }

  private mutating func add(_ list: DocumentNode?, to path: WritableKeyPath<AKSCluster, [ResourceID]>) {
    for element in list?.elements ?? [] {
      if let id = element["id"]?.text ?? element.text, !id.isEmpty { add(ResourceID(id), to: path) }
    }
  }

  private mutating func add(_ id: ResourceID, to path: WritableKeyPath<AKSCluster, [ResourceID]>) {
    if !self[keyPath: path].contains(id) { self[keyPath: path].append(id) }
  }
}

extension DocumentNode {
  /// A field of a resource: in its `properties` as Azure Resource Manager writes it, or beside its id as `az` does.
  func field(_ name: String) -> DocumentNode? {
    for node in [self[path: ["properties", name]], self[name]] {
      if let node, !node.isNull { return node }
    }
    return nil
  }
}
