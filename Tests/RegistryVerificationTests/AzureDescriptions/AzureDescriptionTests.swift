import RegistryVerification
import Testing

@Suite struct AzureDescriptionTests {
  private func rules(_ texts: String...) throws -> [String] {
    var description = AzureDescription()
    for text in texts { try description.add(DocumentNode(json: Array(text.utf8))) }
    return try #require(description.registries.first).firewall.ipRules.map(\.description)
  }

  private func problem(_ texts: String...) -> String {
    do {
      var description = AzureDescription()
      for text in texts { try description.add(DocumentNode(json: Array(text.utf8))) }
      return ""
    } catch {
      return "\(error)"
    }
  }

  @Test func `reads a registry as az and as Azure Resource Manager write it`() throws {
    #expect(try rules(AzureFiles.closedRegistry) == ["203.0.113.10", "192.0.2.0/24"])
    let resource = """
      {"id": "\(AzureFiles.group)/Microsoft.ContainerRegistry/registries/harbour", "name": "harbour",
       "type": "microsoft.containerregistry/registries", "sku": {"name": "Premium"}, "properties": {
         "loginServer": "harbour.azurecr.io", "adminUserEnabled": true, "networkRuleBypassOptions": "None",
         "policies": {"azureADAuthenticationAsArmPolicy": {"status": "disabled"}}, "publicNetworkAccess": "Enabled",
         "networkRuleSet": {"defaultAction": "Deny", "ipRules": [{"action": "Allow", "value": "203.0.113.10/32"}]}}}
      """
    let registry = try #require(AzureDescription(resource).registries.first)
    #expect(registry.firewall == FirewallRules(ipRules: [AddressRange("203.0.113.10")!], trustedServices: false))
    #expect(registry.loginServer == "harbour.azurecr.io")
    #expect(registry.hasAdminUser == true)
    #expect(registry.acceptsManagementTokens == false)
    #expect(!registry.isUnrestricted)
    // The answer of Azure Resource Manager to a list.
    #expect(try AzureDescription("{\"value\": [\(resource)]}").registries == [registry])
  }

