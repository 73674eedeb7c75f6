import KQLColumnar
import KQLTypes

/// `active_users_count`: the ids of each bin that, at one of their events there, had been seen in enough periods of the
/// time that looks back from it.
///
/// The time looks back to, and without, the instant one look-back before the event; rows before the start count for it.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/active-users-count-plugin>
enum ActiveUsers {
  static let function = TableFunction.timeline("active_users_count", integer: run(Int64.self), real: run(Double.self))

  private static func run<Position: TimelinePosition>(
    _: Position.Type
  ) -> @Sendable (TableFunctionCall, RecordBatch, [RecordBatch]) throws(ExecutionError) -> RecordBatch {
    { (call, rows, _) throws(ExecutionError) in
      let type = call.field(1)?.type ?? .long
      let start: Position = try call.position(2, "Start", as: type)
      let lookback: Position = try call.interval(4, "LookbackWindow", ofTimeline: type)
      let periods = try call.bins(5, "Period", ofTimeline: type, from: start)
      let leastPeriodCount = try call.integer(6, "ActivePeriodsCount", in: 0...Int64.max)
      let bins = try call.bins(7, "Bin", ofTimeline: type, from: start)
      let timeline = try Timeline<Position>(
        call, rows, dimensions: 8, from: start.moved(back: lookback), through: try call.position(3, "End", as: type))
      return try timeline.table(counting: bins, call) { events in
        activeBins(events, start, lookback, periods, leastPeriodCount, bins)
      }
    }
  }

  /// The bins in which an id is active, given its events by time.
  private static func activeBins<Position>(
    _ events: [Timeline<Position>.Event], _ start: Position, _ lookback: Position, _ periods: TimelineBins<Position>,
    _ leastPeriodCount: Int, _ bins: TimelineBins<Position>
  ) -> Set<Int64> {
    // How many periods begin up to each event; the difference of two gives the periods between them.
    var begun: [Int] = []
    var result: Set<Int64> = []
    var last: Int64?
    var oldest = 0
    for (index, event) in events.enumerated() {
      let period = periods.index(event.position)
      begun.append((begun.last ?? 0) + (period == last && index > 0 ? 0 : 1))
      last = period
      while events[oldest].position <= event.position.moved(back: lookback) { oldest += 1 }
      guard event.position >= start, let bin = bins.index(event.position) else { continue }
      if begun[index] - begun[oldest] + 1 >= leastPeriodCount { result.insert(bin) }
    }
    return result
  }
}
