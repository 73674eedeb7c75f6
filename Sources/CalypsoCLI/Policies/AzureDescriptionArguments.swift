import ArgumentParser
import Calypso
import RegistryVerification

/// Files that describe Azure. What a file describes is told by what it holds, not by the option.
struct AzureDescriptionArguments: ParsableArguments {
  @Option(help: ArgumentHelp("The cluster: JSON of az aks show, or az aks list.", valueName: "file"))
  var aks: [String] = []

  @Option(help: ArgumentHelp("Public addresses: JSON of az network public-ip list, or show.", valueName: "file"))
  var publicIps: [String] = []

  @Option(help: ArgumentHelp("Prefixes: JSON of az network public-ip prefix list, or show.", valueName: "file"))
  var prefixes: [String] = []

  @Option(help: ArgumentHelp("NAT gateways: JSON of az network nat gateway list, or show.", valueName: "file"))
  var natGateways: [String] = []

  @Option(help: ArgumentHelp("The registry: JSON of az acr show, or az acr network-rule list.", valueName: "file"))
  var acr: [String] = []

  @Option(help: ArgumentHelp("Any of these: a state of Terraform, or terraform show -json.", valueName: "file"))
  var terraform: [String] = []

  @Option(help: ArgumentHelp("Service tags of Microsoft, to say what they prove: nothing.", valueName: "file"))
  var serviceTags: [String] = []

  var paths: [String] { aks + publicIps + prefixes + natGateways + acr + terraform + serviceTags }

  /// - Throws: ``QueryError`` for a file that can't be read, ``DocumentFileError`` for one that describes nothing.
  func read() throws -> AzureDescription { try Self.description(of: sources()) }

  /// The files that were given.
  func sources() throws(QueryError) -> [PolicySource] {
    var sources: [PolicySource] = []
    for path in paths { sources.append(PolicySource(path: path, bytes: try TextFile.bytes(path))) }
    return sources
  }

  static func description(of sources: [PolicySource]) throws -> AzureDescription {
    var description = AzureDescription()
    for source in sources {
      do throws(DocumentError) {
        try description.add(try DocumentNode(json: source.bytes))
      } catch {
        let text = DocumentNode.text(of: source.bytes) ?? ""
        throw DocumentFileError(path: source.path, text: text, error: error, exit: .badInput)
      }
    }
    return description
  }
}
