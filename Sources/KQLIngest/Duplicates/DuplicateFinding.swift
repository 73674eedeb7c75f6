import KQLCatalog
import KQLTypes

/// Finds the records of a table that repeat others, by a pass over its inputs before the scan that leaves them out.
///
/// Only such a pass makes the rows, their order and the counts of each file independent of threads: the copy that stands
/// first stays.
extension IngestedTable {
  /// The offsets of duplicates of each source, ascending.
  ///
  /// What was found is kept for further scans of the same sources.
  ///
  /// - Throws: What is wrong with a record, unless bad records are skipped; a limit that was reached.
  func duplicates(
    among sources: [TableSource], _ request: ScanRequest, _ control: QueryControl
  ) throws(ExecutionError) -> [[Int64]] {
    let key = DuplicateKey(table: name, inputs: sources.map(\.input.index))
    if let known = ledger.duplicates(key) { return known }
    let store = FingerprintStore(budget: options.fingerprintBudget)
    let scan = try IngestScan(self, request, control, sources: sources, purpose: .fingerprints(store))
    defer { control.release(byteCount: scan.reservedByteCount) }
    try ParallelReading.drain(scan, threadCount: options.threadCount)
    let found = scan.offsets(try store.duplicates(control))
    ledger.keep(found, for: key)
    return found
  }

  /// Every field of a record as it stands.
  func makeFingerprintLayout() -> RowLayout {
    RowLayout(everythingOf: schema, extraColumn: extraColumn)
  }
}

/// What found duplicates hold for.
struct DuplicateKey: Hashable, Sendable {
  var table: String
  /// Positions of the inputs that were looked at.
  var inputs: [Int]
}
