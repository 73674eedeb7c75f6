import ArgumentParser
import Calypso
import Glibc

struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "List the tables of the inputs and their columns, and what the inputs hold.",
    discussion: """
      Tables and columns go to standard output. The inputs are then read to their end, and the account of what was \
      read goes to standard error: rows and times of each table, hours without events, missing blobs, malformed \
      records. Exit code 3 says that something of the inputs is lost.

      EXAMPLES
        calypso schema exports/
        calypso schema --account account.json exports/
      """)

  @OptionGroup var inputs: InputArguments

  @Option(help: "Form of the list of columns.")
  var format: OutputFormat = .table

  @OptionGroup var account: AccountArguments

  func run() throws {
    let session = Session()
    var options = inputs.options
    options.tracksCoverage = true
    // Whoever asks what the inputs hold wants to hear of everything that is wrong with them.
    options.skipsBadRecords = true
    try session.addInputs(inputs.inputs, options: options)
    let renderer = ResultRenderer(
      format, to: FileOutput(descriptor: STDOUT_FILENO), width: Terminal.width(STDOUT_FILENO),
      usesColor: Terminal.allowsColor(STDOUT_FILENO), escapesControls: Terminal.isTerminal(STDOUT_FILENO))
    try session.describeTables(delivering: renderer)
    try renderer.finish()
    let suspicious = try session.readInputs(looksAtValues: true)
    try account.write(session)
    let found = session.account()
    Console.write(found.text(), toStandardError: true)
    for text in suspicious {
      let rows = text.count == 1 ? "1 row" : "\(text.count) rows"
      Console.standardError.say(
        "note: \(text.table).\(text.column) holds the text '\(text.text)' in \(rows): it stands for a missing value, "
          + "and isempty() does not see that")
    }
    if !found.isComplete, !inputs.skipBadRecords { throw CommandFailure(exitCode: .badInput) }
  }
}
