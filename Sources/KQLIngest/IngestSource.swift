import KQLCatalog
import KQLTypes

/// The tables that some inputs hold.
///
/// Opening looks at the first bytes of every input; the rest is read by scans of the tables.
package final class IngestSource: Sendable {
  /// Registry tables first, then others in order of appearance.
  package let tables: [IngestedTable]
  /// Files in folders that are not read.
  package let skipped: [SkippedFile]
  let inputs: [DetectedInput]
  let options: IngestOptions
  let ledger: IngestLedger

  /// - Parameter inputs: Files, folders, patterns, `-` for standard input; each may follow `NAME=`.
  package init(_ inputs: [String], options: IngestOptions = IngestOptions()) throws(ExecutionError) {
    let discovery = try InputDiscovery(inputs)
    let ledger = IngestLedger()
    var builder = TableBuilder(options: options, ledger: ledger)
    var skipped = discovery.skipped
    var opened: [DetectedInput] = []
    for file in discovery.files {
      switch try Self.open(file, index: opened.count, options, ledger) {
      case .success(let input):
        opened.append(input)
        try builder.add(input)
      case .failure(let refusal):
        guard !file.isNamed else { throw .badInput("\(file.displayName): \(refusal.reason)") }
        skipped.append(
          SkippedFile(path: file.displayName, reason: refusal.reason, mayHoldRecords: file.hasExportEnding))
      }
    }
    if opened.isEmpty, let first = skipped.first {
      throw .badInput("\(first.path): \(first.reason); no other file is there to read")
    }
    self.inputs = opened
    self.skipped = skipped
    self.options = options
    self.ledger = ledger
    tables = try builder.finish()
  }

  private static func open(
    _ file: InputFile, index: Int, _ options: IngestOptions, _ ledger: IngestLedger
  ) throws(ExecutionError) -> Result<DetectedInput, InputOpener.Unrecognised> {
    do throws(ExecutionError) {
      return try InputOpener.open(file, index: index, options).map(\.input)
    } catch {
      guard options.skipsBadRecords, error.kind == .badInput else { throw error }
      let input = DetectedInput(
        index: index, file: file, layers: [], format: .empty, byteCount: 0, markByteCount: 0, spooled: nil)
      var counts = InputTally.Counts()
      counts.problems.append(error.message)
      ledger.add(counts, of: input, isComplete: false)
      return .success(input)
    }
  }
}

// MARK: - Tables

extension IngestSource {
  package subscript(table name: String) -> IngestedTable? {
    tables.first { $0.name == name }
  }

  /// Registers all tables.
  package func register(in catalog: inout Catalog) {
    for table in tables { catalog.register(table, as: table.name) }
  }
}
