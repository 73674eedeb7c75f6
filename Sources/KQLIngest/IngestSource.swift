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
  /// Stores among the inputs, which are not read here.
  package let stores: [StoreInput]
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
    var stores: [StoreInput] = []
    var files = discovery.files[...]
    while let file = files.popFirst() {
      if let (input, table) = Self.blob(file, index: opened.count) {
        opened.append(input)
        builder.add(input, of: table)
        continue
      }
      if let store = try StoreInput(file) {
        stores.append(store)
        continue
      }
      switch try Self.open(file, index: opened.count, options, ledger) {
      case .success(let input):
        opened.append(input)
        try builder.add(input)
      case .failure(let refusal):
        if let handle = refusal.archive {
          do throws(ExecutionError) {
            let archive = try ZipArchive(handle, of: file)
            files = (archive.files + files)[...]
            skipped += archive.skipped
          } catch {
            guard options.skipsBadRecords, error.kind == .badInput else { throw error }
            opened.append(DetectedInput(unopened: file, index: opened.count, blob: nil).unreadable(error, ledger))
          }
          continue
        }
        guard !file.isNamed else { throw .badInput("\(file.displayName): \(refusal.reason)") }
        skipped.append(
          SkippedFile(path: file.displayName, reason: refusal.reason, mayHoldRecords: file.hasExportEnding))
      }
    }
    if opened.isEmpty, stores.isEmpty, let first = skipped.first {
      throw .badInput("\(first.path): \(first.reason); no other file is there to read")
    }
    self.inputs = opened
    self.skipped = skipped
    self.stores = stores
    self.options = options
    self.ledger = ledger
    tables = try builder.finish()
  }

  private static func open(
    _ file: InputFile, index: Int, _ options: IngestOptions, _ ledger: IngestLedger
  ) throws(ExecutionError) -> Result<DetectedInput, InputOpener.Unrecognised> {
    let blob = BlobPath(file.displayName)
    do throws(ExecutionError) {
      return try InputOpener.open(file, index: index, options).map { opened in
        var input = opened.input
        input.blob = blob
        return input
      }
    } catch {
      guard options.skipsBadRecords, error.kind == .badInput, !file.isNamed || file.canBeOpened else { throw error }
      return .success(DetectedInput(unopened: file, index: index, blob: blob).unreadable(error, ledger))
    }
  }

  /// A file of a container that is known to hold nothing but one registry table's events: such files are many, and
  /// most queries need few of them, so none is opened before.
  private static func blob(_ file: InputFile, index: Int) -> (DetectedInput, RegistryTable)? {
    guard !file.isNamed, file.declaredTable == nil, let blob = BlobPath(file.displayName),
      let table = blob.registryTable
    else { return nil }
    return (DetectedInput(unopened: file, index: index, blob: blob), table)
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
