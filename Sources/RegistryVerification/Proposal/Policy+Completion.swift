extension Policy {
  /// The policy with what descriptions of Azure tell and it leaves open: the firewall of its registries, and addresses
  /// of resources that it could only name.
  ///
  /// What the policy says stands; nothing widens it but addresses of resources that it names itself.
  public func completed(by description: AzureDescription) -> Policy {
    var policy = self
    if policy.firewall == nil {
      let names = Set(registries.map { $0.lowercased() })
      let described = description.registries.filter { names.contains($0.loginServer.lowercased()) }
      policy.firewall = FirewallRules.combined(described, looseRules: description.looseRules)
    }
    for index in policy.callers.indices { policy.callers[index].resolve(with: description) }
    return policy
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
