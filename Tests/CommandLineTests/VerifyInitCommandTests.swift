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
    #"\u000acallers: []"#, #"x\" # y"#, #"\u0000\u001b[31m"#, "\u{2028}\u{85}\u{feff}\\uffff\u{9b}",
    " &anchor *alias !tag", "😀 é",
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

@Suite struct VerifyInitProcessTests {
  private typealias Files = VerifyInitCommandTests

  @Test func `writes a policy that verify takes`() throws {
    let folder = try TemporaryFolder()
    let policy = folder.url.appendingPathComponent("policy.yaml").path
    let run = try CalypsoProcess.run([
      "verify", "init", "--aks", folder.write("aks.json", Files.cluster), "--public-ips",
      folder.write("ips.json", Files.publicIPs), "--acr", folder.write("acr.json", Files.registry), "-o", policy,
    ])
    #expect(run.exitCode == 0, "\(run.errorOutput)")
    #expect(run.output.isEmpty && run.errorOutput.isEmpty, "\(run)")
    let pull = """
      {"TimeGenerated":"2026-03-01T08:00:00Z","Type":"ContainerRegistryRepositoryEvents","OperationName":"Pull",\
      "CallerIpAddress":"203.0.113.99","Identity":"x","ResultDescription":"200","UserAgent":"curl/8",\
      "LoginServer":"harbour.azurecr.io",\
      "Repository":"shop"}

      """
    let verify = try CalypsoProcess.run([
      "verify", "--policy", policy, "--now", "2026-03-01T09:00Z", folder.write("pulls.json", pull),
    ])
    #expect(verify.exitCode == 10, "\(verify)")
  }

  @Test func `says which addresses are missing and how to get them, and verify can be given them later`() throws {
    let folder = try TemporaryFolder()
    let run = try CalypsoProcess.run([
      "verify", "init", "--aks", folder.write("aks.json", Files.cluster), "--acr",
      folder.write("acr.json", Files.registry),
    ])
    #expect(run.exitCode == 0)
    #expect(run.errorOutput.contains("  az network public-ip show --ids \(Files.address)\n"))
    let policy = try folder.write("policy.yaml", run.output)
    let pull = """
      {"TimeGenerated":"2026-03-01T08:00:00Z","Type":"ContainerRegistryRepositoryEvents","OperationName":"Pull",\
      "CallerIpAddress":"203.0.113.99","Identity":"0b1ec700-0000-4000-8000-000000000001","ResultDescription":"200",\
      "UserAgent":"curl/8","LoginServer":"harbour.azurecr.io","Repository":"shop"}

      """
    let pulls = try folder.write("pulls.json", pull)
    let open = try CalypsoProcess.run([
      "verify", "--policy", policy, "--now", "2026-03-01T09:00Z", pulls, "--format", "json",
    ])
    #expect(open.exitCode == 11, "\(open)")
    #expect(open.output.contains("address-unresolved"))
    #expect(open.output.contains("az network public-ip show --ids \(Files.address)"))
    let ips = try folder.write("ips.json", Files.publicIPs)
    let known = try CalypsoProcess.run([
      "verify", "--policy", policy, "--now", "2026-03-01T09:00Z", "--public-ips", ips, pulls,
    ])
    #expect(known.exitCode == 10, "\(known)")
  }

