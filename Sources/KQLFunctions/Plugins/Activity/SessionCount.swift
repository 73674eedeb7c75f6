import KQLColumnar
import KQLTypes

/// `session_count`: the sessions that begin in each bin. An event begins one unless its id had another event less than
/// the look-back before it.
///
/// Bins are those of `bin()`, wherever the start lies; rows before it decide on what goes on, and begin nothing.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/session-count-plugin>
enum SessionCount {
  static let function = TableFunction.timeline("session_count", integer: run(Int64.self), real: run(Double.self))

  private static func run<Position: TimelinePosition>(
    _: Position.Type
  ) -> @Sendable (TableFunctionCall, RecordBatch, [RecordBatch]) throws(ExecutionError) -> RecordBatch {
    { (call, rows, _) throws(ExecutionError) in
      let type = call.field(1)?.type ?? .long
      let start: Position = try call.position(2, "Start", as: type)
      let bins: TimelineBins<Position> = try call.bins(4, "Bin", ofTimeline: type, from: .origin)
      let lookback: Position = try call.interval(5, "LookBackWindow", ofTimeline: type)
      let timeline = try Timeline<Position>(
        call, rows, dimensions: 6, from: start.moved(back: lookback), through: try call.position(3, "End", as: type))
      return try timeline.table(counting: bins, call) { events in
        var previous: Position?
        return events.compactMap { event in
          let goesOn = previous.map { event.position.distance(from: $0) < lookback } ?? false
          previous = event.position
          return goesOn || event.position < start ? nil : bins.index(event.position)
        }
      }
    }
  }
}
