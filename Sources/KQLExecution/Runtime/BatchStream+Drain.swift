import KQLCatalog
import KQLColumnar
import KQLTypes
import Synchronization

extension BatchStream {
  /// Runs the stream to its end in parallel, each thread with a state of its own.
  ///
  /// - Parameters:
  ///   - makeState: Makes a thread's state, on that thread.
  ///   - consume: Takes a batch that has rows; each thread's come with ascending ordinals.
  /// - Returns: The states, in no meaningful order; at least one.
  func drain<State: AnyObject>(
    in context: ExecutionContext, makeState: @escaping @Sendable () throws(ExecutionError) -> State,
    consume: @escaping @Sendable (State, StreamBatch) throws(ExecutionError) -> Void
  ) throws(ExecutionError) -> [State] {
    let threadCount = max(1, min(context.options.threadCount, maximumReaderCount))
    let control = context.control
    if threadCount == 1 {
      let state = try makeState()
      let reader = try makeReader()
      while let scanned = try reader.next() {
        try control.checkpoint()
        if scanned.batch.rowCount > 0 { try consume(state, scanned) }
      }
      return [state]
    }
    let outcomes = Outcomes<State>()
    WorkerThread.runAll(threadCount) { _ in
      do throws(ExecutionError) {
        let state = try makeState()
        let reader = try self.makeReader()
        while !outcomes.hasFailed, let scanned = try reader.next() {
          try control.checkpoint()
          if scanned.batch.rowCount > 0 { try consume(state, scanned) }
        }
        outcomes.succeed(state)
      } catch {
        outcomes.fail(error)
      }
    }
    return try outcomes.states()
  }
}

/// What the threads of a drain came to.
private final class Outcomes<State: AnyObject>: @unchecked Sendable {
  private let failure = Mutex<ExecutionError?>(nil)
  private let failed = Atomic<Bool>(false)
  private let lock = Mutex<Void>(())
  /// Guarded by `lock`.
  private var finished: [State] = []

  var hasFailed: Bool { failed.load(ordering: .relaxed) }

  func fail(_ error: ExecutionError) {
    failure.withLock { if $0 == nil { $0 = error } }
    failed.store(true, ordering: .relaxed)
  }

  func succeed(_ state: State) { lock.withLock { _ in finished.append(state) } }

  func states() throws(ExecutionError) -> [State] {
    if let error = failure.withLock({ $0 }) { throw error }
    return finished
  }
}
