import ArgumentParser
import CMalloc
import Calypso
import Glibc

struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Answer queries for another program, one JSON request a line.",
    discussion: """
      Each line of standard input is a request such as {"id": 1, "query": "T | count"}; each gets one line with
      columns and rows, or an error, on standard output.

      EXAMPLE
        echo '{"id": 1, "query": "print 1 + 1"}' | calypso serve --stdio
      """)

  /// Freed memory that is kept for later queries.
  private static let keptByteCount: Int32 = 64 << 20

  @Flag(help: "Serve on standard input and output; the only way so far.")
  var stdio = false

  @Flag(help: "Read the inputs into memory before answering, and say when that is done.")
  var load = false

  @OptionGroup var inputs: InputArguments
  @OptionGroup var time: TimeArguments
  @OptionGroup var limits: LimitArguments

  @Option(help: ArgumentHelp("Rows a batch; answers do not depend on it.", visibility: .hidden))
  var batchRows: Int?

  @Flag(help: ArgumentHelp("Run plans as they were written; answers are the same.", visibility: .hidden))
  var withoutOptimizer = false

  func validate() throws {
    guard stdio else { throw ValidationError("serve needs --stdio") }
  }

  func run() throws {
    var configuration = limits.configuration
    if let batchRows { configuration.batchRowCount = max(1, batchRows) }
    configuration.optimizesPlans = !withoutOptimizer
    let session = Session(configuration)
    try inputs.load(into: session)
    var loadMilliseconds: Double?
    if load { loadMilliseconds = try session.loadTables() }
    // Each query needs about what the one before it has freed.
    malloc_keep_freed(Self.keptByteCount)
    let server = LineProtocolServer(
      session: session, input: STDIN_FILENO, output: STDOUT_FILENO, options: QueryOptions(now: time.now))
    try server.run(loadMilliseconds: loadMilliseconds)
  }
}
