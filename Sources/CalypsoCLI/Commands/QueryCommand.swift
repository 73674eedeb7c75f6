import ArgumentParser
import Calypso
import Glibc
import RegistryVerification

struct QueryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "query", abstract: "Run a KQL query over exported logs.",
    discussion: """
      A query that begins with a pipe runs on --table, else on the only table of the inputs, else on \
      ContainerRegistryRepositoryEvents when both registry tables are there.

      @NAME is a query that ships with the program, such as @callers or @last-pull; more operators may follow it. \
      'calypso query @' lists them.

      EXAMPLES
        calypso query @last-pull exports/
        calypso query '@callers | where Refused > 0' exports/
        calypso query 'ContainerRegistryRepositoryEvents | count' exports/
        calypso query '| where TimeGenerated > ago(1d) | count' --now latest logs/
        zcat dump.json.gz | calypso query 'Dump | take 5' Dump=- --format json
      """)

  @Argument(help: "The query, or @NAME of one that ships with the program; left out with -f.")
  var query: String?

  @OptionGroup var inputs: InputArguments

  @Option(name: [.customShort("f"), .customLong("file")], help: "Read the query from a file, instead of QUERY.")
  var file: String?

  @Option(help: "Form of the answer.")
  var format: OutputFormat = .table

  @Option(help: "The table that a query which begins with a pipe runs on.")
  var table: String?

  @OptionGroup var time: TimeArguments
  @OptionGroup var limits: LimitArguments
  @OptionGroup var account: AccountArguments

  @Flag(help: "Print the query, such as that behind @NAME, instead of running it.")
  var showQuery = false

  @Flag(help: "Say on standard error how long the query took and what it read.")
  var timing = false

  func run() throws {
    var inputs = self.inputs
    let console = Console.standardError
    let request = try RequestedQuery.resolve(query: query, file: file, inputs: &inputs.inputs)
    if showQuery { return try request.show() }
    let session = Session(limits.configuration)
    let monitor = QueryMonitor(limits.configuration)
    Interrupt.cancels(monitor)
    var options = inputs.options
    options.tracksCoverage = account.account != nil
    try session.addInputs(inputs.inputs, options: options)
    try request.named?.requireTables(in: session)
    let prepared = try session.prepare(request.text, options: QueryOptions(now: time.now, defaultTable: table))
    console.report(prepared.warnings)
    if let chosen = prepared.chosenDefaultTable {
      console.say("note: the query runs on \(chosen) (choose with --table)")
    }

    let renderer = ResultRenderer(
      format, to: FileOutput(descriptor: STDOUT_FILENO), width: Terminal.width(STDOUT_FILENO),
      usesColor: Terminal.allowsColor(STDOUT_FILENO), escapesControls: Terminal.isTerminal(STDOUT_FILENO))
    let progress = Progress.start(monitor)
    let statistics: QueryStatistics
    do {
      statistics = try prepared.run(delivering: renderer, monitor: monitor)
      progress?.finish()
    } catch {
      progress?.finish()
      // What was read before the error is part of the answer to "what is wrong with my file".
      try? renderer.finish()
      InputReport.show(session, on: console)
      try? account.write(session)
      throw error
    }
    try renderer.finish()
    if format == .table { console.say(statistics.rowsReturned == 1 ? "1 row" : "\(statistics.rowsReturned) rows") }
    if timing {
      console.say("\(statistics.elapsed.seconds) s, \(statistics.rowsScanned) rows scanned")
      let pruned = session.account().findings.first { $0.kind == .prunedFiles }
      if let pruned { console.say(pruned.message) }
    }
    if statistics.rowsReturned == 0, let hint = try session.emptyAnswerHint(for: prepared) {
      console.say("hint: \(hint)")
    }
    InputReport.show(session, on: console)
    try request.named?.reportMissingTables(in: session, on: console)
    try account.write(session)
    // The answer is right for what the files hold; that rows are missing from them must not go unseen.
    if !inputs.skipBadRecords, session.hasPartialInputs() { throw CommandFailure(exitCode: .badInput) }
  }
}

extension Duration {
  /// Seconds with three digits of fraction.
  var seconds: String {
    let milliseconds = components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    let fraction = String(milliseconds % 1000)
    return "\(milliseconds / 1000)." + String(repeating: "0", count: 3 - fraction.count) + fraction
  }
}
