import ArgumentParser
import Calypso
import Glibc

struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "List the tables of the inputs, and their columns.",
    discussion: """
      EXAMPLE
        calypso schema exports/
      """)

  @OptionGroup var inputs: InputArguments

  @Option(help: "Form of the answer.")
  var format: OutputFormat = .table

  func run() throws {
    let session = Session()
    try inputs.load(into: session)
    let renderer = ResultRenderer(
      format, to: FileOutput(descriptor: STDOUT_FILENO), width: Terminal.width(STDOUT_FILENO),
      usesColor: Terminal.allowsColor(STDOUT_FILENO), escapesControls: Terminal.isTerminal(STDOUT_FILENO))
    try session.describeTables(delivering: renderer)
    try renderer.finish()
    InputReport.show(session, on: Console.standardError)
  }
}
