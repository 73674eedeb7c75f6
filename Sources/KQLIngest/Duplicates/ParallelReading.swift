import KQLCatalog
import KQLTypes
import Synchronization

/// Reads a scan to its end on several threads, for what its readers do on the side.
enum ParallelReading {
  /// - Throws: The first reader's error, which every run throws alike; a limit or a cancellation otherwise.
  static func drain(_ scan: IngestScan, threadCount: Int) throws(ExecutionError) {
    let work = Work(scan)
    WorkerThread.runAll(max(1, min(threadCount, scan.maximumReaderCount))) { _ in work.run() }
    if let failure = work.failure { throw failure }
  }

  private final class Work: Sendable {
    private let scan: IngestScan
    private let found = Mutex<ExecutionError?>(nil)

    init(_ scan: IngestScan) { self.scan = scan }

    var failure: ExecutionError? { found.withLock { $0 } }

    func run() {
      do throws(ExecutionError) {
        let reader = try scan.makeReader()
        while failure == nil, try reader.next() != nil {}
      } catch {
        // Readers agree on what is wrong with the inputs; a cancellation that follows from it says less.
        found.withLock { found in
          if found == nil || found?.kind != .badInput && error.kind == .badInput { found = error }
        }
      }
    }
  }
}
