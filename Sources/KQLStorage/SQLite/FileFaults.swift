import Glibc
import Synchronization

/// Makes writes and syncs of stores fail, on one thread, so that tests see what a failing disk does.
package struct FileFaults: Sendable {
  package enum Fault: Sendable, CaseIterable {
    case noSpace
    case inputOutputError
    /// Half of the bytes are written before the error.
    case shortWrite
  }

  private var fault: Fault
  /// Operations that still go well.
  private var remainingCount: Int
  private var lasts: Bool
  private let thread: pthread_t

  private static let isArmed = Atomic<Bool>(false)
  private static let armed = Mutex<FileFaults?>(nil)

  /// Runs a body during which writes, syncs and truncations of this thread fail from the one of a number on.
  ///
  /// - Parameter lasts: Whether all that follow fail too, or only that one.
  /// - Returns: What the body gives, and whether an operation failed.
  package static func during<Result>(
    _ fault: Fault, after count: Int, lasts: Bool, _ body: () -> Result
  ) -> (result: Result, hasFailed: Bool) {
    armed.withLock {
      $0 = FileFaults(fault: fault, remainingCount: count, lasts: lasts, thread: pthread_self())
    }
    isArmed.store(true, ordering: .sequentiallyConsistent)
    let result = body()
    isArmed.store(false, ordering: .sequentiallyConsistent)
    let left = armed.withLock { faults in
      defer { faults = nil }
      return faults
    }
    return (result, (left?.remainingCount ?? -1) < 0)
  }

  /// The fault that the next operation of this thread must meet; `nil` when it goes well.
  static func next() -> Fault? {
    guard isArmed.load(ordering: .relaxed) else { return nil }
    return armed.withLock { faults -> Fault? in
      guard let current = faults, pthread_equal(current.thread, pthread_self()) != 0 else { return nil }
      faults?.remainingCount -= 1
      if current.remainingCount > 0 { return nil }
      return current.remainingCount == 0 || current.lasts ? current.fault : nil
    }
  }
}
