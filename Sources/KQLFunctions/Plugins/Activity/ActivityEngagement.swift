import KQLColumnar
import KQLTypes

/// `activity_engagement`: the ids of each inner window, those of the outer window that ends with it, and their ratio.
///
/// Rows before the start count for the outer windows that reach back to them.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/activity-engagement-plugin>
enum ActivityEngagement {
  static let function = TableFunction.timeline("activity_engagement", integer: run(Int64.self), real: run(Double.self))

  private static func run<Position: TimelinePosition>(
    _: Position.Type
  ) -> @Sendable (TableFunctionCall, RecordBatch, [RecordBatch]) throws(ExecutionError) -> RecordBatch {
    { (call, rows, _) throws(ExecutionError) in
      guard call.arguments.count >= 6 else {
        throw call.unsupported("leaving out 'Start' and 'End' is not supported: where bins begin is not documented")
      }
      let type = call.field(1)?.type ?? .long
      let start: Position = try call.position(2, "Start", as: type)
      let inner: Position = try call.interval(4, "InnerActivityWindow", ofTimeline: type)
      let outer: Position = try call.interval(5, "OuterActivityWindow", ofTimeline: type)
      let bins = TimelineBins(size: inner, from: start)
      let timeline = try Timeline<Position>(
        call, rows, dimensions: 6, from: start.moved(back: outer), through: try call.position(3, "End", as: type))
      let binCount = max(1, outer.steps(of: inner, from: .origin) ?? .max)
      var output = TimelineRows<Position>()
      var innerCounts: [Int64] = []
      var outerCounts: [Int64] = []
      for group in timeline.events.indices {
        let binned = timeline.binned(group, bins)
        var remaining = binned.drop { $0.bin < 0 }
        try SlidingCounts(binned, binCount: binCount).forEachRun { (windows, _, ids) throws(ExecutionError) in
          try call.noteProgress(0)
          while let next = remaining.first, next.bin < windows.upperBound {
            remaining.removeFirst()
            guard output.append(bin: next.bin, of: bins, group: group) else { continue }
            innerCounts.append(Int64(Set(next.events.compactMap(\.id)).count))
            outerCounts.append(ids)
          }
        }
      }
      let ratios = zip(innerCounts, outerCounts).map { Double($0) / Double($1) }
      return timeline.table(
        output.positions, groups: output.groups,
        [.int64(innerCounts, as: .long), .int64(outerCounts, as: .long), .real(ratios)])
    }
  }
}
