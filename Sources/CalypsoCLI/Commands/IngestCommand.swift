import ArgumentParser
import Calypso
import Glibc

struct IngestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ingest", abstract: "Put exports into a store: one compressed file that proves what it holds.",
    discussion: """
      Each file is wholly in the store or not at all. Files that are in already are passed over, so that the same \
      command goes on after an interruption. A line 'committed PATH ROWS SHA256' is written once a file is in for good, \
      and at the end 'digest SHA256', which stands for everything that the store holds.

      EXAMPLES
        calypso ingest logs.store exports/
        calypso query '| count' logs.store
      """)

  @Argument(help: "The store; made when there is none.")
  var store: String

  @OptionGroup var inputs: InputArguments
  @OptionGroup var limits: LimitArguments

  func validate() throws {
    if inputs.inputs.isEmpty { throw ValidationError("what to ingest is missing: name files or folders") }
  }

  func run() throws {
    let console = Console.standardError
    let output = FileOutput(descriptor: STDOUT_FILENO)
    let session = Session(limits.configuration)
    let monitor = QueryMonitor(limits.configuration)
    Interrupt.cancels(monitor)
    let information = try session.ingest(inputs.inputs, into: store, options: inputs.options, monitor: monitor) {
      file in
      switch file.outcome {
      case .committed:
        try output.write("committed \(SafeText.escaped(file.path)) \(file.rowCount) \(file.sha256)\n")
        if file.malformedCount > 0 {
          console.say("warning: \(file.path): \(file.malformedCount) malformed records were skipped")
        }
      case .unreadable(let reason): console.say("warning: \(file.path): is not in the store: \(reason)")
      case .knownAs(let path):
        console.say("note: \(file.path): is in the store already" + (path == file.path ? "" : ", as \(path)"))
      }
    }
    try output.write("digest \(information.digest)\n")
  }
}
