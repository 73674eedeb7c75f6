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
  private let deadline: ContinuousClock.Instant?
  private let timeLimit: Duration?

  package init(memoryLimit: Int = .max, timeLimit: Duration? = nil) {
    self.memoryLimit = memoryLimit
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
        .limitExceeded(limitName: "E_QUERY_TIMEOUT"), "the query ran longer than its time limit of \(timeLimit!) (E_QUERY_TIMEOUT)")
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

  package func release(byteCount: Int) { bytesInUse.subtract(byteCount, ordering: .relaxed) }
}

// MARK: - Counting

extension QueryControl {
  /// Counts rows that scans looked at, whether or not they passed.
  package func countScanned(rows: Int) { scannedRows.add(rows, ordering: .relaxed) }

  package var scannedRowCount: Int { scannedRows.load(ordering: .relaxed) }
}
