import KQLCatalog
import KQLColumnar
import KQLTypes

/// Brings the batches that several threads draw from a stream into order and numbers the rows from 0.
///
/// Threads run ahead by a bounded number of batches, so memory stays flat.
struct SequencedStream: BatchStream {
  private let input: any BatchStream
  private let context: ExecutionContext

  init(_ input: any BatchStream, in context: ExecutionContext) {
    self.input = input
    self.context = context
  }

  var maximumReaderCount: Int { 1 }

  func makeReader() throws(ExecutionError) -> any BatchReader {
    let threadCount = min(context.options.threadCount, input.maximumReaderCount)
    guard threadCount > 1 else { return NumberingReader(try input.makeReader()) }
    var readers: [any BatchReader] = []
    for _ in 0..<threadCount { readers.append(try input.makeReader()) }
    return NumberingReader(MergingReader(readers))
  }
}

/// Numbers the rows of an ordered reader from 0.
private final class NumberingReader: BatchReader {
  private let input: any BatchReader
  private var nextOrdinal: Int64 = 0

  init(_ input: any BatchReader) {
    self.input = input
  }

  func next() throws(ExecutionError) -> StreamBatch? {
    guard let scanned = try input.next() else { return nil }
    let batch = scanned.batch.compacted()
    defer { nextOrdinal += Int64(batch.rowCount) }
    return StreamBatch(batch, ordinal: nextOrdinal)
  }
}

/// Lets a thread run each of several readers and gives their batches in the order of their ordinals.
private final class MergingReader: BatchReader {
  /// Batches that a thread may be ahead.
  private static let queueLimit = 8

  private struct Lane {
    var queue: [StreamBatch] = []
    /// The thread gives no lower ordinal any more.
    var progress: Int64 = -1
    var isFinished = false
    var error: ExecutionError?
  }
  private struct State {
    var lanes: [Lane]
    var isStopped = false
  }
  private enum Step {
    case batch(StreamBatch)
    case end
    case failure(ExecutionError)
  }

  private let monitor: Monitor<State>
  private var threads: [WorkerThread] = []

  init(_ readers: [any BatchReader]) {
    monitor = Monitor(State(lanes: readers.map { _ in Lane() }))
    for (index, reader) in readers.enumerated() {
      let lane = LaneWork(reader)
      let monitor = self.monitor
      if let thread = WorkerThread({ Self.fill(index, from: lane.reader, monitor) }) {
        threads.append(thread)
      } else {
        monitor.update {
          $0.lanes[index].error = ExecutionError(
            .limitExceeded(limitName: "E_LOW_MEMORY_CONDITION"), "the system gives no more threads")
          $0.lanes[index].isFinished = true
        }
      }
    }
  }

  deinit {
    monitor.update { $0.isStopped = true }
    for thread in threads { thread.join() }
  }

  func next() throws(ExecutionError) -> StreamBatch? {
    switch monitor.wait(for: { Self.step(&$0) }) {
    case .batch(let batch): return batch
    case .end: return nil
    case .failure(let error): throw error
    }
  }

  /// The next batch in order, or `nil` as long as a thread might still give an earlier one.
  private static func step(_ state: inout State) -> Step? {
    var best: Int?
    for (index, lane) in state.lanes.enumerated() {
      guard let head = lane.queue.first else { continue }
      if let current = best, state.lanes[current].queue[0].ordinal <= head.ordinal { continue }
      best = index
    }
    guard let best else {
      if let error = state.lanes.lazy.compactMap(\.error).first { return .failure(error) }
      return state.lanes.allSatisfy(\.isFinished) ? .end : nil
    }
    let ordinal = state.lanes[best].queue[0].ordinal
    for lane in state.lanes where lane.queue.isEmpty {
      if let error = lane.error { return .failure(error) }
      if !lane.isFinished, lane.progress <= ordinal { return nil }
    }
    return .batch(state.lanes[best].queue.removeFirst())
  }

  private static func fill(_ index: Int, from reader: any BatchReader, _ monitor: Monitor<State>) {
    do throws(ExecutionError) {
      while let scanned = try reader.next() {
        let goesOn = monitor.wait { state -> Bool? in
          if state.isStopped { return false }
          state.lanes[index].progress = scanned.ordinal
          if scanned.batch.rowCount == 0 { return true }
          guard state.lanes[index].queue.count < queueLimit else { return nil }
          state.lanes[index].queue.append(scanned)
          return true
        }
        if !goesOn { return }
      }
      monitor.update { $0.lanes[index].isFinished = true }
    } catch {
      monitor.update {
        $0.lanes[index].error = error
        $0.lanes[index].isFinished = true
      }
    }
  }
}

/// Carries a reader into the one thread that uses it.
private struct LaneWork: @unchecked Sendable {
  let reader: any BatchReader
  init(_ reader: any BatchReader) { self.reader = reader }
}
