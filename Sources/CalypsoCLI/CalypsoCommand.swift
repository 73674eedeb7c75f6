import ArgumentParser
import Calypso

/// The command line: parsing of arguments and exit codes, no logic.
@main
struct CalypsoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calypso",
    abstract: "Answers KQL over logs that have left Azure, offline.",
    discussion: """
      EXAMPLES
        calypso query '| distinct CallerIpAddress' exports/
        calypso query @last-pull exports/
        calypso query -f callers.kql --now latest exports/ --format csv
        calypso verify --policy policy.yaml exports/
        calypso schema exports/

      EXIT CODES
        0  done                      3  an input is bad or incomplete
        1  the query is wrong        4  a limit was reached
        2  wrong usage               5  the output could not be written
      """,
    version: Calypso.version,
    subcommands: [
      QueryCommand.self, VerifyCommand.self, SchemaCommand.self, ExplainCommand.self, ServeCommand.self,
      IngestCommand.self, StoreCommand.self,
    ])

  static func main() {
    // Output that nobody reads any more is an error of write(), not a signal that ends the program.
    BrokenPipe.ignoreSignal()
    do {
      var command = try parsed()
      try command.run()
    } catch let error as CommandFailure {
      exit(withCode: error.exitCode)
    } catch let list as NamedQueryList {
      Console.write("\(list)\n", toStandardError: false)
      exit(withCode: .done)
    } catch let error as DocumentFileError {
      error.report(on: .standardError)
      exit(withCode: error.exit)
    } catch let error as QueryError {
      Console.standardError.report(error)
      exit(withCode: CommandExit(error))
    } catch {
      let isRequest = exitCode(for: error).isSuccess
      Console.write(fullMessage(for: error) + "\n", toStandardError: !isRequest)
      exit(withCode: isRequest ? .done : .usage)
    }
  }

  /// `verify init` is a command of its own: `verify` takes inputs, and `init` would be one.
  private static func parsed() throws -> any ParsableCommand {
    let arguments = CommandLine.arguments.dropFirst()
    if arguments.elementsEqual(["help", "verify", "init"]) { return try VerifyInitCommand.parseAsRoot(["--help"]) }
    guard arguments.starts(with: ["verify", "init"]) else { return try parseAsRoot() }
    return try VerifyInitCommand.parseAsRoot(Array(arguments.dropFirst(2)))
  }

  private static func exit(withCode code: CommandExit) -> Never { code.exit() }
}
