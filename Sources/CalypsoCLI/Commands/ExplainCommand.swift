import ArgumentParser
import Calypso
import Glibc

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Show how a query would run, without running it.",
    discussion: """
      EXAMPLE
        calypso explain 'ContainerRegistryLoginEvents | where TimeGenerated > ago(1d) | count' exports/
      """)

  @Argument(help: "The query, or @NAME of one that ships with the program; left out with -f.")
  var query: String?

  @OptionGroup var inputs: InputArguments

  @Option(name: [.customShort("f"), .customLong("file")], help: "Read the query from a file, instead of QUERY.")
  var file: String?

  @Option(help: "The table that a query which begins with a pipe runs on.")
  var table: String?

  @OptionGroup var time: TimeArguments

  func run() throws {
    var inputs = self.inputs
    let request = try RequestedQuery.resolve(query: query, file: file, inputs: &inputs.inputs)
    let session = Session()
    try inputs.load(into: session)
    try request.named?.requireTables(in: session)
    let prepared = try session.prepare(request.text, options: QueryOptions(now: time.now, defaultTable: table))
    Console.standardError.report(prepared.warnings)
    let output = FileOutput(descriptor: STDOUT_FILENO)
    for plan in try prepared.explain().plans {
      if let name = plan.name { try output.write("# \(name)\n") }
      try output.write("As written:\n\(plan.bound)\nAs it runs:\n\(plan.optimized)\n")
    }
  }
}
