import RegistryVerification

/// Files that describe an invented cluster and registry, in the shapes of `az` and Terraform.
enum AzureFiles {
  static let group = "/subscriptions/5ub/resourceGroups/rg-harbour/providers"
  static let nodeGroup = "/subscriptions/5ub/resourceGroups/MC_harbour/providers"
  static let address = "\(nodeGroup)/Microsoft.Network/publicIPAddresses/out-1"
  static let secondAddress = "\(nodeGroup)/Microsoft.Network/publicIPAddresses/out-2"
  static let prefix = "\(group)/Microsoft.Network/publicIPPrefixes/pool"
  static let gateway = "\(group)/Microsoft.Network/natGateways/nat"
  static let subnet = "\(group)/Microsoft.Network/virtualNetworks/vnet/subnets/nodes"
  static let objectID = "0b1ec700-0000-4000-8000-000000000001"
  static let clientID = "c11e0700-0000-4000-8000-000000000002"

  /// `az aks show` with the given network profile, and more members of the cluster.
  static func cluster(_ network: String, _ members: String = "") -> String {
    """
    {
      "id": "\(group.lowercased())/Microsoft.ContainerService/managedClusters/quay",
      "name": "quay",
      "resourceGroup": "rg-harbour",
      "nodeResourceGroup": "MC_harbour",
      "type": "Microsoft.ContainerService/ManagedClusters",
      "identityProfile": {"kubeletidentity": {"clientId": "\(clientID)", "objectId": "\(objectID)"}},
      \(members)
      "networkProfile": \(network)
    }
    """
  }

  static let balancedCluster = cluster(
    #"{"outboundType": "loadBalancer", "natGatewayProfile": null, "loadBalancerProfile": {"#
      + #""effectiveOutboundIPs": [{"id": "\#(address)", "resourceGroup": "MC_harbour"}], "#
      + #""outboundIPs": null, "outboundIpPrefixes": null}}"#)

  static func publicIP(_ id: String, _ address: String?) -> String {
    """
    {"id": "\(id)", "name": "out", "ipAddress": \(address.map { "\"\($0)\"" } ?? "null"),
     "type": "Microsoft.Network/publicIPAddresses"}
    """
  }

  static let prefixShow = """
    {"id": "\(prefix)", "ipPrefix": "203.0.113.8/30", "type": "Microsoft.Network/publicIPPrefixes"}
    """

  static let gatewayShow = """
    {"id": "\(gateway)", "type": "Microsoft.Network/natGateways", "publicIpAddresses": [{"id": "\(address)"}],
     "publicIpPrefixes": [{"id": "\(prefix)"}], "subnets": [{"id": "\(subnet)"}]}
    """

  /// `az acr show` with the given members.
  static func registry(_ members: String) -> String {
    """
    {"id": "\(group)/Microsoft.ContainerRegistry/registries/harbour", "name": "harbour",
     "loginServer": "harbour.azurecr.io", "sku": {"name": "Premium"}, "type": "Microsoft.ContainerRegistry/registries",
     \(members)}
    """
  }

  static let closedRegistry = registry(
    #""adminUserEnabled": true, "anonymousPullEnabled": false, "publicNetworkAccess": "Enabled", "#
      + #""networkRuleBypassOptions": "AzureServices", "networkRuleSet": {"defaultAction": "Deny", "ipRules": ["#
      + #"{"action": "Allow", "ipAddressOrRange": "203.0.113.10"}, {"action": "Allow", "ipAddressOrRange": "192.0.2.0/24"}"#
      + #"]}"#)

  static let serviceTags = """
    {"changeNumber": 1, "cloud": "Public", "values": [
      {"name": "AzureCloud.westeurope", "properties": {"addressPrefixes": ["203.0.113.0/24", "2001:db8::/32"]}}]}
    """
}

extension AzureDescription {
  /// The description of files given as texts.
  init(_ texts: String...) throws {
    self.init()
    for text in texts { try add(DocumentNode(json: Array(text.utf8))) }
  }
}
