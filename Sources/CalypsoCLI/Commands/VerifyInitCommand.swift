import ArgumentParser
import Calypso
import Glibc
import RegistryVerification

struct VerifyInitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calypso verify init", abstract: "Write a policy from what Azure says of a cluster and a registry.",
    discussion: """
      The policy goes to standard output, with comments; what to know before relying on it goes to standard error. \
      Nothing is asked over the network: the files come from az or Terraform, and are told apart by what they hold.

      EXAMPLES
        az aks show -g GROUP -n CLUSTER > aks.json
        az network public-ip list -g NODE_GROUP > ips.json
        az acr show -n REGISTRY > acr.json
        calypso verify init --aks aks.json --public-ips ips.json --acr acr.json \\
          > policy.yaml
        calypso verify --policy policy.yaml exports/
      """)

  @OptionGroup(title: "FILES") var descriptions: AzureDescriptionArguments

  @Option(
    help: ArgumentHelp(
      "A login server that the policy is about; by default those that are described.", valueName: "login-server"))
  var registry: [String] = []

  @Option(name: .shortAndLong, help: ArgumentHelp("Write to a file instead of standard output.", valueName: "file"))
  var output: String?

  func validate() throws {
    guard !descriptions.paths.isEmpty else {
      throw ValidationError("give what describes Azure, at least --aks FILE and --acr FILE")
    }
  }

  func run() throws {
    let console = Console.standardError
    let described = try descriptions.read()
    let proposal: PolicyProposal
    do throws(PolicyError) {
      proposal = try PolicyProposal(described, registries: registry)
    } catch {
      for problem in error.problems { console.reportError(problem) }
      throw CommandFailure(exitCode: .usage)
    }
    try TextFile.write(proposal.yaml, to: output ?? "-")
    for remark in proposal.remarks { console.say("note: \(remark)") }
    let unresolved = proposal.policy.callers.flatMap(\.unresolvedAddresses)
    guard !unresolved.isEmpty else { return }
    console.say("note: addresses are missing, and while they are the claim is at best INCONCLUSIVE; run")
    for address in unresolved { console.say("  \(address.command)") }
  }
}
