import KQLColumnar
import KQLTypes

/// `sliding_window_counts`: rows and ids of each bin and those before it that the window reaches back to.
///
/// Windows without rows are left out. Rows before the start count for the windows that reach back to them.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/sliding-window-counts-plugin>
enum SlidingWindowCounts {
  static let function = TableFunction.timeline(
    "sliding_window_counts", integer: run(Int64.self), real: run(Double.self))

  private static func run<Position: TimelinePosition>(
    _: Position.Type
  ) -> @Sendable (TableFunctionCall, RecordBatch, [RecordBatch]) throws(ExecutionError) -> RecordBatch {
    { (call, rows, _) throws(ExecutionError) in
      let type = call.field(1)?.type ?? .long
      let start: Position = try call.position(2, "Start", as: type)
      let end: Position = try call.position(3, "End", as: type)
      let lookback: Position = try call.interval(4, "LookbackWindow", ofTimeline: type)
      if case .string = call.constant(5) {
        throw call.unsupported("calendar periods as 'Bin' are not supported: how many a window has is not documented")
      }
      let step: Position = try call.interval(5, "Bin", ofTimeline: type)
      let bins = TimelineBins(size: step, from: start)
      let timeline = try Timeline<Position>(
        call, rows, dimensions: 6, from: start.moved(back: lookback), through: end)
      let binCount = max(1, lookback.steps(of: step, from: .origin) ?? .max)
      let lastBin = bins.index(end) ?? .max
      var output = TimelineRows<Position>()
      var counts: [Int64] = []
      var distinctCounts: [Int64] = []
      for group in timeline.events.indices {
        let sliding = SlidingCounts(timeline.binned(group, bins), binCount: binCount)
        try sliding.forEachRun { (windows, rows, ids) throws(ExecutionError) in
          var window = max(0, windows.lowerBound)
          while window < windows.upperBound, window <= lastBin {
            guard output.append(bin: window, of: bins, group: group) else { break }
            counts.append(rows)
            distinctCounts.append(ids)
            window += 1
            if counts.count % 4096 == 0 {
              try ActivityPlugins.checkRowCount(counts.count, call)
              try call.noteProgress(4096 * 32)
            }
          }
        }
      }
      let values = [counts, distinctCounts].map { Column.int64($0, as: .long) }
      return timeline.table(output.positions, groups: output.groups, values)
    }
  }
}
