/// A policy with what descriptions of Azure add to it.
public struct PolicyCompletion: Hashable, Sendable {
  public var policy: Policy
  /// What was added, and where the policy and the descriptions differ, as sentences.
  public var remarks: [String] = []
}

extension Policy {
  /// Takes from descriptions of Azure what the policy leaves open: the firewall of its registries, addresses of a
  /// cluster's caller that names none, and addresses that it knows by resource only.
  ///
  /// What the policy says stands: no address is added to those that it names, except of resources that it names itself.
  /// An address of a cluster that no description has keeps the claim from being proven.
  public func completed(by description: AzureDescription) -> PolicyCompletion {
    var completion = PolicyCompletion(policy: self)
    completion.takeFirewall(from: description)
    for index in callers.indices { completion.policy.callers[index].resolve(with: description) }
    for cluster in description.clusters { completion.take(cluster, from: description) }
    return completion
  }
}

extension CallerRule {
  fileprivate mutating func resolve(with description: AzureDescription) {
    var found: [AddressRange] = []
    unresolvedAddresses.removeAll { address in
      guard let range = description.addresses[ResourceID(address.resourceID)] ?? nil else { return false }
      found.append(range)
      return true
    }
    // An order of its own only where something was added, so that a policy that is complete stays as it is.
    if !found.isEmpty { addresses = AddressRange.merged(addresses + found) }
  }
}

// MARK: - Registries

extension PolicyCompletion {
  fileprivate mutating func takeFirewall(from description: AzureDescription) {
    let names = Set(policy.registries.map { $0.lowercased() })
    let described = description.registries.filter { names.contains($0.loginServer.lowercased()) }
    for registry in description.registries where !names.contains(registry.loginServer.lowercased()) {
      remarks.append("The policy is not about \(registry.loginServer), so that its description is left out.")
    }
    guard let firewall = FirewallRules.combined(described, looseRules: description.looseRules) else { return }
    remarks += described.flatMap(\.remarks)
    guard let own = policy.firewall else {
      policy.firewall = firewall
      let rules = firewall.ipRules.map(\.description).joined(separator: ", ")
      remarks.append("The firewall rules are read from the description: \(rules.isEmpty ? "none" : rules).")
      return
    }
    if Set(own.ipRules) != Set(firewall.ipRules) {
      remarks.append("The firewall rules of the policy differ from those that are described; the policy's count.")
    }
  }
}

// MARK: - Clusters

extension PolicyCompletion {
  fileprivate mutating func take(_ cluster: AKSCluster, from description: AzureDescription) {
    let egress = description.egress(of: cluster)
    remarks += egress.remarks
    guard let index = callerIndex(of: cluster, egress, isOnlyCluster: description.clusters.count == 1) else {
      remarks.append("No caller of the policy is the cluster \(cluster.name): none has its identity, address or name.")
      return
    }
    let name = policy.callers[index].name
    let identities = policy.callers[index].identities
    if !identities.isEmpty, !identities.contains(where: { cluster.hasIdentity($0) }) {
      remarks.append("'\(name)' has other identities than the nodes of \(cluster.name).")
    }
    if policy.callers[index].addresses.isEmpty {
      policy.callers[index].addresses = egress.ranges
      if !egress.ranges.isEmpty {
        let ranges = egress.ranges.map(\.description).joined(separator: ", ")
        remarks.append("The addresses of '\(name)' are read from the description of \(cluster.name): \(ranges).")
      }
    } else {
      let claimed = policy.callers[index].addresses
      let others = egress.ranges.filter { range in !claimed.contains { $0.contains(range) } }
      if !others.isEmpty {
        let ranges = others.map(\.description).joined(separator: ", ")
        remarks.append("\(cluster.name) reaches the registry from \(ranges) too, which the policy does not claim.")
      }
    }
    for address in egress.unresolved where !policy.callers[index].unresolvedAddresses.contains(address) {
      policy.callers[index].unresolvedAddresses.append(address)
    }
  }

  /// The caller that is a cluster: by an identity of its nodes, else by an address, else by its name.
  private func callerIndex(of cluster: AKSCluster, _ egress: ClusterEgress, isOnlyCluster: Bool) -> Int? {
    let candidates = policy.callers.indices.filter { !policy.callers[$0].isDefender }
    return candidates.first { policy.callers[$0].identities.contains { cluster.hasIdentity($0) } }
      ?? candidates.first { index in
        policy.callers[index].addresses.contains { range in egress.ranges.contains { range.contains($0) } }
      }
      ?? candidates.first { index in
        let name = policy.callers[index].name.lowercased()
        return !cluster.name.isEmpty && name.contains(cluster.name.lowercased())
      }
      ?? candidates.first { isOnlyCluster && policy.callers[$0].name.lowercased().contains("aks") }
  }
}

extension AKSCluster {
  fileprivate func hasIdentity(_ identity: String) -> Bool {
    identities.contains { $0.lowercased() == identity.lowercased() }
  }
}
