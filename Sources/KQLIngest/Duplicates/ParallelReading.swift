import Glibc
import KQLCatalog
import KQLTypes
import Synchronization

/// Reads a scan to its end on several threads, for what its readers do on the side.
enum ParallelReading {
  /// - Throws: The first reader's error, which every run throws alike; a limit or a cancellation otherwise.
  static func drain(_ scan: IngestScan, threadCount: Int) throws(ExecutionError) {
    let work = Work(scan)
    var threads: [pthread_t] = []
    for _ in 1..<max(1, min(threadCount, scan.maximumReaderCount)) {
      let argument = Unmanaged.passRetained(work)
      var thread = pthread_t()
      let code = pthread_create(
        &thread, nil,
        { argument in
          guard let argument else { return nil }
          Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().run()
          return nil
        }, argument.toOpaque())
      // Whoever could not be started leaves the work to the others.
      if code == 0 { threads.append(thread) } else { argument.release() }
    }
    work.run()
    for thread in threads { pthread_join(thread, nil) }
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
