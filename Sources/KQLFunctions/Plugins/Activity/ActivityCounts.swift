import KQLColumnar
import KQLTypes

/// `activity_counts_metrics`: rows and ids of each bin, how many of the ids are new, and how many there were so far.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/activity-counts-metrics-plugin>
enum ActivityCounts {
  static let function = TableFunction.timeline(
    "activity_counts_metrics", integer: run(Int64.self), real: run(Double.self))

  private static func run<Position: TimelinePosition>(
    _: Position.Type
  ) -> @Sendable (TableFunctionCall, RecordBatch, [RecordBatch]) throws(ExecutionError) -> RecordBatch {
    { (call, rows, _) throws(ExecutionError) in
      let type = call.field(1)?.type ?? .long
      let start: Position = try call.position(2, "Start", as: type)
      let bins = try call.bins(4, "Window", ofTimeline: type, from: start)
      let timeline = try Timeline<Position>(
        call, rows, dimensions: 5, from: start, through: try call.position(3, "End", as: type))
      var output = TimelineRows<Position>()
      var counts: [Int64] = []
      var distinctCounts: [Int64] = []
      var newCounts: [Int64] = []
      var totals: [Int64] = []
      for group in timeline.events.indices {
        var seen: Set<UInt32> = []
        for (bin, events) in timeline.binned(group, bins) {
          try call.noteProgress(0)
          guard output.append(bin: bin, of: bins, group: group) else { continue }
          let ids = Set(events.compactMap(\.id))
          let seenBefore = seen.count
          seen.formUnion(ids)
          counts.append(Int64(events.count))
          distinctCounts.append(Int64(ids.count))
          newCounts.append(Int64(seen.count - seenBefore))
          totals.append(Int64(seen.count))
        }
      }
      let values = [counts, distinctCounts, newCounts, totals].map { Column.int64($0, as: .long) }
      return timeline.table(output.positions, groups: output.groups, values)
    }
  }
}
