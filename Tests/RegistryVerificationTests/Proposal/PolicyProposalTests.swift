import RegistryVerification
import Testing

@Suite struct PolicyProposalTests {
  private func proposal(_ texts: String..., registries: [String] = []) throws -> PolicyProposal {
    var description = AzureDescription()
    for text in texts { try description.add(DocumentNode(json: Array(text.utf8))) }
    return try PolicyProposal(description, registries: registries)
  }

  private static let address = AzureFiles.publicIP(AzureFiles.address, "203.0.113.10")

  @Test func `expects the cluster and Defender, and takes the firewall from the registry`() throws {
    let policy = try proposal(AzureFiles.balancedCluster, Self.address, AzureFiles.closedRegistry).policy
    #expect(policy.registries == ["harbour.azurecr.io"])
    #expect(
      policy.callers == [
        CallerRule(
          name: "AKS quay", addresses: [AddressRange("203.0.113.10")!],
          identities: [AzureFiles.objectID, AzureFiles.clientID], mustAppear: true),
        CallerRule(name: "Defender", userAgents: ["MDCContainersSecurity/*"], mustAppear: true),
      ])
    #expect(
      policy.firewall
        == FirewallRules(ipRules: ["192.0.2.0/24", "203.0.113.10"].map { AddressRange($0)! }, trustedServices: true))
    #expect(policy.localAuthentication == .forbidden)
    #expect(policy.problems.isEmpty)
  }

  @Test func `says where the firewall and the claim differ`() throws {
    let remarks = try proposal(AzureFiles.balancedCluster, Self.address, AzureFiles.closedRegistry).remarks
    #expect(remarks.contains { $0.hasPrefix("The firewall lets in 192.0.2.0/24, which is no expected caller") })
    #expect(remarks.contains { $0.hasPrefix("The admin user of harbour is enabled") })
    let elsewhere = AzureFiles.publicIP(AzureFiles.address, "203.0.113.99")
    #expect(
      try proposal(AzureFiles.balancedCluster, elsewhere, AzureFiles.closedRegistry).remarks
        .contains("The firewall does not let in 203.0.113.99, so that pulls from there are refused."))
  }

  @Test func `says that Defender cannot get in, and does not wait for it`() throws {
    let closed = AzureFiles.closedRegistry.replacing("AzureServices", with: "None")
    let proposal = try proposal(AzureFiles.balancedCluster, Self.address, closed)
    #expect(proposal.policy.firewall?.trustedServices == false)
    #expect(proposal.policy.callers.last?.mustAppear == false)
    #expect(proposal.remarks.contains { $0.contains("Defender cannot get in") })
  }

  @Test(arguments: [
    (AzureFiles.registry(#""networkRuleSet": null"#), "has no firewall"),
    (AzureFiles.closedRegistry.replacing("Deny", with: "Allow"), "lets everybody in"),
    (AzureFiles.registry(#""publicNetworkAccess": "Disabled""#), "private endpoints"),
    (AzureFiles.registry(#""anonymousPullEnabled": true"#), "lets anybody pull"),
    (AzureFiles.registry(#""policies": {"azureAdAuthenticationAsArmPolicy": {"status": "disabled"}}"#), "may not scan"),
    (
      AzureFiles.registry(#""networkRuleSet": {"defaultAction": "Deny", "virtualNetworkRules": [{}]}"#), "does not work"
    ),
  ])
  func `says what weakens the claim`(registry: String, expected: String) throws {
    let remarks = try proposal(AzureFiles.balancedCluster, Self.address, registry).remarks
    #expect(remarks.contains { $0.contains(expected) }, "\(remarks)")
  }

  @Test func `service tags are spoken of and never claimed`() throws {
    let with = try proposal(
      AzureFiles.balancedCluster, Self.address, AzureFiles.closedRegistry, AzureFiles.serviceTags)
    #expect(try with.policy == proposal(AzureFiles.balancedCluster, Self.address, AzureFiles.closedRegistry).policy)
    #expect(with.remarks.contains { $0.contains("AzureCloud.westeurope") && $0.contains("no evidence") })
  }

  @Test func `names clusters apart`() throws {
    let second = AzureFiles.balancedCluster.replacing("rg-harbour", with: "rg-other")
    let proposal = try proposal("[\(AzureFiles.balancedCluster), \(second)]", Self.address, AzureFiles.closedRegistry)
    #expect(proposal.policy.callers.map(\.name) == ["AKS quay", "AKS quay (2)", "Defender"])
  }

  @Test func `wants a cluster and a registry`() throws {
    #expect(throws: PolicyError(["no registry is described; give the JSON of az acr show with --acr"])) {
      try proposal(AzureFiles.balancedCluster)
    }
    #expect(throws: PolicyError(["no cluster is described; give the JSON of az aks show with --aks"])) {
      try proposal(AzureFiles.closedRegistry)
    }
    #expect(
      try proposal(AzureFiles.balancedCluster, registries: ["a.azurecr.io"]).policy.registries == ["a.azurecr.io"])
  }
}
