import KQLColumnar
import KQLTypes

/// Counts the events of a group in windows of several bins, each ending with one of the bins.
struct SlidingCounts {
  /// What changes from one window to the next.
  private struct Change {
    var rows: Int64 = 0
    var ids: Int64 = 0
  }
  private var changes: [Int64: Change] = [:]

  /// - Parameter binCount: How many bins a window has.
  init<Position>(
    _ binned: [(bin: Int64, events: ArraySlice<Timeline<Position>.Event>)], binCount: Int64
  ) {
    // An id counts in all windows that reach back to one of its bins; windows that overlap count it once.
    var lastEnds: [UInt32: Int64] = [:]
    for (bin, events) in binned {
      let (end, overflows) = bin.addingReportingOverflow(binCount)
      if overflows { continue }
      changes[bin, default: Change()].rows += Int64(events.count)
      changes[end, default: Change()].rows -= Int64(events.count)
      for id in Set(events.compactMap(\.id)) {
        if let lastEnd = lastEnds[id], lastEnd >= bin {
          changes[lastEnd, default: Change()].ids += 1
        } else {
          changes[bin, default: Change()].ids += 1
        }
        changes[end, default: Change()].ids -= 1
        lastEnds[id] = end
      }
    }
  }

  /// Calls `body` for runs of windows that have the same counts, where there are rows.
  func forEachRun(
    _ body: (_ windows: Range<Int64>, _ rows: Int64, _ ids: Int64) throws(ExecutionError) -> Void
  ) throws(ExecutionError) {
    let borders = changes.keys.sorted()
    var rows: Int64 = 0
    var ids: Int64 = 0
    for (border, next) in zip(borders, borders.dropFirst()) {
      let change = changes[border] ?? Change()
      rows += change.rows
      ids += change.ids
      if rows > 0 { try body(border..<next, rows, ids) }
    }
  }
}
