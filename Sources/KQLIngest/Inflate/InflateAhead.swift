import Glibc
import KQLTypes

/// Decompresses on a thread of its own, a few pieces ahead of whoever takes them.
///
/// The thread ends with the data, at the first error, or when nobody holds on to this object any more.
final class InflateAhead {
  struct Output {
    var window: InflateWindow
    var piece: CompressedMembers.Piece
    var failure: ExecutionError?
  }

  private let queue: Queue
  private var thread: pthread_t?
  /// The piece that was taken last, whose window is in use.
  private var current: InflateWindow?

  /// Pieces that wait at most.
  private static let depth = 3

  /// - Parameter window: That of the last piece, which the next one may refer to.
  init(_ members: CompressedMembers, after window: InflateWindow?) {
    queue = Queue(members, after: window, depth: Self.depth)
    let argument = Unmanaged.passRetained(queue)
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { argument in
        guard let argument else { return nil }
        let queue = Unmanaged<Queue>.fromOpaque(argument).takeRetainedValue()
        while queue.produce() {}
        return nil
      }, argument.toOpaque())
    if code == 0 { self.thread = thread } else { argument.release() }
  }

  deinit {
    queue.cancel()
    if let thread { pthread_join(thread, nil) }
  }

  /// The next piece, whose bytes are of use until the next call; `nil` at the end.
  func next() -> Output? {
    if let current { queue.giveBack(current) }
    current = nil
    // Without a thread the work is done here.
    if thread == nil { _ = queue.produce() }
    let output = queue.take()
    current = output?.window
    return output
  }
}

/// The pieces on their way from the thread that makes them to the one that takes them.
private final class Queue: @unchecked Sendable {
  private let members: CompressedMembers
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let changed: UnsafeMutablePointer<pthread_cond_t>
  private let depth: Int
  // The next four are used under the mutex.
  private var waiting: [InflateAhead.Output] = []
  private var free: [InflateWindow] = []
  private var isDone = false
  private var isCancelled = false
  // The rest is the producer's own.
  private var last: InflateWindow?
  private var windowCount = 0

  init(_ members: CompressedMembers, after window: InflateWindow?, depth: Int) {
    self.members = members
    self.depth = depth
    last = window
    mutex = .allocate(capacity: 1)
    mutex.initialize(to: pthread_mutex_t())
    pthread_mutex_init(mutex, nil)
    changed = .allocate(capacity: 1)
    changed.initialize(to: pthread_cond_t())
    pthread_cond_init(changed, nil)
  }

  deinit {
    pthread_mutex_destroy(mutex)
    mutex.deallocate()
    pthread_cond_destroy(changed)
    changed.deallocate()
  }
}

extension Queue {
  /// Makes one piece.
  ///
  /// - Returns: Whether there may be more.
  func produce() -> Bool {
    guard let window = takeFree() else { return false }
    var failure: ExecutionError?
    let piece = members.next(
      into: window, after: last, capacity: InflateStream.pieceByteCount, failure: &failure)
    last = window
    pthread_mutex_lock(mutex)
    defer {
      pthread_cond_broadcast(changed)
      pthread_mutex_unlock(mutex)
    }
    if let piece { waiting.append(InflateAhead.Output(window: window, piece: piece, failure: failure)) }
    isDone = piece == nil || failure != nil
    return !isDone && !isCancelled
  }

  /// A window to decompress into, as soon as there is one; `nil` when nobody wants more.
  private func takeFree() -> InflateWindow? {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    // Two more than may wait: the one in use, and the one that the next piece refers to.
    while true {
      if isCancelled || isDone { return nil }
      if let index = free.firstIndex(where: { $0 !== last }) { return free.remove(at: index) }
      if windowCount < depth + 2 {
        windowCount += 1
        return InflateWindow(capacity: InflateStream.pieceByteCount)
      }
      pthread_cond_wait(changed, mutex)
    }
  }

  func take() -> InflateAhead.Output? {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while waiting.isEmpty, !isDone { pthread_cond_wait(changed, mutex) }
    return waiting.isEmpty ? nil : waiting.removeFirst()
  }

  func giveBack(_ window: InflateWindow) {
    pthread_mutex_lock(mutex)
    free.append(window)
    pthread_cond_broadcast(changed)
    pthread_mutex_unlock(mutex)
  }

  func cancel() {
    pthread_mutex_lock(mutex)
    isCancelled = true
    pthread_cond_broadcast(changed)
    pthread_mutex_unlock(mutex)
  }
}
