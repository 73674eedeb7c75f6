import RegistryVerification
import Testing

@Suite struct ClusterEgressTests {
  /// Where the only cluster of a description comes from.
  private func egress(_ description: AzureDescription) throws -> ClusterEgress {
    try description.egress(of: #require(description.clusters.first))
  }

  private func ranges(_ egress: ClusterEgress) -> [String] { egress.ranges.map(\.description) }

  @Test func `a load balancer: ids are resolved, whatever their case`() throws {
    let description = try AzureDescription(
      AzureFiles.balancedCluster, "[\(AzureFiles.publicIP(AzureFiles.address.uppercased(), "203.0.113.10"))]")
    #expect(try ranges(egress(description)) == ["203.0.113.10"])
    #expect(try egress(description).unresolved.isEmpty)
    #expect(description.clusters[0].identities == [AzureFiles.objectID, AzureFiles.clientID])
  }

  @Test func `older programs write keys in another case`() throws {
    let old = AzureFiles.cluster(
      #"{"outboundType": "loadbalancer", "loadBalancerProfile": {"effectiveOutboundIps": [{"id": "\#(AzureFiles.address)"}], "#
        + #""outboundIPPrefixes": {"publicIpPrefixes": [{"id": "\#(AzureFiles.prefix)"}]}}}"#)
    let description = try AzureDescription(
      old, AzureFiles.publicIP(AzureFiles.address, "203.0.113.77"), AzureFiles.prefixShow)
    #expect(try ranges(egress(description)) == ["203.0.113.8/30", "203.0.113.77"])
  }

  @Test func `an address in a prefix is said once`() throws {
    let cluster = AzureFiles.cluster(
      #"{"loadBalancerProfile": {"effectiveOutboundIPs": [{"id": "\#(AzureFiles.address)"}], "#
        + #""outboundIPPrefixes": {"publicIPPrefixes": [{"id": "\#(AzureFiles.prefix)"}]}}}"#)
    let description = try AzureDescription(
      cluster, AzureFiles.publicIP(AzureFiles.address, "203.0.113.10"), AzureFiles.prefixShow)
    #expect(try ranges(egress(description)) == ["203.0.113.8/30"])
  }

  @Test func `what no file resolves stays open, with the command that tells it`() throws {
    let cluster = AzureFiles.cluster(
      #"{"loadBalancerProfile": {"effectiveOutboundIPs": [{"id": "\#(AzureFiles.address)"}, "#
        + #"{"id": "\#(AzureFiles.secondAddress)"}, {"id": "\#(AzureFiles.prefix)"}, {"id": "/a b/it's"}]}}"#)
    // An address that is reserved and not assigned is no address.
    let description = try AzureDescription(
      cluster, AzureFiles.publicIP(AzureFiles.address, "203.0.113.10"),
      AzureFiles.publicIP(AzureFiles.secondAddress, nil))
    let egress = try egress(description)
    #expect(ranges(egress) == ["203.0.113.10"])
    #expect(
      egress.unresolved.map(\.command) == [
        "az network public-ip show --ids \(AzureFiles.secondAddress)",
        "az network public-ip prefix show --ids \(AzureFiles.prefix)",
        #"az resource show --ids '/a b/it'\''s'"#,
      ])
  }

  @Test func `a managed NAT gateway names its addresses`() throws {
    let cluster = AzureFiles.cluster(
      #"{"outboundType": "managedNATGateway", "loadBalancerProfile": null, "#
        + #""natGatewayProfile": {"effectiveOutboundIPs": [{"id": "\#(AzureFiles.address)"}]}}"#)
    let description = try AzureDescription(cluster, AzureFiles.publicIP(AzureFiles.address, "2001:db8::5"))
    #expect(try ranges(egress(description)) == ["2001:db8::5"])
  }

  @Test func `a NAT gateway of the owner is found by its subnet`() throws {
    let cluster = AzureFiles.cluster(
      #"{"outboundType": "userAssignedNATGateway"}"#,
      #""agentPoolProfiles": [{"vnetSubnetId": "\#(AzureFiles.subnet.uppercased())"}],"#)
    let addresses = [AzureFiles.publicIP(AzureFiles.address, "203.0.113.80"), AzureFiles.prefixShow]
    let found = try AzureDescription(cluster, "[\(AzureFiles.gatewayShow)]", addresses[0], addresses[1])
    #expect(try ranges(egress(found)) == ["203.0.113.8/30", "203.0.113.80"])
    #expect(try egress(found).unresolved.isEmpty)

    let alone = try egress(AzureDescription(cluster, addresses[0]))
    #expect(alone.ranges.isEmpty)
    #expect(
      alone.unresolved.map(\.command) == [
        "az network vnet subnet show --ids \(AzureFiles.subnet.uppercased()) --query natGateway.id"
      ])
    let other = AzureFiles.gatewayShow.replacing(AzureFiles.subnet, with: AzureFiles.subnet + "-other")
    #expect(try egress(AzureDescription(cluster, other, addresses[0])).ranges.isEmpty)
  }

  @Test(arguments: [
    ("userDefinedRouting", "az aks show -g rg-harbour -n quay --query 'agentPoolProfiles[].vnetSubnetId'"),
    ("none", "az aks show -g rg-harbour -n quay --query 'agentPoolProfiles[].vnetSubnetId'"),
    ("block", "az aks show -g rg-harbour -n quay --query 'agentPoolProfiles[].vnetSubnetId'"),
    ("loadBalancer", "az network public-ip list -g MC_harbour"),
    ("managedNATGateway", "az network public-ip list -g MC_harbour"),
    ("somethingNew", "az network public-ip list -g MC_harbour"),
  ])
  func `ways out that name no address leave it open`(type: String, command: String) throws {
    let egress = try egress(AzureDescription(AzureFiles.cluster(#"{"outboundType": "\#(type)"}"#)))
    #expect(egress.ranges.isEmpty)
    #expect(egress.unresolved.map(\.command) == [command])
    #expect(!egress.remarks.isEmpty)
  }

  @Test func `nodes with addresses of their own leave them open`() throws {
    let cluster = AzureFiles.balancedCluster.replacing(
      #""networkProfile""#, with: #""agentPoolProfiles": [{"enableNodePublicIp": true}], "networkProfile""#)
    let egress = try egress(AzureDescription(cluster, AzureFiles.publicIP(AzureFiles.address, "203.0.113.10")))
    #expect(ranges(egress) == ["203.0.113.10"])
    #expect(egress.unresolved.count == 1)
    #expect(egress.unresolved[0].command.contains("az vmss list-instance-public-ips -g MC_harbour"))
  }
}
