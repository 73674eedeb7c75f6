import Foundation
import RegistryVerification
import Testing

@testable import CalypsoCLI

@Suite struct VerifyInitCommandTests {
  static let address = "/subscriptions/5ub/resourceGroups/MC/providers/Microsoft.Network/publicIPAddresses/out"
  static let cluster = """
    {"name": "quay", "resourceGroup": "rg", "nodeResourceGroup": "MC", "identityProfile": {"kubeletidentity":
      {"objectId": "0b1ec700-0000-4000-8000-000000000001", "clientId": "c11e0700-0000-4000-8000-000000000002"}},
     "networkProfile": {"outboundType": "loadBalancer", "loadBalancerProfile":
       {"effectiveOutboundIPs": [{"id": "\(address)"}]}}}
    """
  static let publicIPs = #"[{"id": "\#(address)", "ipAddress": "203.0.113.10"}]"#
  static let registry = """
    {"name": "harbour", "loginServer": "harbour.azurecr.io", "networkRuleBypassOptions": "AzureServices", "networkRuleSet":
      {"defaultAction": "Deny", "ipRules": [{"action": "Allow", "ipAddressOrRange": "203.0.113.10"}]}}
    """

  /// The policy that is proposed for files, and what its text decodes to.
  private func roundTrip(_ texts: String...) throws -> (proposed: Policy, decoded: Policy) {
    var description = AzureDescription()
    for text in texts { try description.add(DocumentNode(json: Array(text.utf8))) }
    let proposal = try PolicyProposal(description)
    return (proposal.policy, try Policy(DocumentNode(yaml: proposal.yaml)))
  }

  @Test func `writes a policy that decodes to what it proposes`() throws {
    let whole = try roundTrip(Self.cluster, Self.publicIPs, Self.registry)
    #expect(whole.decoded == whole.proposed)
    #expect(whole.decoded.callers[0].addresses.map(\.description) == ["203.0.113.10"])
    let open = try roundTrip(Self.cluster, Self.registry)
    #expect(open.decoded == open.proposed)
    #expect(open.decoded.callers[0].unresolvedAddresses.count == 1)
  }

  @Test(arguments: [
    #"\u000acallers: []"#, #"x\" # y"#, #"\u0000\u001b[31m"#, "\u{2028}\u{85}\u{feff}\\uffff\u{9b}", " &anchor *alias !tag", "😀 é",
    ": - ? {} [] % @ `",
  ])
  func `names from files cannot change what the policy says`(name: String) throws {
    let cluster = Self.cluster.replacingOccurrences(of: #""quay""#, with: "\"\(name)\"")
      .replacingOccurrences(of: Self.address, with: "/\(name)/publicIPAddresses/")
    let registry = Self.registry.replacingOccurrences(of: #""harbour""#, with: "\"\(name)\"")
    let result = try roundTrip(cluster, registry)
    #expect(result.decoded == result.proposed)
    #expect(result.decoded.callers.count == 2)
  }
}
