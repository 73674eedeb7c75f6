import KQLColumnar
import KQLTypes

/// `funnel_sequence`: how many ids went through a sequence of states, by the states right before and after it.
///
/// An id's events are taken in order of time; events in one state that follow one another are one step, at the time of
/// the first of them. Steps follow one another without others between, none later than the longest wait after the one
/// before it; that holds for the states before and after the sequence too, which else are null, or empty. A sequence
/// counts in the bin in which it begins. Gives three tables: by both states, by the one before, and by the one after.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/funnel-sequence-plugin>
enum FunnelSequence {
  static let function: TableFunction = {
    var function = table(["prev", "next"])
    function.furtherResults = [table(["prev"]), table(["next"])]
    return function
  }()

  private static func table(_ neighbours: [String]) -> TableFunction {
    let namesPrevious = neighbours.contains("prev")
    let namesNext = neighbours.contains("next")
    var function = TableFunction.timeline(
      "funnel_sequence",
      integer: { (call, rows, _) throws(ExecutionError) in
        try run(call, rows, namesPrevious, namesNext, Int64.self)
      },
      real: { (call, rows, _) throws(ExecutionError) in try run(call, rows, namesPrevious, namesNext, Double.self) })
    function.schema = { call in
      guard let time = call.field(1), let state = call.field(6) else { return nil }
      return Schema(
        [time] + neighbours.map { Field($0, state.type) } + [Field("dcount", .long), Field("samples", .dynamic)])
    }
    return function
  }

  private static let sampleCount = 128

  /// A row of the result. Neighbours are rows of the input, or -1.
  private struct Transition {
    var bin: Int64
    var previous: Int32
    var next: Int32
    var ids: [UInt32] = []
  }

  private struct Key: Hashable {
    var bin: Int64
    var previous: UInt32
    var next: UInt32
  }

  private static func run<Position: TimelinePosition>(
    _ call: TableFunctionCall, _ rows: RecordBatch, _ namesPrevious: Bool, _ namesNext: Bool, _: Position.Type
  ) throws(ExecutionError) -> RecordBatch {
    let type = call.field(1)?.type ?? .long
    let start: Position = try call.position(2, "Start", as: type)
    let wait: Position = try call.interval(4, "MaxSequenceStepWindow", ofTimeline: type)
    let bins = try call.bins(5, "Step", ofTimeline: type, from: start)
    let funnel = try FunnelEvents<Position>(
      call, rows, stateArgument: 6, sequenceArgument: 7, from: start, through: try call.position(3, "End", as: type))

    var places: [Key: Int] = [:]
    var transitions: [Transition] = []
    for (id, events) in funnel.timeline.eventsById(ofGroup: 0) {
      try call.noteProgress(64)
      var seen: Set<Key> = []
      for match in matches(events, funnel, wait) {
        guard let bin = bins.index(match.position) else { continue }
        let previous = namesPrevious ? match.previous : nil
        let next = namesNext ? match.next : nil
        let key = Key(
          bin: bin, previous: previous.map { funnel.states[Int($0)] + 1 } ?? 0,
          next: next.map { funnel.states[Int($0)] + 1 } ?? 0)
        guard seen.insert(key).inserted else { continue }
        if places[key] == nil {
          places[key] = transitions.count
          transitions.append(Transition(bin: bin, previous: previous ?? -1, next: next ?? -1))
        }
        transitions[places[key] ?? 0].ids.append(id)
      }
    }
    let order = transitions.indices.sorted {
      let (left, right) = (transitions[$0], transitions[$1])
      return (left.bin, -left.ids.count, $0) < (right.bin, -right.ids.count, $1)
    }
    let ordered = order.map { transitions[$0] }.filter { bins.label($0.bin) != nil }
    let states = rows.columns[try call.columnIndex(6, "StateColumn")]
    let ids = funnel.timeline.ids.distinctValues
    var columns = [Position.timelineColumn(ordered.compactMap { bins.label($0.bin) }, as: type)]
    if namesPrevious { columns.append(states.gatheredWithNulls(ordered.map(\.previous))) }
    if namesNext { columns.append(states.gatheredWithNulls(ordered.map(\.next))) }
    columns.append(.int64(ordered.map { Int64($0.ids.count) }, as: .long))
    columns.append(
      .dynamic(ordered.map { row in .array(row.ids.prefix(sampleCount).map { DynamicValue(ids[Int($0)]) }) }))
    return RecordBatch(columns: columns, rowCount: ordered.count)
  }

  /// One way through the sequence.
  private struct Match<Position> {
    var position: Position
    /// A row in the state before and one in the state after.
    var previous: Int32?
    var next: Int32?
  }

  private static func matches<Position>(
    _ events: [Timeline<Position>.Event], _ funnel: FunnelEvents<Position>, _ wait: Position
  ) -> [Match<Position>] {
    var steps: [Timeline<Position>.Event] = []
    for event in events {
      if let last = steps.last, funnel.states[Int(last.row)] == funnel.states[Int(event.row)] { continue }
      steps.append(event)
    }
    func follows(_ index: Int) -> Bool {
      steps[index].position.distance(from: steps[index - 1].position) <= wait
    }
    let length = funnel.sequence.count
    guard steps.count >= length else { return [] }
    var result: [Match<Position>] = []
    for first in 0...(steps.count - length) {
      let isMatch = (0..<length).allSatisfy { offset in
        funnel.states[Int(steps[first + offset].row)] == funnel.sequence[offset]
          && (offset == 0 || follows(first + offset))
      }
      guard isMatch else { continue }
      let after = first + length
      result.append(
        Match(
          position: steps[first].position, previous: first > 0 && follows(first) ? steps[first - 1].row : nil,
          next: after < steps.count && follows(after) ? steps[after].row : nil))
    }
    return result
  }
}
