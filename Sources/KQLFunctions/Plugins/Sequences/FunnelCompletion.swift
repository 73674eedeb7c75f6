import KQLColumnar
import KQLTypes

/// `funnel_sequence_completion`: how many ids came as far as each state of a sequence, for several longest waits.
///
/// States must follow in order, each no later than the wait after the one before it; others may lie between. Events of
/// one time follow in the order of the rows. A sequence counts in the bin in which it begins.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/funnel-sequence-completion-plugin>
enum FunnelCompletion {
  static let function = TableFunction.timeline(
    "funnel_sequence_completion", integer: run,
    real: { (call, _, _) throws(ExecutionError) in throw call.unsupported("the timeline must be a datetime") })

  private static func run(
    _ call: TableFunctionCall, _ rows: RecordBatch, _: [RecordBatch]
  ) throws(ExecutionError) -> RecordBatch {
    guard let field = call.field(1), field.type == .datetime else {
      throw call.unsupported("the timeline must be a datetime")
    }
    let start: Int64 = try call.position(2, "Start", as: field.type)
    let bins = try call.bins(4, "BinSize", ofTimeline: field.type, from: start)
    let funnel = try FunnelEvents<Int64>(
      call, rows, stateArgument: 5, sequenceArgument: 6, from: start,
      through: try call.position(3, "End", as: field.type))
    let waits = try waits(call)

    // Ids by bin, wait and step.
    var counts: [Int64: [[Int64]]] = [:]
    let nobody = waits.map { _ in funnel.sequence.map { _ in Int64(0) } }
    for (_, events) in funnel.timeline.eventsById(ofGroup: 0) {
      for (bin, starts) in beginnings(events, funnel, bins) {
        for (index, wait) in waits.enumerated() {
          try call.noteProgress(0)
          let steps = stepsReached(from: starts, wait: wait, events, funnel)
          for step in 0..<steps { counts[bin, default: nobody][index][step] += 1 }
        }
      }
    }

    var labels: [Int64] = []
    var states: [String] = []
    var periods: [Int64] = []
    var distinct: [Int64] = []
    let names = try call.states(6, in: rows.columns[try call.columnIndex(5, "StateColumn")]).map(\.text)
    for (bin, byWait) in counts.sorted(by: { $0.key < $1.key }) {
      guard let label = bins.label(bin) else { continue }
      for (wait, bySteps) in zip(waits, byWait) {
        for (name, count) in zip(names, bySteps) {
          labels.append(label)
          states.append(name)
          periods.append(wait)
          distinct.append(count)
        }
      }
    }
    return RecordBatch(
      columns: [
        .int64(labels, as: .datetime), .string(states), .int64(periods, as: .timespan), .int64(distinct, as: .long),
      ], rowCount: labels.count)
  }

  private static func waits(_ call: TableFunctionCall) throws(ExecutionError) -> [Int64] {
    guard case .dynamic(let value) = call.constant(7), let elements = value.array, !elements.isEmpty else {
      throw call.invalid("'MaxSequencePeriods' must be an array of timespans")
    }
    var waits: [Int64] = []
    for element in elements {
      guard let wait = ScalarValue.dynamic(element).converted(to: .timespan).int64 else {
        throw call.invalid("'MaxSequencePeriods' must be an array of timespans")
      }
      waits.append(wait)
    }
    return waits
  }

  /// The events in the first state, by bin.
  private static func beginnings(
    _ events: [Timeline<Int64>.Event], _ funnel: FunnelEvents<Int64>, _ bins: TimelineBins<Int64>
  ) -> [Int64: [Int]] {
    var result: [Int64: [Int]] = [:]
    for (index, event) in events.enumerated() where funnel.states[Int(event.row)] == funnel.sequence[0] {
      if let bin = bins.index(event.position) { result[bin, default: []].append(index) }
    }
    return result
  }

  /// How many states of the sequence are reached.
  ///
  /// - Parameter starts: Places of events in the first state, ascending.
  private static func stepsReached(
    from starts: [Int], wait: Int64, _ events: [Timeline<Int64>.Event], _ funnel: FunnelEvents<Int64>
  ) -> Int {
    var reached = starts
    for (step, state) in funnel.sequence.enumerated().dropFirst() {
      var next: [Int] = []
      var known = 0
      for (index, event) in events.enumerated() where funnel.states[Int(event.row)] == state {
        // The latest event of the step before leaves the shortest wait.
        while known < reached.count, reached[known] < index { known += 1 }
        if known > 0, event.position.distance(from: events[reached[known - 1]].position) <= wait { next.append(index) }
      }
      if next.isEmpty { return step }
      reached = next
    }
    return funnel.sequence.count
  }
}