  @Test func `refuses files that describe nothing, with their place`() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("aks.json", "{\"id\": 1,\n \"name\" 2}")
    let broken = try CalypsoProcess.run(["verify", "init", "--aks", file])
    #expect(broken.exitCode == 3)
    #expect(
      broken.errorOutput == "error: \(file):2:9: ':' after the key is expected\n2 |  \"name\" 2}\n  |         ^\n",
      "\(broken.errorOutput)")
    let other = try CalypsoProcess.run(["verify", "init", "--acr", folder.write("vm.json", "[{\"name\": \"vm\"}]")])
    #expect(other.exitCode == 3)
    #expect(other.errorOutput.contains("describes no cluster"))
    let none = try CalypsoProcess.run(["verify", "init"])
    #expect(none.exitCode == 2)
    #expect(none.errorOutput.contains("--aks FILE"))
    let half = try CalypsoProcess.run(["verify", "init", "--acr", folder.write("acr.json", Files.registry)])
    #expect(half.exitCode == 2)
    #expect(half.errorOutput == "error: no cluster is described; give the JSON of az aks show with --aks\n")
  }

  @Test func `has a help text of 80 columns`() throws {
    let help = try CalypsoProcess.run(["verify", "init", "--help"])
    #expect(help.exitCode == 0)
    #expect(help.output.contains("calypso verify init --aks aks.json"))
    #expect(try CalypsoProcess.run(["help", "verify", "init"]).output == help.output)
    let lines = help.output.split(separator: "\n").filter { !$0.hasPrefix("USAGE") }
    #expect(lines.allSatisfy { $0.count <= 80 })
  }

  @Test func `a policy that is wrong shows the line and the place`() throws {
    let folder = try TemporaryFolder()
    let policy = try folder.write("policy.yaml", "registry: [a.azurecr.io]\nwindow: 24h\ncalers: []\n")
    let run = try CalypsoProcess.run(["verify", "--policy", policy, policy])
    #expect(run.exitCode == 1)
    #expect(
      run.errorOutput == """
        error: \(policy):1:1: 'callers' is missing
        1 | registry: [a.azurecr.io]
          | ^
          = a claim names at least one caller that is expected
        error: \(policy):3:1: unknown key 'calers' in a policy
        3 | calers: []
          | ^
          = did you mean 'callers'?

        """)
  }
}

@Suite struct VerifyDescriptionTests {
  private typealias Files = VerifyInitCommandTests

  static let policy = """
    registry: harbour.azurecr.io
    window: 1h
    callers:
      - name: AKS
        identities: [0b1ec700-0000-4000-8000-000000000001]

    """

  static let pull = """
    {"TimeGenerated":"2026-03-01T08:00:00Z","Type":"ContainerRegistryRepositoryEvents","OperationName":"Pull",\
    "CallerIpAddress":"203.0.113.10","Identity":"0b1ec700-0000-4000-8000-000000000001","ResultDescription":"200",\
    "UserAgent":"containerd/1.7","LoginServer":"harbour.azurecr.io","Repository":"shop"}

    """

  @Test func `a report whose policy descriptions completed says so, and is checked with the same files`() throws {
    let folder = try TemporaryFolder()
    let pulls = try folder.write("pulls.json", Self.pull)
    let report = folder.url.appendingPathComponent("report.json").path
    let files = [
      "--aks", try folder.write("aks.json", Files.cluster), "--public-ips",
      try folder.write("ips.json", Files.publicIPs),
      "--acr", try folder.write("acr.json", Files.registry.replacingOccurrences(of: "AzureServices", with: "None")),
    ]
    let verify = try CalypsoProcess.run(
      ["verify", "--policy", folder.write("p.yaml", Self.policy), "--now", "2026-03-01T08:30Z", "--report", report]
        + files
        + [pulls])
    #expect(verify.exitCode == 11, "\(verify)")
    #expect(verify.output.contains("azure-description"))
    #expect(try String(contentsOfFile: report, encoding: .utf8).contains("203.0.113.10"))

    let same = try CalypsoProcess.run(["verify", "--check", report] + files + [pulls])
    #expect(same.exitCode == 0, "\(same)")
    let alone = try CalypsoProcess.run(["verify", "--check", report, pulls])
    #expect(alone.exitCode == 10)
    #expect(alone.errorOutput.contains("is checked with the same files"))
  }

  @Test func `wants a claim and exports, and reads standard input once`() throws {
    let noPolicy = try CalypsoProcess.run(["verify", "exports"])
    #expect(noPolicy.exitCode == 2)
    #expect(noPolicy.errorOutput.contains("--policy is missing") && noPolicy.errorOutput.contains("calypso verify"))
    #expect(try CalypsoProcess.run(["verify", "--policy", "p.yaml"]).exitCode == 2)
    let twice = try CalypsoProcess.run(["verify", "--policy", "-", "-"])
    #expect(twice.exitCode == 2)
    #expect(twice.errorOutput.contains("which can be read once only"))
  }
}
