import KQLColumnar
import Synchronization

/// Remembers what a pure function gives for the entries of string heaps, so that a dictionary-coded column is
/// computed once an entry and not once a row.
///
/// Shared by threads: each takes a set of results out for a batch and puts it back, so none waits for another while
/// computing. Threads that meet on one heap may compute an entry twice.
final class EntryMemo<Value: ColumnElement>: Sendable {
  private struct Results: Sendable {
    /// Held so that its identity is not reused.
    var heap: StringHeap
    var values: [Value]
    /// By entry: 0 not computed yet, 1 null, 2 a value.
    var states: [UInt8]
  }

  /// Sets that no thread uses now, most recently used last.
  private let idle = Mutex<[Results]>([])

  init() {}
}

extension EntryMemo {
  private static var capacity: Int { 8 }

  private func take(_ heap: StringHeap) -> Results {
    var results =
      idle.withLock { sets -> Results? in
        guard let index = sets.lastIndex(where: { $0.heap === heap }) else { return nil }
        return sets.remove(at: index)
      } ?? Results(heap: heap, values: [], states: [])
    let missing = heap.count - results.states.count
    if missing > 0 {
      results.values.append(contentsOf: repeatElement(Value.placeholder, count: missing))
      results.states.append(contentsOf: repeatElement(0, count: missing))
    }
    return results
  }

  private func putBack(_ results: Results) {
    idle.withLock { sets in
      if sets.count == Self.capacity { sets.removeFirst() }
      sets.append(results)
    }
  }

  /// The result of each row, and which rows are not null.
  ///
  /// - Parameter compute: The function, always the same one for this memo.
  @inline(__always)
  func results(
    of column: StringColumn, _ compute: (UnsafeBufferPointer<UInt8>) -> Value?
  ) -> (values: [Value], validity: Bitmap?) {
    var values: [Value] = []
    values.reserveCapacity(column.count)
    var validity: Bitmap?
    func appendNull() {
      if validity == nil { validity = Bitmap(repeating: true, count: column.count) }
      validity?[values.count] = false
      values.append(Value.placeholder)
    }
    let heap = column.heap
    guard let codes = column.codes else {
      for row in 0..<column.count {
        if let value = compute(heap[row]) { values.append(value) } else { appendNull() }
      }
      return (values, validity)
    }
    var known = take(heap)
    for code in codes {
      let entry = Int(code)
      if known.states[entry] == 0 {
        let value = compute(heap[entry])
        known.states[entry] = value == nil ? 1 : 2
        if let value { known.values[entry] = value }
      }
      if known.states[entry] == 2 { values.append(known.values[entry]) } else { appendNull() }
    }
    putBack(known)
    return (values, validity)
  }
}