  @Test func `a firewall that is open, or none, gives no rules`() throws {
    let open = AzureFiles.closedRegistry.replacing("Deny", with: "Allow")
    #expect(try rules(open) == [])
    #expect(try AzureDescription(open).registries[0].isUnrestricted)
    let basic = AzureFiles.registry(#""networkRuleSet": null"#)
    #expect(try rules(basic) == [])
    #expect(try AzureDescription(basic).registries[0].isUnrestricted)
    let `private` = AzureFiles.closedRegistry.replacing(#"Access": "Enabled""#, with: #"Access": "Disabled""#)
    #expect(try rules(`private`) == [])
    #expect(try !AzureDescription(`private`).registries[0].isUnrestricted)
  }

  @Test func `reads the rules alone`() throws {
    let description = try AzureDescription(
      #"{"ipRules": [{"action": "Allow", "ipAddressOrRange": "203.0.113.10"}], "virtualNetworkRules": []}"#)
    #expect(description.looseRules == [AddressRange("203.0.113.10")!])
  }

  @Test func `reads a state of Terraform, and what terraform show prints`() throws {
    let registry = """
      {"id": "\(AzureFiles.group)/Microsoft.ContainerRegistry/registries/harbour", "name": "harbour",
       "login_server": "harbour.azurecr.io", "sku": "Premium", "admin_enabled": false,
       "network_rule_bypass_option": "AzureServices", "public_network_access_enabled": true,
       "network_rule_set": [{"default_action": "Deny", "ip_rule": [{"action": "Allow", "ip_range": "203.0.113.10/32"}]}]}
      """
    let cluster = """
      {"id": "\(AzureFiles.group)/Microsoft.ContainerService/managedClusters/quay", "name": "quay",
       "node_resource_group": "MC_harbour", "default_node_pool": [{"vnet_subnet_id": "\(AzureFiles.subnet)"}],
       "kubelet_identity": [{"client_id": "\(AzureFiles.clientID)", "object_id": "\(AzureFiles.objectID)"}],
       "network_profile": [{"outbound_type": "userAssignedNATGateway", "load_balancer_profile": []}]}
      """
    let resources = [
      ("azurerm_container_registry", registry), ("azurerm_kubernetes_cluster", cluster),
      ("azurerm_public_ip", #"{"id": "\#(AzureFiles.address)", "ip_address": "203.0.113.10"}"#),
      ("azurerm_public_ip", #"{"id": "\#(AzureFiles.secondAddress)", "ip_address": ""}"#),
      ("azurerm_public_ip_prefix", #"{"id": "\#(AzureFiles.prefix)", "ip_prefix": "203.0.113.8/30"}"#),
      ("azurerm_nat_gateway", #"{"id": "\#(AzureFiles.gateway)"}"#),
      (
        "azurerm_nat_gateway_public_ip_association",
        #"{"nat_gateway_id": "\#(AzureFiles.gateway)", "public_ip_address_id": "\#(AzureFiles.address)"}"#
      ),
      (
        "azurerm_subnet_nat_gateway_association",
        #"{"nat_gateway_id": "\#(AzureFiles.gateway)", "subnet_id": "\#(AzureFiles.subnet)"}"#
      ),
      ("random_pet", #"{"id": "x"}"#),
    ]
    let state =
      #"{"version": 4, "terraform_version": "1.9.8", "resources": ["#
      + resources.map { #"{"mode": "managed", "type": "\#($0)", "instances": [{"attributes": \#($1)}]}"# }
      .joined(separator: ",") + "]}"
    let shown =
      #"{"format_version": "1.0", "values": {"root_module": {"resources": [], "child_modules": [{"resources": ["#
      + resources.map { #"{"type": "\#($0)", "values": \#($1)}"# }.joined(separator: ",") + "]}]}}}"
    for text in [state, shown] {
      let description = try AzureDescription(text)
      #expect(description.registries.map(\.loginServer) == ["harbour.azurecr.io"])
      #expect(description.registries[0].firewall.ipRules == [AddressRange("203.0.113.10")!])
      #expect(description.clusters[0].identities == [AzureFiles.objectID, AzureFiles.clientID])
      let egress = description.egress(of: description.clusters[0])
      #expect(egress.ranges == [AddressRange("203.0.113.10")!])
      #expect(egress.unresolved.isEmpty)
    }
  }

  @Test func `the same resource in two files is one, and files that disagree are refused`() throws {
    let description = try AzureDescription(
      AzureFiles.balancedCluster, "[\(AzureFiles.balancedCluster)]", AzureFiles.closedRegistry,
      AzureFiles.closedRegistry)
    #expect(description.clusters.count == 1)
    #expect(description.registries.count == 1)
    let first = AzureFiles.publicIP(AzureFiles.address, "203.0.113.10")
    #expect(problem(first, first) == "")
    #expect(
      problem(first, AzureFiles.publicIP(AzureFiles.address, "203.0.113.11"))
        .contains("has the address 203.0.113.11 here and 203.0.113.10 in another description"))
    #expect(
      problem(AzureFiles.closedRegistry, AzureFiles.closedRegistry.replacing("192.0.2", with: "198.51.100"))
        .contains("the registry harbour is described otherwise"))
  }

  @Test(arguments: [
    "{}", "5", "null", #""text""#, #"[{"a": 1}]"#, #"{"type": "Microsoft.Compute/virtualMachines"}"#,
    #"{"value": [1, 2]}"#, #"{"terraform_version": "1", "resources": []}"#, #"{"changeNumber": 1, "values": []}"#,
    #"{"resources": {}}"#,
  ])
  func `refuses what describes nothing of use`(text: String) {
    #expect(problem(text).contains("this describes no cluster"), "\(problem(text))")
  }

  @Test(arguments: [
    (
      #"{"type": "Microsoft.Network/publicIPAddresses", "id": "/x", "ipAddress": "203.0.113.999"}"#,
      "1:74: '203.0.113.999' is not an IP address"
    ),
    (
      #"{"type": "Microsoft.Network/publicIPAddresses", "id": "/x", "ipAddress": 5}"#,
      "1:74: the number 5 is not an IP address"
    ),
    (#"{"type": "Microsoft.Network/publicIPAddresses", "ipAddress": "203.0.113.9"}"#, "a public address has no id"),
    (
      #"{"loginServer": "a.b", "networkRuleSet": {"ipRules": [{"value": "everybody"}]}}"#,
      "'everybody' is not an IP address"
    ),
  ])
  func `refuses addresses that are none`(text: String, expected: String) {
    #expect(problem(text).contains(expected), "\(problem(text))")
  }

  @Test func `takes any shape without harm`() {
    let values = ["null", "5", "\"x\"", "[]", "{}", "[[]]", "[null]", "[{}]", "true"]
    let keys = [
      "id", "type", "name", "properties", "networkProfile", "identityProfile", "agentPoolProfiles", "loginServer",
      "networkRuleSet", "ipRules", "value", "values", "resources", "terraform_version", "changeNumber", "ipAddress",
    ]
    for key in keys {
      for value in values {
        for other in keys where other != key {
          _ = problem(#"{"\#(key)": \#(value), "\#(other)": {"outboundType": \#(value), "root_module": \#(value)}}"#)
        }
      }
    }
  }
}
