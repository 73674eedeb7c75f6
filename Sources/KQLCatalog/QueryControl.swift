import KQLTypes
import Synchronization

/// What may stop a running query from outside: cancellation, its deadline and its memory budget. Shared by all
/// threads of the query.
package final class QueryControl: Sendable {
  private let isCancelledFlag = Atomic<Bool>(false)
  private let bytesInUse = Atomic<Int>(0)
  private let scannedRows = Atomic<Int>(0)
  /// Bytes that operators may hold; `Int.max` when unlimited.
  package let memoryLimit: Int
  /// Bytes in use from which on operators that can put rows into temporary files do so. It lies well below the limit,
  /// as work on the rows in memory needs room beside them.
  package let spillThreshold: Int
  private let deadline: ContinuousClock.Instant?
  private let timeLimit: Duration?

  /// - Parameter spillThreshold: Half the memory limit unless given.
  package init(memoryLimit: Int = .max, spillThreshold: Int? = nil, timeLimit: Duration? = nil) {
    self.memoryLimit = memoryLimit
    self.spillThreshold = spillThreshold ?? (memoryLimit == .max ? .max : memoryLimit / 2)
    self.timeLimit = timeLimit
    deadline = timeLimit.map { ContinuousClock.now + $0 }
  }
}

// MARK: - Stopping

extension QueryControl {
  package func cancel() { isCancelledFlag.store(true, ordering: .relaxed) }

  package var isCancelled: Bool { isCancelledFlag.load(ordering: .relaxed) }

  /// Throws when the query must stop; called once a batch, and within long loops.
  package func checkpoint() throws(ExecutionError) {
    if isCancelled { throw .cancelled }
    if let deadline, ContinuousClock.now > deadline {
      throw ExecutionError(
        .limitExceeded(limitName: "E_QUERY_TIMEOUT"),
        "the query ran longer than its time limit of \(timeLimit!) (E_QUERY_TIMEOUT)")
    }
  }
}

// MARK: - Memory

extension QueryControl {
  /// Accounts for memory that an operator holds on to; throws when the query as a whole holds too much.
  package func reserve(byteCount: Int) throws(ExecutionError) {
    let total = bytesInUse.add(byteCount, ordering: .relaxed).newValue
    if total > memoryLimit {
      throw ExecutionError(
        .limitExceeded(limitName: "E_RUNAWAY_QUERY"),
        "the query needs more memory than its limit of \(memoryLimit) bytes (E_RUNAWAY_QUERY)")
    }
  }

  /// Whether an operator that holds so many bytes should put them into temporary files: much is in use, and its own
  /// share of it is worth a file.
  package func shouldSpill(holding byteCount: Int) -> Bool {
    bytesInUse.load(ordering: .relaxed) > spillThreshold && byteCount >= max(spillThreshold / 16, 1 << 10)
  }

  package func release(byteCount: Int) { bytesInUse.subtract(byteCount, ordering: .relaxed) }
}

// MARK: - Counting

extension QueryControl {
  /// Counts rows that scans looked at, whether or not they passed.
  package func countScanned(rows: Int) { scannedRows.add(rows, ordering: .relaxed) }

  package var scannedRowCount: Int { scannedRows.load(ordering: .relaxed) }
}
