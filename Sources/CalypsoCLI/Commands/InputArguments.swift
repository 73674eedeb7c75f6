import ArgumentParser
import Calypso

/// Inputs and how they are read, alike in all commands.
struct InputArguments: ParsableArguments {
  @Argument(help: "Files, folders, globs, '-' for standard input, or NAME=PATH.")
  var inputs: [String] = []

  @Flag(help: "Count malformed records, show the first ones and read the rest, instead of stopping.")
  var skipBadRecords = false

  @Flag(help: "Do not check bytes that the query cannot need; said in the account.")
  var trustSkipped = false

  @Flag(help: "Leave out records that repeat others: the same _ItemId, else the same in every field.")
  var deduplicate = false

  @Flag(help: "Open every blob, even where its path says that it cannot hold the times that the query asks for.")
  var readAllBlobs = false

  @OptionGroup var form: FormArguments

  var options: InputOptions {
    InputOptions(
      skipsBadRecords: skipBadRecords, trustsSkippedBytes: trustSkipped, deduplicates: deduplicate,
      prunesByPath: !readAllBlobs, form: form.form,
      schemas: form.schemas)
  }

  func load(into session: Session) throws {
    try session.addInputs(inputs, options: options)
  }
}

/// Where the account of what was read goes.
struct AccountArguments: ParsableArguments {
  @Option(help: ArgumentHelp("Write the account of what was read, with digests, to a file as JSON.", valueName: "file"))
  var account: String?

  /// Writes the account, if it is wanted.
  func write(_ session: Session) throws {
    guard let account else { return }
    try TextFile.write(session.account(computesDigests: true).json(), to: account)
  }
}

/// Limits of a run.
struct LimitArguments: ParsableArguments {
  @Option(help: "Threads to use; all processors by default.")
  var threads: Int?

  @Option(help: "Memory that operators may hold, such as 512MB or 2GB; what does not fit goes into temporary files.")
  var memoryLimit: ByteCount = ByteCount(bytes: 1 << 30)

  @Option(name: .customLong("temp-directory"), help: "Folder of the temporary files; TMPDIR or /tmp by default.")
  var temporaryDirectory: String?

  @Option(help: "Longest time to run, in seconds or as a timespan such as 90s or 5m.")
  var timeLimit: TimeLimit?

  func validate() throws {
    if let threads, !(1...1024).contains(threads) { throw ValidationError("--threads takes a number from 1 to 1024") }
  }

  var configuration: EngineConfiguration {
    var result = EngineConfiguration(memoryLimitBytes: memoryLimit.bytes, timeLimit: timeLimit?.duration)
    if let threads { result.threadCount = threads }
    result.temporaryDirectory = temporaryDirectory
    return result
  }
}

/// What `now()` means.
struct TimeArguments: ParsableArguments {
  @Option(help: "What now() and ago() go by: wall, latest (newest TimeGenerated of the inputs) or a datetime.")
  var now: QueryTime = .wall
}
