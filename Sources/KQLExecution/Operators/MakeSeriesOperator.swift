import KQLCatalog
import KQLColumnar
import KQLPlan
import KQLTypes

extension MakeSeriesNode: ExecutableNode {
  package func makeOperator(_ planner: PhysicalPlanner) throws(ExecutionError) -> any PhysicalOperator {
    let axis = try SeriesAxis(
      type: axis.type, lower: planner.constant(from), upper: planner.constant(to),
      step: planner.constant(step) ?? .null(.long), isAligned: includesEnd)
    // What falls into one step of one series is a group of an ordinary aggregation, over columns made for it.
    let ids = ColumnIDSource()
    let keyColumns = keys.map { ids.makeColumn($0.column.name, $0.column.type) }
    let stepColumn = ids.makeColumn("step", .long)
    let argumentColumns = aggregates.map { $0.arguments.map { ids.makeColumn("argument", $0.type) } }
    let placed = keyColumns + [stepColumn] + argumentColumns.flatMap { $0 }
    let arguments = zip(aggregates, argumentColumns).flatMap { aggregate, columns in
      zip(aggregate.arguments, columns).map { argument, column in
        argument.constant.map(BoundExpression.constant) ?? .column(column)
      }
    }
    let now = planner.context.now
    let placing = AxisPlacementOperator(
      input: try planner.makeOperator(for: input), program: try planner.program(expressions, over: input), axis: axis,
      keyCount: keys.count)
    let keyTypes = keys.map(\.column.type)
    let resultColumns = aggregates.flatMap(\.columns)
    let aggregation = AggregateOperator(
      input: placing,
      program: try ExpressionProgram(
        keyColumns.map { .column($0) } + [.column(stepColumn)] + arguments, columns: placed, now: now),
      keyTypes: keyTypes + [.long], calls: aggregates.map { AggregateOperator.Call($0, now: now) },
      resultTypes: keyTypes + [.long] + resultColumns.map(\.type))
    var defaults: [DynamicValue] = []
    for one in series { defaults.append(DynamicValue(try planner.constant(one.defaultValue) ?? .null(.dynamic))) }
    return MakeSeriesOperator(
      input: aggregation,
      values: try ExpressionProgram(series.map(\.value), columns: keyColumns + [stepColumn] + resultColumns, now: now),
      axis: axis, keyTypes: keyTypes, defaults: defaults, fillsEmptyInput: fillsEmptyInput)
  }
}

extension PhysicalPlanner {
  /// The value of an expression that reads no columns.
  func constant(_ expression: BoundExpression?) throws(ExecutionError) -> ScalarValue? {
    guard let expression else { return nil }
    let program = try ExpressionProgram([expression], columns: [], now: context.now)
    return try ExpressionEvaluator(program).evaluate(RecordBatch(columns: [], rowCount: 1))[0][0]
  }
}

/// Groups rows by keys and lays the aggregates of each group out along an axis (`make-series`).
///
/// Groups come in the order of their first rows within the axis. Holds an aggregate a group and step, and all series.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/make-series-operator>
struct MakeSeriesOperator: PhysicalOperator {
  /// Gives a row a group and step: the keys, the step, the aggregates.
  let input: AggregateOperator
  /// The value of each series, over the columns of the input.
  let values: ExpressionProgram
  let axis: SeriesAxis
  let keyTypes: [ScalarType]
  /// The value of each series in steps without rows.
  let defaults: [DynamicValue]
  let fillsEmptyInput: Bool

  private var types: [ScalarType] { keyTypes + defaults.map { _ in .dynamic } + [.dynamic] }

  func open(in context: ExecutionContext) throws(ExecutionError) -> any BatchStream {
    let cells = try input.open(in: context).materialize(types: input.resultTypes, in: context).concatenated()
    let reservation = MemoryReservation(context.control)
    let batch: RecordBatch?
    if cells.physicalRowCount == 0 {
      batch = try emptySeries(reservation)
    } else {
      batch = try layOut(cells, context.control, reservation)
    }
    return BatchListStream(
      MaterializedRows(batch.map { [$0] } ?? [], types: types, reservation: reservation), in: context)
  }

  /// The row of defaults that an empty input gives on demand.
  private func emptySeries(_ reservation: MemoryReservation) throws(ExecutionError) -> RecordBatch? {
    guard fillsEmptyInput, keyTypes.isEmpty, let first = axis.firstStep, let last = axis.lastStep else { return nil }
    let count = last < first ? 0 : Int(last - first) + 1
    try reserve(count, reservation)
    let arrays =
      defaults.map { [DynamicValue](repeating: $0, count: count) }
      + [last < first ? [] : axis.values(first...last)]
    return RecordBatch(columns: arrays.map { .dynamic([.array($0)]) }, rowCount: 1)
  }

