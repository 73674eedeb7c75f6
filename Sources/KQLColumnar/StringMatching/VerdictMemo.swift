import Synchronization

/// Remembers what a pure condition says of the entries of string heaps, so that a dictionary-coded column is
/// decided once an entry and not once a row.
///
/// Shared by threads: each takes a set of verdicts out for a batch and puts it back, so none waits for another
/// while deciding. Threads that meet on one heap may decide an entry twice.
@usableFromInline
package final class VerdictMemo: Sendable {
  /// What is known of the entries of one heap.
  @frozen @usableFromInline
  struct Verdicts {
    /// Held so that its identity is not reused.
    @usableFromInline let heap: StringHeap
    /// By entry: 0 not decided yet, 1 false, 2 true, 3 null.
    @usableFromInline var states: [UInt8]
  }

  /// Sets that no thread uses now, most recently used last.
  private let idle = Mutex<[Verdicts]>([])
  private static let capacity = 8

  package init() {}

  @usableFromInline
  func take(_ heap: StringHeap) -> Verdicts {
    var verdicts =
      idle.withLock { sets -> Verdicts? in
        guard let index = sets.lastIndex(where: { $0.heap === heap }) else { return nil }
        return sets.remove(at: index)
      } ?? Verdicts(heap: heap, states: [])
    let missing = heap.count - verdicts.states.count
    if missing > 0 { verdicts.states.append(contentsOf: repeatElement(0, count: missing)) }
    return verdicts
  }

  @usableFromInline
  func putBack(_ verdicts: Verdicts) {
    idle.withLock { sets in
      if sets.count == Self.capacity { sets.removeFirst() }
      sets.append(verdicts)
    }
  }
}

extension VerdictMemo {
  /// Decides each row of a column.
  ///
  /// - Parameter decide: The condition, always the same one for this memo.
  @inlinable @inline(__always)
  package func verdicts(_ column: StringColumn, _ decide: (UnsafeBufferPointer<UInt8>) -> Bool) -> [Bool] {
    let heap = column.heap
    guard let codes = column.codes else {
      return [Bool](unsafeUninitializedCapacity: column.count) { target, initialized in
        for row in 0..<column.count { target[row] = decide(heap[row]) }
        initialized = column.count
      }
    }
    var verdicts = take(heap)
    let result = [Bool](unsafeUninitializedCapacity: codes.count) { target, initialized in
      verdicts.states.withUnsafeMutableBufferPointer { states in
        for row in codes.indices {
          let entry = Int(codes[row])
          var state = states[entry]
          if state == 0 {
            state = decide(heap[entry]) ? 2 : 1
            states[entry] = state
          }
          target[row] = state == 2
        }
      }
      initialized = codes.count
    }
    putBack(verdicts)
    return result
  }

  /// Decides each row of a column, where the condition may have no answer.
  ///
  /// - Parameter decide: The condition, always the same one for this memo; `nil` for null.
  /// - Returns: The verdicts, and which of them are not null; `nil` when none is.
  @inlinable @inline(__always)
  package func optionalVerdicts(
    _ column: StringColumn, _ decide: (UnsafeBufferPointer<UInt8>) -> Bool?
  ) -> (values: [Bool], validity: Bitmap?) {
    let heap = column.heap
    var states: [UInt8]
    if let codes = column.codes {
      var verdicts = take(heap)
      states = [UInt8](unsafeUninitializedCapacity: codes.count) { target, initialized in
        verdicts.states.withUnsafeMutableBufferPointer { states in
          for row in codes.indices {
            let entry = Int(codes[row])
            if states[entry] == 0 { states[entry] = decide(heap[entry]).map { $0 ? 2 : 1 } ?? 3 }
            target[row] = states[entry]
          }
        }
        initialized = codes.count
      }
      putBack(verdicts)
    } else {
      states = (0..<column.count).map { row in decide(heap[row]).map { $0 ? 2 : 1 } ?? 3 }
    }
    let validity = states.contains(3) ? Bitmap(count: states.count) { states[$0] != 3 } : nil
    return (states.map { $0 == 2 }, validity)
  }
}
