import Synchronization

/// Collects what the scans of a run read of each input.
final class IngestLedger: Sendable {
  private let entries = Mutex<[Int: Entry]>([:])
  /// What became known of inputs that were not looked at when they were found.
  private let late = Mutex<Late>(Late())

  private struct Late {
    var detected: [Int: DetectedInput] = [:]
    var pruned: Set<Int> = []
    var duplicates: [DuplicateKey: [[Int64]]] = [:]
  }

  struct Entry: Sendable {
    var counts: InputTally.Counts
    /// Whether some scan read the input to its end.
    var isComplete: Bool
  }
}

extension IngestLedger {
  /// Adds what a scan found. A query may scan an input several times; one complete scan says all there is to say.
  func add(_ counts: InputTally.Counts, of input: DetectedInput, isComplete: Bool) {
    entries.withLock { entries in
      if let known = entries[input.index] {
        var counts = counts
        if known.isComplete && !isComplete { return }
        if known.isComplete == isComplete, known.counts.recordCount > counts.recordCount { return }
        counts.keepProblems(of: known.counts)
        if isComplete { counts.keepTables(of: known.counts) }
        // Each scan of an input sees all its records, and looks at one table's rows.
        counts.rows.merge(known.counts.rows) { new, _ in new }
        entries[input.index] = Entry(counts: counts, isComplete: isComplete)
        return
      }
      entries[input.index] = Entry(counts: counts, isComplete: isComplete)
    }
  }

  /// Notes that a scan did not open an input, since its path rules it out.
  func notePruned(_ input: DetectedInput) {
    late.withLock { _ = $0.pruned.insert(input.index) }
  }

  func isPruned(_ input: DetectedInput) -> Bool {
    late.withLock { $0.pruned.contains(input.index) }
  }

  /// The input as it was found to be when it was opened, if it was.
  func detected(_ input: DetectedInput) -> DetectedInput? {
    input.isDetected ? input : late.withLock { $0.detected[input.index] }
  }

  func noteDetected(_ input: DetectedInput) {
    late.withLock { $0.detected[input.index] = input }
  }

  func duplicates(_ key: DuplicateKey) -> [[Int64]]? {
    late.withLock { $0.duplicates[key] }
  }

  /// Keeps what was found; of each table the last alone.
  func keep(_ duplicates: [[Int64]], for key: DuplicateKey) {
    late.withLock { late in
      late.duplicates = late.duplicates.filter { $0.key.table != key.table }
      late.duplicates[key] = duplicates
    }
  }

  subscript(input: DetectedInput) -> Entry? {
    entries.withLock { $0[input.index] }
  }
}
