import ArgumentParser
import Calypso
import Glibc

struct StoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "store", abstract: "Look after a store: what it holds, whether it is sound, what may go.",
    subcommands: [
      StoreInfoCommand.self, StoreCheckCommand.self, StoreCompactCommand.self, StoreDropCommand.self,
      StoreExportCommand.self,
    ])
}

struct StoreInfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info", abstract: "Tell what a store holds, and its digest, without reading a row.")

  @Argument(help: "The store.")
  var store: String

  @Option(help: "Form of the answer.")
  var format: OutputFormat = .table

  func run() throws {
    let information = try EventStore(path: store).information()
    let renderer = ResultRenderer(
      format, to: FileOutput(descriptor: STDOUT_FILENO), width: Terminal.width(STDOUT_FILENO),
      usesColor: Terminal.allowsColor(STDOUT_FILENO), escapesControls: Terminal.isTerminal(STDOUT_FILENO))
    try information.describe(delivering: renderer)
    try renderer.finish()
  }
}

struct StoreCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Prove every byte of a store.",
    discussion: """
      Exit code 0 says that the store is exactly what was written. With --expect it is also the very store that had \
      that digest: keep the digest that 'ingest' prints in another place than the store.
      """)

  @Argument(help: "The store.")
  var store: String

  @Option(help: "The digest that the store must have.")
  var expect: String?

  func validate() throws {
    guard let expect else { return }
    guard expect.utf8.count == 64, expect.allSatisfy(\.isHexDigit) else {
      throw ValidationError("--expect takes a digest of 64 hexadecimal digits")
    }
  }

  func run() throws {
    let report = try EventStore(path: store).check(expecting: expect)
    guard report.isSound, let digest = report.digest else {
      for problem in report.problems { Console.standardError.say("error: \(problem)") }
      throw CommandFailure(exitCode: .badInput)
    }
    try FileOutput(descriptor: STDOUT_FILENO).write(
      "sound \(digest)\n\(report.pageCount) pages and \(report.blobCount) blobs are what was written\n")
  }
}

struct StoreCompactCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compact", abstract: "Put small segments together and give unused room back; rows stay as they are.")

  @Argument(help: "The store.")
  var store: String

  func run() throws {
    let report = try EventStore(path: store).compact()
    try FileOutput(descriptor: STDOUT_FILENO).write(
      "\(report.removedSegmentCount) segments became \(report.addedSegmentCount)\ndigest \(report.digest)\n")
  }
}

struct StoreDropCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drop-before", abstract: "Drop the rows whose TimeGenerated is before a time; said in the manifest.",
    discussion: """
      EXAMPLE
        calypso store drop-before logs.store 2026-01-01
      """)

  @Argument(help: "The store.")
  var store: String

  @Argument(help: "A datetime; rows of that time and later stay.")
  var time: String

  func validate() throws {
    if Timestamp(time) == nil { throw ValidationError("'\(time)' is no datetime") }
  }

  func run() throws {
    guard let time = Timestamp(time) else { return }
    let report = try EventStore(path: store).dropRows(before: time)
    try FileOutput(descriptor: STDOUT_FILENO).write("\(report.droppedRowCount) rows dropped\ndigest \(report.digest)\n")
  }
}

struct StoreExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write the rows of a table of a store, in the order in which they came in.",
    discussion: """
      EXAMPLE
        calypso store export logs.store --table ContainerRegistryLoginEvents --format csv > logins.csv
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case ndjson
    case csv
  }

  @Argument(help: "The store.")
  var store: String

  @Option(help: "The table; may be left out when the store holds one.")
  var table: String?

  @Option(help: "Form of the rows.")
  var format: Format = .ndjson

  func run() throws {
    let session = Session()
    _ = try EventStore(path: store).information()
    try session.addInputs([store])
    let names = session.tableNames
    guard let name = table ?? (names.count == 1 ? names.first : nil), names.contains(name) else {
      throw ValidationError(
        "choose a table with --table: \(names.map { SafeText.escaped($0) }.joined(separator: ", "))")
    }
    let renderer = ResultRenderer(format == .csv ? .csv : .ndjson, to: FileOutput(descriptor: STDOUT_FILENO))
    let monitor = QueryMonitor(session.configuration)
    Interrupt.cancels(monitor)
    try session.export(table: name, delivering: renderer, monitor: monitor)
    try renderer.finish()
  }
}
