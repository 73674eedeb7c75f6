import KQLColumnar
import KQLTypes

/// `activity_metrics`: the ids of each bin, compared with those of the bin before it.
///
/// In a bin that follows an empty one everybody is new, and the rates are NaN: nobody could have stayed.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/activity-metrics-plugin>
enum ActivityMetrics {
  static let function = TableFunction.timeline("activity_metrics", integer: run(Int64.self), real: run(Double.self))

  private static func run<Position: TimelinePosition>(
    _: Position.Type
  ) -> @Sendable (TableFunctionCall, RecordBatch, [RecordBatch]) throws(ExecutionError) -> RecordBatch {
    { (call, rows, _) throws(ExecutionError) in
      guard call.arguments.count >= 5 else {
        throw call.unsupported("leaving out 'Start' and 'End' is not supported: where bins begin is not documented")
      }
      let type = call.field(1)?.type ?? .long
      let start: Position = try call.position(2, "Start", as: type)
      let bins = try call.bins(4, "Window", ofTimeline: type, from: start)
      let timeline = try Timeline<Position>(
        call, rows, dimensions: 5, from: start, through: try call.position(3, "End", as: type))
      var output = TimelineRows<Position>()
      var counts: [Int64] = []
      var newCounts: [Int64] = []
      var retention: [Double] = []
      var churn: [Double] = []
      for group in timeline.events.indices {
        var previous: (bin: Int64, ids: Set<UInt32>)?
        for (bin, events) in timeline.binned(group, bins) {
          try call.noteProgress(0)
          guard output.append(bin: bin, of: bins, group: group) else { continue }
          let ids = Set(events.compactMap(\.id))
          let before = previous.flatMap { $0.bin == bin - 1 ? $0.ids : nil } ?? []
          let retained = before.intersection(ids).count
          counts.append(Int64(ids.count))
          newCounts.append(Int64(ids.count - retained))
          retention.append(Double(retained) / Double(before.count))
          churn.append(Double(before.count - retained) / Double(before.count))
          previous = (bin, ids)
        }
      }
      let values =
        [counts, newCounts].map { Column.int64($0, as: .long) } + [retention, churn].map { Column.real($0) }
      return timeline.table(output.positions, groups: output.groups, values)
    }
  }
}
