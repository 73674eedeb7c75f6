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
      var output = TimelineRows<Position>()
      var counts: [Int64] = []
      for group in timeline.events.indices {
        var sessionCounts: [Int64: Int64] = [:]
        for (_, events) in timeline.eventsById(ofGroup: group) {
          try call.noteProgress(0)
          var previous: Position?
          for event in events {
            let goesOn = previous.map { event.position.distance(from: $0) < lookback } ?? false
            previous = event.position
            if goesOn || event.position < start { continue }
            if let bin = bins.index(event.position) { sessionCounts[bin, default: 0] += 1 }
          }
        }
        for (bin, count) in sessionCounts.sorted(by: { $0.key < $1.key }) {
          if output.append(bin: bin, of: bins, group: group) { counts.append(count) }
        }
      }
      return timeline.table(output.positions, groups: output.groups, [.int64(counts, as: .long)])
    }
  }
}
