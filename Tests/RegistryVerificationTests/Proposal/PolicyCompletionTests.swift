import Calypso
import RegistryVerification
import Testing

@Suite struct PolicyCompletionTests {
  private static let address = AzureFiles.publicIP(AzureFiles.address, "203.0.113.10")

  /// A claim about one cluster, with Defender beside it.
  private func policy(_ change: (inout Policy) -> Void = { _ in }) -> Policy {
    var policy = Policy(
      registries: ["HARBOUR.azurecr.io"], window: .last(.init(ticks: 864_000_000_000)),
      callers: [
        CallerRule(name: "Defender", userAgents: ["MDCContainersSecurity/*"]),
        CallerRule(name: "Cluster", identities: [AzureFiles.objectID.uppercased()]),
      ])
    change(&policy)
    return policy
  }

  private func ranges(_ rule: CallerRule) -> [String] { rule.addresses.map(\.description) }

  @Test func `reads the firewall of the policy's registries, and none that the policy has itself`() throws {
    let description = try AzureDescription(AzureFiles.closedRegistry)
    let completed = policy().completed(by: description)
    #expect(completed.policy.firewall == description.registries[0].firewall.sorted)
    #expect(completed.remarks.contains("The firewall rules are read from the description: 192.0.2.0/24, 203.0.113.10."))

    let own = policy { $0.firewall = FirewallRules() }.completed(by: description)
    #expect(own.policy.firewall == FirewallRules())
    #expect(own.remarks.contains { $0.hasPrefix("The firewall rules of the policy differ") })

    let other = policy { $0.registries = ["other.azurecr.io"] }.completed(by: description)
    #expect(other.policy.firewall == nil)
    #expect(other.remarks.contains { $0.contains("not about harbour.azurecr.io") })
    #expect(policy().completed(by: AzureDescription()) == PolicyCompletion.unchanged(policy()))
  }

  @Test func `gives a caller the addresses of its cluster, when it names none`() throws {
    let completed = policy().completed(by: try AzureDescription(AzureFiles.balancedCluster, Self.address))
    #expect(ranges(completed.policy.callers[1]) == ["203.0.113.10"])
    #expect(completed.policy.callers[1].unresolvedAddresses.isEmpty)
    #expect(completed.policy.callers[0].addresses.isEmpty)
  }

  @Test func `leaves open what no file resolves, so that the claim is not proven`() throws {
    for addresses in [[], [AddressRange("203.0.113.10")!]] {
      let completed = policy { $0.callers[1].addresses = addresses }
        .completed(by: try AzureDescription(AzureFiles.balancedCluster)).policy
      #expect(completed.callers[1].addresses == addresses)
      #expect(completed.callers[1].unresolvedAddresses.map(\.resourceID) == [AzureFiles.address])
    }
  }

  @Test func `never widens what the policy says`() throws {
    let completed = policy { $0.callers[1].addresses = [AddressRange("203.0.113.77")!] }
      .completed(by: try AzureDescription(AzureFiles.balancedCluster, Self.address, AzureFiles.serviceTags))
    #expect(ranges(completed.policy.callers[1]) == ["203.0.113.77"])
    #expect(completed.remarks == ["quay reaches the registry from 203.0.113.10 too, which the policy does not claim."])
  }

  @Test func `resolves addresses that the policy knows by resource only`() throws {
    let unresolved = UnresolvedAddress(resourceID: AzureFiles.address.uppercased(), command: "az …")
    let open = policy { $0.callers[1].unresolvedAddresses = [unresolved] }
    #expect(open.completed(by: AzureDescription()).policy == open)
    let completed = open.completed(by: try AzureDescription(Self.address)).policy
    #expect(ranges(completed.callers[1]) == ["203.0.113.10"])
    #expect(completed.callers[1].unresolvedAddresses.isEmpty)
  }

  @Test(arguments: [
    ("quay nodes", [], []), ("AKS", [], []), ("Nodes", ["203.0.113.8/29"], []),
    ("Nodes", [], [AzureFiles.clientID]),
  ])
  func `finds the caller that is a cluster`(name: String, addresses: [String], identities: [String]) throws {
    let rule = CallerRule(name: name, addresses: addresses.map { AddressRange($0)! }, identities: identities)
    let completed = policy { $0.callers[1] = rule }
      .completed(by: try AzureDescription(AzureFiles.balancedCluster, Self.address))
    #expect(!completed.remarks.contains { $0.hasPrefix("No caller") })
  }

  @Test func `says that the identities of a caller are not its cluster's`() throws {
    let completed = policy { $0.callers[1] = CallerRule(name: "AKS", identities: ["x"]) }
      .completed(by: try AzureDescription(AzureFiles.balancedCluster))
    #expect(completed.policy.callers[1].unresolvedAddresses.count == 1)
    #expect(completed.remarks == ["'AKS' has other identities than the nodes of quay."])
  }

  @Test func `says that no caller is a cluster`() throws {
    let completed = policy { $0.callers[1] = CallerRule(name: "Builds", identities: ["x"]) }
      .completed(by: try AzureDescription(AzureFiles.balancedCluster, Self.address))
    #expect(
      completed.remarks == ["No caller of the policy is the cluster quay: none has its identity, address or name."])
    #expect(completed.policy.callers[1].addresses.isEmpty)
  }
}

extension FirewallRules {
  /// The rules in order of their addresses.
  fileprivate var sorted: FirewallRules {
    FirewallRules(ipRules: ipRules.sorted { $0.base < $1.base }, trustedServices: trustedServices)
  }
}

extension PolicyCompletion {
  fileprivate static func unchanged(_ policy: Policy) -> PolicyCompletion {
    var completion = policy.completed(by: AzureDescription())
    completion.policy = policy
    completion.remarks = []
    return completion
  }
}
