import KQLColumnar
import KQLTypes

/// Plugins that count users, or other ids, along a timeline.
///
/// All count ids exactly. Timelines are integers, reals, datetimes or timespans.
enum ActivityPlugins {
  static let functions: [TableFunction] = [
    ActivityCounts.function, ActivityMetrics.function, ActivityEngagement.function, NewActivityMetrics.function,
    ActiveUsers.function, SessionCount.function, SlidingWindowCounts.function, RollingPercentile.function,
    DistinctIntersection.function,
  ]

  /// Rows that a result may have, so that a tiny step over a long time fails instead of filling the memory.
  static let rowLimit = 10_000_000

  static func checkRowCount(_ count: Int, _ call: TableFunctionCall) throws(ExecutionError) {
    guard count <= rowLimit else {
      throw ExecutionError(
        .limitExceeded(limitName: "E_RUNAWAY_QUERY"),
        "\(call.name): the result has more than \(rowLimit) rows (E_RUNAWAY_QUERY); use larger bins")
    }
  }
}

extension TableFunction {
  /// A plugin along a timeline, whose columns the call decides on.
  ///
  /// - Parameters:
  ///   - integer: Computes the result for a timeline of integers, datetimes or timespans.
  ///   - real: Computes the result for a timeline of reals.
  static func timeline(
    _ name: String,
    integer: @escaping @Sendable (TableFunctionCall, RecordBatch, [RecordBatch]) throws(ExecutionError) -> RecordBatch,
    real: @escaping @Sendable (TableFunctionCall, RecordBatch, [RecordBatch]) throws(ExecutionError) -> RecordBatch
  ) -> TableFunction {
    TableFunction(
      name, schema: { call in PluginSchemas.schema(of: call) },
      run: { (call, rows, tables) throws(ExecutionError) in
        switch call.field(1)?.type {
        case .real: return try real(call, rows, tables)
        case .int, .long, .datetime, .timespan: return try integer(call, rows, tables)
        default:
          throw call.unsupported("a timeline of type \(call.field(1)?.type.name ?? "unknown") is not supported")
        }
      })
  }
}

/// The rows of a result that has one for each group and bin.
struct TimelineRows<Position: TimelinePosition> {
  private(set) var positions: [Position] = []
  private(set) var groups: [Int] = []

  /// - Returns: Whether the bin has a place on the timeline.
  mutating func append(bin: Int64, of bins: TimelineBins<Position>, group: Int) -> Bool {
    guard let position = bins.label(bin) else { return false }
    positions.append(position)
    groups.append(group)
    return true
  }
}

extension Timeline {
  /// A table of one number for each group and bin.
  ///
  /// - Parameter counted: The bins that an id counts for, given its events by time; one may come several times.
  func table(
    counting bins: TimelineBins<Position>, _ call: TableFunctionCall,
    _ counted: ([Event]) -> some Sequence<Int64>
  ) throws(ExecutionError) -> RecordBatch {
    var output = TimelineRows<Position>()
    var counts: [Int64] = []
    for group in events.indices {
      var groupCounts: [Int64: Int64] = [:]
      for (_, events) in eventsById(ofGroup: group) {
        try call.noteProgress(0)
        for bin in counted(events) { groupCounts[bin, default: 0] += 1 }
      }
      for (bin, count) in groupCounts.sorted(by: { $0.key < $1.key }) {
        if output.append(bin: bin, of: bins, group: group) { counts.append(count) }
      }
    }
    return table(output.positions, groups: output.groups, [.int64(counts, as: .long)])
  }

  /// The events of a group, bin by bin.
  func binned(_ group: Int, _ bins: TimelineBins<Position>) -> [(bin: Int64, events: ArraySlice<Event>)] {
    var result: [(bin: Int64, events: ArraySlice<Event>)] = []
    let events = events[group]
    var start = 0
    while start < events.count {
      guard let bin = bins.index(events[start].position) else {
        start += 1
        continue
      }
      var end = start + 1
      while end < events.count, bins.index(events[end].position) == bin { end += 1 }
      result.append((bin, events[start..<end]))
      start = end
    }
    return result
  }
}
