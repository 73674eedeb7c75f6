import KQLColumnar
import KQLTypes

/// `sequence_detect`: every way in which rows that meet conditions follow one another.
///
/// Each row must come after the one before it, no later than `MaxSequenceStepWindow`, and all within
/// `MaxSequenceSpan`. Rows of one time follow in their order. Ways that have the same times are one row of the result,
/// which is ordered by them.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/sequence-detect-plugin>
enum SequenceDetection {
  static let function = TableFunction(
    "sequence_detect",
    schema: { call in
      guard let time = call.field(0) else { return nil }
      let (steps, dimensions) = parts(of: call)
      let times = steps.enumerated().map { index, step in
        Field("\(call.argumentNames[step] ?? "Expr\(index + 1)")_\(time.name)", time.type)
      }
      return Schema(
        dimensions.compactMap { call.field($0) } + times
          + [Field("Duration", time.type == .datetime ? .timespan : time.type)])
    },
    run: { (call, rows, _) throws(ExecutionError) in
      switch call.field(0)?.type {
      case .real: return try run(call, rows, Double.self)
      case .int, .long, .datetime, .timespan: return try run(call, rows, Int64.self)
      default: throw call.unsupported("a timeline of type \(call.field(0)?.type.name ?? "unknown") is not supported")
      }
    })

  /// The arguments that are conditions and those that are dimensions: conditions come first and have names; without any
  /// name, those of type `bool` are conditions.
  private static func parts(of call: TableFunctionCall) -> (steps: [Int], dimensions: [Int]) {
    let rest = Array(call.arguments.indices.dropFirst(3))
    let hasNames = rest.contains { call.argumentNames[$0] != nil }
    let steps = rest.prefix { index in
      hasNames ? call.argumentNames[index] != nil : call.field(index)?.type == .bool || call.constant(index) != nil
    }
    return (Array(steps), Array(rest.dropFirst(steps.count)))
  }

  private struct Event<Position> {
    var position: Position
    /// Whether the row meets each condition.
    var meets: [Bool]
  }

  private static func run<Position: TimelinePosition>(
    _ call: TableFunctionCall, _ rows: RecordBatch, _: Position.Type
  ) throws(ExecutionError) -> RecordBatch {
    let time = rows.columns[try call.columnIndex(0, "TimelineColumn")]
    let wait: Position = try call.interval(1, "MaxSequenceStepWindow", ofTimeline: time.type)
    let span: Position = try call.interval(2, "MaxSequenceSpan", ofTimeline: time.type)
    let (steps, dimensions) = parts(of: call)
    guard steps.count <= 64 else { throw call.unsupported("more than 64 conditions are not supported") }
    var conditions: [Datum] = []
    for step in steps {
      switch call.arguments[step] {
      case .constant(let value): conditions.append(.constant(value))
      default: conditions.append(.column(rows.columns[try call.columnIndex(step, "Expr")]))
      }
    }
    let dimensionColumns = dimensions.compactMap { call.arguments[$0].column }.map { rows.columns[$0] }
    guard dimensionColumns.count == dimensions.count else { throw call.invalid("dimensions must be columns") }
    let groups = RowGroups(dimensionColumns, rowCount: rows.physicalRowCount)
    let events = events(Position.positions(of: time), time.validity, conditions, groups)
    try call.noteProgress(rows.physicalRowCount * 64)

    var found: [(times: [Position], group: Int)] = []
    for (group, events) in events.enumerated() {
      var search = SequenceSearch(events: events, stepCount: steps.count, wait: wait, span: span, call: call)
      try search.run()
      found += search.found.map { (times: $0, group: group) }
    }
    found.sort { left, right in
      if left.times != right.times { return left.times.lexicographicallyPrecedes(right.times) }
      return left.group < right.group
    }
    let sources = found.map { groups.firstRows[$0.group] }
    let durations = found.map { found in
      found.times.first.map { found.times[steps.count - 1].distance(from: $0) } ?? .origin
    }
    return RecordBatch(
      columns: dimensionColumns.map { $0.gathered(sources) }
        + steps.indices.map { step in Position.timelineColumn(found.map { $0.times[step] }, as: time.type) }
        + [Position.timelineColumn(durations, as: time.type == .datetime ? .timespan : time.type)],
      rowCount: found.count)
  }

  /// The events of each group by time, without those that meet no condition.
  private static func events<Position: TimelinePosition>(
    _ positions: [Position], _ validity: Bitmap?, _ conditions: [Datum], _ groups: RowGroups
  ) -> [[Event<Position>]] {
    var result = [[Event<Position>]](repeating: [], count: groups.count)
    let order = positions.indices.filter { validity.isValid($0) && positions[$0] == positions[$0] }
      .sorted { (positions[$0], $0) < (positions[$1], $1) }
    // Of rows that are alike in everything, one for each step is enough.
    var copies = [Int](repeating: 0, count: groups.count)
    for row in order {
      let meets = conditions.map { $0[row].bool == true }
      guard meets.contains(true) else { continue }
      let group = Int(groups.codes[row])
      if let last = result[group].last, last.position == positions[row], last.meets == meets {
        copies[group] += 1
        if copies[group] >= conditions.count { continue }
      } else {
        copies[group] = 0
      }
      result[group].append(Event(position: positions[row], meets: meets))
    }
    return result
  }

  /// Looks for the ways through the steps, within one group.
  private struct SequenceSearch<Position: TimelinePosition> {
    let events: [Event<Position>]
    let stepCount: Int
    let wait: Position
    let span: Position
    let call: TableFunctionCall
    private(set) var found: Set<[Position]> = []
    private var times: [Position] = []

    init(events: [Event<Position>], stepCount: Int, wait: Position, span: Position, call: TableFunctionCall) {
      self.events = events
      self.stepCount = stepCount
      self.wait = wait
      self.span = span
      self.call = call
    }

    mutating func run() throws(ExecutionError) {
      guard stepCount > 0 else { return }
      for index in events.indices where events[index].meets[0] {
        times = [events[index].position]
        try extend(from: index)
      }
    }

    /// - Complexity: As many steps deep as the query has conditions.
    private mutating func extend(from index: Int) throws(ExecutionError) {
      guard times.count < stepCount else {
        found.insert(times)
        try ActivityPlugins.checkRowCount(found.count, call)
        return try call.noteProgress(stepCount * 16)
      }
      try call.noteProgress(0)
      let step = times.count
      let (first, last) = (times[0], times[step - 1])
      for next in events.indices.dropFirst(index + 1) {
        let position = events[next].position
        if position.distance(from: last) > wait || position.distance(from: first) > span { break }
        guard events[next].meets[step] else { continue }
        times.append(position)
        try extend(from: next)
        times.removeLast()
      }
    }
  }
}
