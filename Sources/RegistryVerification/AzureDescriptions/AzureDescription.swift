/// What files say about clusters, registries and their addresses.
///
/// Files are those of `az` and of Terraform, told apart by what they hold:
///
///     var description = AzureDescription()
///     try description.add(DocumentNode(json: bytes))
public struct AzureDescription: Hashable, Sendable {
  public internal(set) var clusters: [AKSCluster] = []
  public internal(set) var registries: [RegistryResource] = []
  /// Ranges of public addresses and prefixes; none for a resource that has no address yet.
  public internal(set) var addresses: [ResourceID: AddressRange?] = [:]
  public internal(set) var gateways: [NATGateway] = []
  /// Rules of `az acr network-rule list`, which does not name its registry.
  public internal(set) var looseRules: [AddressRange]?
  public internal(set) var serviceTags: [ServiceTag] = []

  public init() {}
}

/// A NAT gateway, by whose addresses the traffic of its subnets leaves.
public struct NATGateway: Hashable, Sendable {
  public var id: ResourceID
  /// Public addresses and prefixes.
  public var outboundResources: [ResourceID]
  public var subnets: [ResourceID]
}

// MARK: - Adding

extension AzureDescription {
  /// Adds what a document describes.
  ///
  /// Reads `az aks show`, `az acr show`, `az acr network-rule list`, `az network public-ip show`,
  /// `az network public-ip prefix show`, `az network nat gateway show`, lists of them, the same resources as Azure
  /// Resource Manager has them, `ServiceTags_Public_….json`, and the state of Terraform.
  ///
  /// - Throws: ``DocumentError`` when it describes nothing of these, or contradicts what was added before.
  public mutating func add(_ document: DocumentNode) throws(DocumentError) {
    var copy = self
    do throws(DocumentProblem) {
      guard try copy.read(document) else {
        throw DocumentProblem(
          "this describes no cluster, registry, public address, prefix, NAT gateway or service tags",
          at: document.position,
          hint: "give the JSON of az aks show, az acr show or az network public-ip list, or a Terraform state")
      }
    } catch {
      throw DocumentError([error])
    }
    self = copy
  }

  mutating func add(_ cluster: AKSCluster, at position: DocumentPosition) throws(DocumentProblem) {
    guard let known = clusters.first(where: { $0.id == cluster.id && $0.name == cluster.name }) else {
      clusters.append(cluster)
      return
    }
    let isSame =
      Set(known.outboundResources) == Set(cluster.outboundResources) && known.outboundType == cluster.outboundType
      && Set(known.identities) == Set(cluster.identities)
    if !isSame { throw Self.contradiction("the cluster \(cluster.name)", at: position) }
  }

  mutating func add(_ registry: RegistryResource, at position: DocumentPosition) throws(DocumentProblem) {
    guard let known = registries.first(where: { $0.id == registry.id && $0.name == registry.name }) else {
      registries.append(registry)
      return
    }
    let isSame =
      Set(known.firewall.ipRules) == Set(registry.firewall.ipRules) && known.trustsServices == registry.trustsServices
    if !isSame { throw Self.contradiction("the registry \(registry.name)", at: position) }
  }

  private static func contradiction(_ what: String, at position: DocumentPosition) -> DocumentProblem {
    DocumentProblem(
      "\(what) is described otherwise in another file", at: position,
      hint: "the files are of different times; write them anew")
  }

  mutating func add(_ gateway: NATGateway) {
    if !gateways.contains(gateway) { gateways.append(gateway) }
  }

  mutating func add(_ range: AddressRange?, of id: ResourceID, at position: DocumentPosition) throws(DocumentProblem) {
    if let known = addresses[id] ?? nil, let range, known != range {
      throw DocumentProblem(
        "\(id) has the address \(range) here and \(known) in another description", at: position,
        hint: "the files are of different times; write them anew")
    }
    addresses[id] = range ?? addresses[id] ?? nil
  }
}

// MARK: - Recognising

