import Synchronization

/// Collects what the scans of a run read of each input.
final class IngestLedger: Sendable {
  private let entries = Mutex<[Int: Entry]>([:])

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
        if known.isComplete && !isComplete { return }
        if known.isComplete == isComplete, known.counts.recordCount > counts.recordCount { return }
        // Each scan of an input sees all its records, and looks at one table's rows.
        var counts = counts
        counts.rows.merge(known.counts.rows) { new, _ in new }
        entries[input.index] = Entry(counts: counts, isComplete: isComplete)
        return
      }
      entries[input.index] = Entry(counts: counts, isComplete: isComplete)
    }
  }

  subscript(input: DetectedInput) -> Entry? {
    entries.withLock { $0[input.index] }
  }
}