  private func layOut(
    _ cells: RecordBatch, _ control: QueryControl, _ reservation: MemoryReservation
  ) throws(ExecutionError) -> RecordBatch {
    let rowCount = cells.physicalRowCount
    var grouping = Grouping(keyTypes)
    let keys = Array(cells.columns[..<keyTypes.count])
    let groups =
      keyTypes.isEmpty
      ? [UInt32](repeating: 0, count: rowCount)
      : grouping.groups(of: keys, rowCount: rowCount, at: RowPosition(ordinal: 0, row: 0))
    let groupCount = keyTypes.isEmpty ? 1 : grouping.groupCount
    let steps = cells.columns[keyTypes.count].int64s
    let ranges = try ranges(groups, steps, groupCount: groupCount)

    var columns = keyTypes.isEmpty ? [] : grouping.keyColumns
    for (column, fill) in zip(try ExpressionEvaluator(values).evaluateColumns(cells), defaults) {
      var arrays: [[DynamicValue]] = []
      for range in ranges {
        try control.checkpoint()
        try reserve(range.count, reservation)
        arrays.append([DynamicValue](repeating: fill, count: range.count))
      }
      for row in 0..<rowCount {
        let group = Int(groups[row])
        arrays[group][Int(steps[row] - ranges[group].lowerBound)] = DynamicValue(column[row])
      }
      columns.append(.dynamic(arrays.map { .array($0) }))
    }
    var shared: (range: ClosedRange<Int64>, values: [DynamicValue])?
    var axes: [DynamicValue] = []
    for range in ranges {
      if shared?.range != range {
        try reserve(range.count, reservation)
        shared = (range, axis.values(range))
      }
      axes.append(.array(shared?.values ?? []))
    }
    columns.append(.dynamic(axes))
    return RecordBatch(columns: columns, rowCount: groupCount)
  }

  /// The steps of each group's series: as the bounds say, else as the group's rows do.
  private func ranges(
    _ groups: [UInt32], _ steps: [Int64], groupCount: Int
  ) throws(ExecutionError) -> [ClosedRange<Int64>] {
    var first = [Int64](repeating: axis.firstStep ?? .max, count: groupCount)
    var last = [Int64](repeating: axis.lastStep ?? .min, count: groupCount)
    for (group, step) in zip(groups, steps) {
      first[Int(group)] = min(first[Int(group)], step)
      last[Int(group)] = max(last[Int(group)], step)
    }
    var ranges: [ClosedRange<Int64>] = []
    for (first, last) in zip(first, last) {
      try SeriesAxis.check(first, last)
      ranges.append(first...last)
    }
    return ranges
  }

  private func reserve(_ count: Int, _ reservation: MemoryReservation) throws(ExecutionError) {
    try reservation.add(count * MemoryLayout<DynamicValue>.stride)
  }
}

/// Finds the step of each row on the axis of a series; drops the rows that are not on it.
private struct AxisPlacementOperator: PhysicalOperator {
  let input: any PhysicalOperator
  /// The keys, the arguments of the aggregates, the axis.
  let program: ExpressionProgram
  let axis: SeriesAxis
  let keyCount: Int

  func open(in context: ExecutionContext) throws(ExecutionError) -> any BatchStream {
    TransformStream(try input.open(in: context), in: context) { () throws(ExecutionError) in
      Transform(self, try ExpressionEvaluator(program))
    }
  }

  private final class Transform: BatchTransform {
    private let plan: AxisPlacementOperator
    private let evaluator: ExpressionEvaluator

    init(_ plan: AxisPlacementOperator, _ evaluator: ExpressionEvaluator) {
      self.plan = plan
      self.evaluator = evaluator
    }

    /// Gives the keys, the step, the arguments.
    func process(_ batch: RecordBatch) throws(ExecutionError) -> RecordBatch {
      var columns = try evaluator.evaluateColumns(batch)
      let axis = columns.removeLast()
      let (rows, steps) = plan.axis.steps(of: axis)
      if rows.count < batch.rowCount { columns = columns.map { $0.gathered(rows) } }
      columns.insert(.int64(steps, as: .long), at: plan.keyCount)
      return RecordBatch(columns: columns, rowCount: rows.count)
    }
  }
}
