import Deflate
import KQLCatalog
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
  private let thread: WorkerThread?
  /// The piece that was taken last, whose window is in use.
  private var current: InflateWindow?

  /// Pieces that wait at most.
  private static let depth = 3

  /// - Parameter window: That of the last piece, which the next one may refer to.
  init(_ members: CompressedMembers, after window: InflateWindow?) {
    let queue = Queue(members, after: window, depth: Self.depth)
    self.queue = queue
    thread = WorkerThread { while queue.produce() {} }
  }

  deinit {
    queue.cancel()
    thread?.join()
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
  private let lock = Lock()
  private let depth: Int
  // The next four are used under the lock.
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
    return lock.run {
      if let piece { waiting.append(InflateAhead.Output(window: window, piece: piece, failure: failure)) }
      isDone = piece == nil || failure != nil
      return !isDone && !isCancelled
    }
  }

  /// A window to decompress into, as soon as there is one; `nil` when nobody wants more.
  private func takeFree() -> InflateWindow? {
    lock.run(when: { isCancelled || isDone || freeIndex != nil || mayAddWindow }) {
      if isCancelled || isDone { return nil }
      if let freeIndex { return free.remove(at: freeIndex) }
      windowCount += 1
      return InflateWindow(capacity: InflateStream.pieceByteCount)
    }
  }

  private var freeIndex: Int? { free.firstIndex { $0 !== last } }

  /// Two more than may wait: the one in use, and the one that the next piece refers to.
  private var mayAddWindow: Bool { windowCount < depth + 2 }

  func take() -> InflateAhead.Output? {
    lock.run(when: { !waiting.isEmpty || isDone }) { waiting.isEmpty ? nil : waiting.removeFirst() }
  }

  func giveBack(_ window: InflateWindow) { lock.run { free.append(window) } }

  func cancel() { lock.run { isCancelled = true } }
}
