extension AzureDescription {
  /// The state of Terraform: a `.tfstate` file, or what `terraform show -json` prints.
  ///
  /// - Returns: Whether it holds a resource of use.
  mutating func readTerraform(_ state: DocumentNode) throws(DocumentProblem) -> Bool {
    var resources: [TerraformResource] = []
    for resource in state["resources"]?.elements ?? [] {
      for instance in resource["instances"]?.elements ?? [] {
        resources.append(TerraformResource(type: resource["type"]?.text ?? "", attributes: instance["attributes"]))
      }
    }
    var modules = [state[path: ["values", "root_module"]] ?? state[path: ["planned_values", "root_module"]]].compactMap
    { $0 }
    while let module = modules.popLast() {
      for resource in module["resources"]?.elements ?? [] {
        resources.append(TerraformResource(type: resource["type"]?.text ?? "", attributes: resource["values"]))
      }
      modules += module["child_modules"]?.elements ?? []
    }
    var isOfUse = false
    for resource in resources where try read(resource) { isOfUse = true }
    for resource in resources { link(resource) }
    return isOfUse
  }

  private mutating func read(_ resource: TerraformResource) throws(DocumentProblem) -> Bool {
    switch resource.type {
    case "azurerm_container_registry":
      try add(RegistryResource(terraform: resource), at: resource.attributes?.position ?? .start)
    case "azurerm_kubernetes_cluster":
      try add(AKSCluster(terraform: resource), at: resource.attributes?.position ?? .start)
    case "azurerm_public_ip": try readAddress(resource, "ip_address")
    case "azurerm_public_ip_prefix": try readAddress(resource, "ip_prefix")
    case "azurerm_nat_gateway":
      guard let id = resource.text("id") else { return false }
      add(NATGateway(id: ResourceID(id), outboundResources: [], subnets: []))
    default: return false
    }
    return true
  }

  private mutating func readAddress(_ resource: TerraformResource, _ key: String) throws(DocumentProblem) {
    guard let id = resource.text("id") else { return }
    let value = resource.attributes?[key]
    let range: AddressRange? = if let value, !value.isNull, value.text != "" { try value.addressRange() } else { nil }
    try add(range, of: ResourceID(id), at: value?.position ?? .start)
  }

  /// Resources that tie addresses and subnets to a NAT gateway.
  private mutating func link(_ resource: TerraformResource) {
    let keys = [
      "azurerm_nat_gateway_public_ip_association": "public_ip_address_id",
      "azurerm_nat_gateway_public_ip_prefix_association": "public_ip_prefix_id",
      "azurerm_subnet_nat_gateway_association": "subnet_id",
    ]
    guard let key = keys[resource.type], let gateway = resource.text("nat_gateway_id"), let linked = resource.text(key),
      let index = gateways.firstIndex(where: { $0.id == ResourceID(gateway) })
    else { return }
    if key == "subnet_id" {
      gateways[index].subnets.append(ResourceID(linked))
    } else {
      gateways[index].outboundResources.append(ResourceID(linked))
    }
  }
}

/// One instance of a resource in a state of Terraform.
struct TerraformResource {
  var type: String
  var attributes: DocumentNode?

  func text(_ key: String) -> String? {
    guard let text = attributes?[key]?.text, !text.isEmpty else { return nil }
    return text
  }

  func bool(_ key: String) -> Bool? { attributes?[key]?.bool }

  /// The only element of a block, which Terraform writes as a list.
  func block(_ key: String) -> DocumentNode? { attributes?[key]?.block }
}

extension DocumentNode {
  fileprivate var block: DocumentNode? { elements?.first ?? (entries == nil ? nil : self) }

  fileprivate var resourceIDs: [ResourceID] { (elements ?? []).compactMap { $0.text.map { ResourceID($0) } } }
}

extension RegistryResource {
  init(terraform resource: TerraformResource) throws(DocumentProblem) {
    id = ResourceID(resource.text("id") ?? "")
    name = resource.text("name") ?? ""
    loginServer = resource.text("login_server") ?? ""
    sku = resource.text("sku")
    hasPublicAccess = resource.bool("public_network_access_enabled")
    trustsServices = resource.text("network_rule_bypass_option").map { $0.lowercased() == "azureservices" }
    hasAdminUser = resource.bool("admin_enabled")
    allowsAnonymousPull = resource.bool("anonymous_pull_enabled")
    guard let rules = resource.block("network_rule_set") else { return }
    if let action = rules["default_action"]?.text { deniesByDefault = action.lowercased() == "deny" }
    hasVirtualNetworkRules = rules["virtual_network"]?.elements?.isEmpty == false
    for rule in rules["ip_rule"]?.elements ?? [] where rule["action"]?.text?.lowercased() != "deny" {
      guard let range = try rule["ip_range"]?.addressRange(), !ipRules.contains(range) else { continue }
      ipRules.append(range)
    }
  }
}

extension AKSCluster {
  init(terraform resource: TerraformResource) {
    let profile = resource.block("network_profile")
    outboundTypeText = profile?["outbound_type"]?.text ?? OutboundType.loadBalancer.rawValue
    outboundType = OutboundType.allCases.first { [text = outboundTypeText] in
      $0.rawValue.lowercased() == text.lowercased()
    }
    id = ResourceID(resource.text("id") ?? "")
    name = resource.text("name") ?? ""
    resourceGroup = resource.text("resource_group_name")
    nodeResourceGroup = resource.text("node_resource_group")
    let isBalanced = outboundType == .loadBalancer
    let outbound = profile?[isBalanced ? "load_balancer_profile" : "nat_gateway_profile"]?.block
    for key in ["effective_outbound_ips", "outbound_ip_address_ids", "outbound_ip_prefix_ids"] {
      for id in outbound?[key]?.resourceIDs ?? [] where !outboundResources.contains(id) { outboundResources.append(id) }
    }
    let pool = resource.block("default_node_pool")
    if let subnet = pool?["vnet_subnet_id"]?.text, !subnet.isEmpty { subnets = [ResourceID(subnet)] }
    hasNodePublicIPs = (pool?["node_public_ip_enabled"] ?? pool?["enable_node_public_ip"])?.bool == true
    let kubelet = resource.block("kubelet_identity")
    for key in ["object_id", "client_id"] {
      if let identity = kubelet?[key]?.text, !identity.isEmpty, !identities.contains(identity) {
        identities.append(identity)
      }
    }
  }
}
