/// Where the traffic of a cluster comes from.
public struct ClusterEgress: Hashable, Sendable {
  /// Known addresses, sorted, without what lies in another range.
  public var ranges: [AddressRange] = []
  /// Resources whose addresses no description has.
  public var unresolved: [UnresolvedAddress] = []
  /// What a reader should know, as sentences.
  public var remarks: [String] = []
}

extension AzureDescription {
  /// The addresses that a cluster pulls from, as far as the descriptions tell.
  public func egress(of cluster: AKSCluster) -> ClusterEgress {
    var egress = ClusterEgress()
    for id in cluster.outboundResources { resolve(id, into: &egress) }
    for id in cluster.nodePrefixes { resolve(id, into: &egress) }
    switch cluster.outboundType {
    case .userAssignedNATGateway: resolveGateway(of: cluster, into: &egress)
    case .userDefinedRouting:
      egress.remarks.append("Traffic leaves through a route table; the address is that of the firewall behind it.")
      egress.unresolved.append(
        UnresolvedAddress(resourceID: cluster.id.text, command: cluster.subnetCommand("routeTable.id")))
    case .none?, .block:
      egress.remarks.append(
        "The cluster has no way out (outbound type \(cluster.outboundTypeText)), so that it reaches the registry by a private"
          + " endpoint, if at all; its address is that of the subnet.")
      egress.unresolved.append(
        UnresolvedAddress(resourceID: cluster.id.text, command: cluster.subnetCommand("addressPrefixes")))
    case nil:
      egress.remarks.append("The outbound type '\(cluster.outboundTypeText)' is not known to this version.")
      egress.unresolved.append(UnresolvedAddress(resourceID: cluster.id.text, command: cluster.publicAddressCommand))
    case .loadBalancer, .managedNATGateway:
      if cluster.outboundResources.isEmpty {
        egress.remarks.append("The cluster's description names no outbound address.")
        egress.unresolved.append(UnresolvedAddress(resourceID: cluster.id.text, command: cluster.publicAddressCommand))
      }
    }
    if cluster.hasNodePublicIPs {
      egress.remarks.append("Nodes have public addresses of their own, which change with the nodes.")
      egress.unresolved.append(UnresolvedAddress(resourceID: cluster.id.text, command: cluster.nodeAddressCommand))
    }
    egress.ranges = AddressRange.merged(egress.ranges)
    return egress
  }

  private func resolve(_ id: ResourceID, into egress: inout ClusterEgress) {
    if let gateway = gateways.first(where: { $0.id == id }) {
      for id in gateway.outboundResources { resolve(address: id, into: &egress) }
    } else {
      resolve(address: id, into: &egress)
    }
  }

  private func resolve(address id: ResourceID, into egress: inout ClusterEgress) {
    if let range = addresses[id] ?? nil {
      egress.ranges.append(range)
    } else if !egress.unresolved.contains(id.unresolved) {
      egress.unresolved.append(id.unresolved)
    }
  }

  /// The gateway is tied to the subnet of the nodes, and the cluster does not name it.
  private func resolveGateway(of cluster: AKSCluster, into egress: inout ClusterEgress) {
    guard cluster.outboundResources.isEmpty else { return }
    var candidates = gateways.filter { gateway in gateway.subnets.contains { cluster.subnets.contains($0) } }
    if candidates.isEmpty, cluster.subnets.isEmpty, gateways.count == 1 {
      candidates = gateways
      egress.remarks.append("\(gateways[0].id) is taken for the cluster's gateway, since it is the only one described.")
    }
    let found = candidates.flatMap(\.outboundResources)
    for id in found { resolve(address: id, into: &egress) }
    guard found.isEmpty else { return }
    egress.remarks.append("The cluster uses a NAT gateway of its subnet, which its description does not name.")
    egress.unresolved.append(
      UnresolvedAddress(resourceID: cluster.id.text, command: cluster.subnetCommand("natGateway.id")))
  }
}

// MARK: - Commands

extension AKSCluster {
  private var groupAndName: String {
    "-g \(ShellWord.quoted(resourceGroup ?? "RESOURCE_GROUP")) -n \(ShellWord.quoted(name.isEmpty ? "CLUSTER" : name))"
  }

  private var nodeGroup: String { ShellWord.quoted(nodeResourceGroup ?? "NODE_RESOURCE_GROUP") }

  /// Shows a field of the subnets of the nodes.
  fileprivate func subnetCommand(_ query: String) -> String {
    subnets.isEmpty
      ? "az aks show \(groupAndName) --query 'agentPoolProfiles[].vnetSubnetId'"
      : "az network vnet subnet show --ids \(subnets.map { ShellWord.quoted($0.text) }.joined(separator: " ")) --query \(query)"
  }

  fileprivate var publicAddressCommand: String { "az network public-ip list -g \(nodeGroup)" }

  fileprivate var nodeAddressCommand: String {
    "az vmss list -g \(nodeGroup) --query '[].name' -o tsv"
      + " | xargs -n 1 az vmss list-instance-public-ips -g \(nodeGroup) --query '[].ipAddress' -o tsv -n"
  }
}

extension AddressRange {
  /// The ranges in order, without those that lie in another.
  static func merged(_ ranges: [AddressRange]) -> [AddressRange] {
    let sorted = ranges.sorted { left, right in
      left.base != right.base ? left.base < right.base : left.prefixLength < right.prefixLength
    }
    var merged: [AddressRange] = []
    for range in sorted {
      if let last = merged.last, last.contains(range.base), last.prefixLength <= range.prefixLength { continue }
      merged.append(range)
    }
    return merged
  }
}