extension AzureDescription {
  /// - Returns: Whether the node describes something.
  private mutating func read(_ node: DocumentNode) throws(DocumentProblem) -> Bool {
    if let elements = node.elements { return try read(elements) }
    guard let entries = node.entries else { return false }
    if node["terraform_version"] != nil || node["format_version"] != nil { return try readTerraform(node) }
    if node["changeNumber"] != nil, let values = node["values"]?.elements, !values.isEmpty {
      serviceTags += try ServiceTag.tags(node)
      return true
    }
    if try readResource(node) { return true }
    // Lists of Azure Resource Manager, its templates, and what `az … create` wraps its answer in.
    for key in ["value", "resources"] { if let elements = node[key]?.elements { return try read(elements) } }
    if entries.count == 1, entries[0].value.entries != nil { return try readResource(entries[0].value) }
    return false
  }

  /// A list may hold other resources too, but one at least must be of use.
  private mutating func read(_ elements: [DocumentNode]) throws(DocumentProblem) -> Bool {
    var isOfUse = elements.isEmpty
    for element in elements where try readResource(element) { isOfUse = true }
    return isOfUse
  }

  private mutating func readResource(_ node: DocumentNode) throws(DocumentProblem) -> Bool {
    guard node.entries != nil else { return false }
    switch Kind(node) {
    case .cluster: try add(AKSCluster(node), at: node.position)
    case .registry: try add(RegistryResource(node), at: node.position)
    case .address: try readAddress(node, key: "ipAddress")
    case .prefix: try readAddress(node, key: "ipPrefix")
    case .gateway: add(NATGateway(node))
    case .rules: looseRules = (looseRules ?? []) + (try RegistryResource.ipRules(node))
    case nil: return false
    }
    return true
  }

  private mutating func readAddress(_ node: DocumentNode, key: String) throws(DocumentProblem) {
    guard let id = node["id"]?.text, !id.isEmpty else {
      throw DocumentProblem("a public address has no id", at: node.position)
    }
    let value = node.field(key)
    let range: AddressRange? = if let value, value.text != "" { try value.addressRange() } else { nil }
    try add(range, of: ResourceID(id), at: value?.position ?? node.position)
  }

  private enum Kind {
    case cluster, registry, address, prefix, gateway, rules

    /// By the type that a resource says, else by fields that only one kind has.
    init?(_ node: DocumentNode) {
      switch node["type"]?.text?.lowercased() {
      case "microsoft.containerservice/managedclusters": self = .cluster
      case "microsoft.containerregistry/registries": self = .registry
      case "microsoft.network/publicipaddresses": self = .address
      case "microsoft.network/publicipprefixes": self = .prefix
      case "microsoft.network/natgateways": self = .gateway
      case .some: return nil
      case nil:
        if let kind = Self.kind(ofFields: node) { self = kind } else { return nil }
      }
    }

    private static func kind(ofFields node: DocumentNode) -> Kind? {
      if node.field("networkProfile")?["outboundType"] != nil
        || node.field("identityProfile")?["kubeletidentity"] != nil
      {
        return .cluster
      }
      if node.field("loginServer") != nil { return .registry }
      if node["ipRules"]?.elements != nil { return .rules }
      guard let id = node["id"]?.text.map({ ResourceID($0) }) else { return nil }
      if id.isOf(type: "publicIPAddresses"), node.field("ipAddress") != nil { return .address }
      if id.isOf(type: "publicIPPrefixes"), node.field("ipPrefix") != nil { return .prefix }
      return id.isOf(type: "natGateways") ? .gateway : nil
    }
  }
}

extension NATGateway {
  init(_ node: DocumentNode) {
    func ids(_ keys: [String]) -> [ResourceID] {
      keys.flatMap { node.field($0)?.elements ?? [] }.compactMap { ($0["id"]?.text ?? $0.text).map { ResourceID($0) } }
    }
    id = ResourceID(node["id"]?.text ?? "")
    // Gateways of the second version list addresses of version 6 apart.
    outboundResources = ids(["publicIpAddresses", "publicIpPrefixes", "publicIpAddressesV6", "publicIpPrefixesV6"])
    subnets = ids(["subnets"])
  }
}
