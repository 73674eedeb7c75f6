import Calypso
import Glibc
import Synchronization

/// Shows on standard error how far a long query has come; silent unless that is a terminal.
final class Progress: Sendable {
  private let monitor: QueryMonitor
  private let isFinished = Atomic<Bool>(false)
  private let hasShown = Atomic<Bool>(false)

  private init(_ monitor: QueryMonitor) { self.monitor = monitor }

  /// - Returns: `nil` when nobody would see it.
  static func start(_ monitor: QueryMonitor) -> Progress? {
    guard Terminal.isTerminal(STDERR_FILENO) else { return nil }
    let progress = Progress(monitor)
    var thread = pthread_t()
    let context = Unmanaged.passRetained(progress).toOpaque()
    let status = pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        Unmanaged<Progress>.fromOpaque(context).takeRetainedValue().show()
        return nil
      }, context)
    if status == 0 { pthread_detach(thread) } else { Unmanaged<Progress>.fromOpaque(context).release() }
    return progress
  }

  /// Takes the line away again, before anything else is written.
  func finish() {
    isFinished.store(true, ordering: .sequentiallyConsistent)
    if hasShown.load(ordering: .sequentiallyConsistent) { Console.write("\r\u{1b}[K", toStandardError: true) }
  }

  private func show() {
    var tenths = 0
    while !isFinished.load(ordering: .sequentiallyConsistent) {
      usleep(100_000)
      tenths += 1
      // Most queries are done before anybody wonders.
      guard tenths >= 15, tenths % 3 == 0, !isFinished.load(ordering: .sequentiallyConsistent) else { continue }
      hasShown.store(true, ordering: .sequentiallyConsistent)
      Console.write("\r\u{1b}[K\(monitor.rowsScanned) rows read, \(tenths / 10) s", toStandardError: true)
    }
  }
}
