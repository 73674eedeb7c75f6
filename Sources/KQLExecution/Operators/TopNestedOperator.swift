import KQLCatalog
import KQLColumnar
import KQLFunctions
import KQLPlan
import KQLTypes

extension TopNestedNode: ExecutableNode {
  package func makeOperator(_ planner: PhysicalPlanner) throws(ExecutionError) -> any PhysicalOperator {
    guard levels.count <= TopNestedOperator.maximumLevelCount else {
      throw .unsupported("'top-nested' with more than \(TopNestedOperator.maximumLevelCount) levels is not supported")
    }
    let now = planner.context.now
    var parts: [TopNestedOperator.Level] = []
    var next = 0
    for level in levels {
      let argumentCounts = level.aggregates.map(\.arguments.count)
      parts.append(
        TopNestedOperator.Level(
          count: level.count.map { max(0, $0) }, column: next, type: level.column.type,
          calls: level.aggregates.map { AggregateOperator.Call($0, now: now) }, argumentCounts: argumentCounts,
          others: try planner.constant(level.others),
          rank: try ExpressionProgram([level.rank], columns: level.aggregates.flatMap(\.columns), now: now),
          direction: SortDirection(isDescending: level.isDescending, nullsFirst: level.nullsFirst)))
      next += 1 + argumentCounts.reduce(0, +)
    }
    return TopNestedOperator(
      input: try planner.makeOperator(for: input), program: try planner.program(expressions, over: input),
      levels: parts, types: columns.map(\.type))
  }
}

/// Keeps the best values of each level within those of the level above (`top-nested`).
///
/// Rows come in the order of the levels' ranks, the last seen one of equal rank first; what stands for others comes
/// after the values that it is not. Holds what it computes of all rows.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/top-nested-operator>
struct TopNestedOperator: PhysicalOperator {
  /// Each level is a call deep.
  static let maximumLevelCount = 64

  struct Level: Sendable {
    /// Values kept in each group of the level above; `nil` for all.
    let count: Int?
    /// Place of the value among the computed columns; the arguments of the aggregates follow it.
    let column: Int
    let type: ScalarType
    let calls: [AggregateOperator.Call]
    let argumentCounts: [Int]
    /// The value that stands for all others; `nil` when they are dropped.
    let others: ScalarValue?
    /// Over the results of the aggregates.
    let rank: ExpressionProgram
    let direction: SortDirection
  }

  let input: any PhysicalOperator
  /// For each level the value and the arguments of its aggregates.
  let program: ExpressionProgram
  let levels: [Level]
  let types: [ScalarType]

  func open(in context: ExecutionContext) throws(ExecutionError) -> any BatchStream {
    let computed = ComputedStream(try input.open(in: context), program, in: context)
    let rows = try computed.materialize(types: program.types, in: context).concatenated()
    let reservation = MemoryReservation(context.control)
    try reservation.add(rows.byteCount)
    var descent = Descent(plan: self, rows: rows, control: context.control)
    let all = Array(0..<Int32(truncatingIfNeeded: rows.physicalRowCount))
    try descent.descend(level: 0, rows: all, values: [])
    let columns = descent.output.map { $0.finish() }
    let batch = RecordBatch(columns: columns, rowCount: columns.first?.count ?? 0)
    return BatchListStream(MaterializedRows([batch], types: types), in: context)
  }

  /// What a program computes of the batches of a stream.
  private struct ComputedStream {
    private let stream: TransformStream

    init(_ input: any BatchStream, _ program: ExpressionProgram, in context: ExecutionContext) {
      stream = TransformStream(input, in: context) { () throws(ExecutionError) in
        Transform(try ExpressionEvaluator(program))
      }
    }

    func materialize(types: [ScalarType], in context: ExecutionContext) throws(ExecutionError) -> MaterializedRows {
      try stream.materialize(types: types, in: context)
    }

    private final class Transform: BatchTransform {
      private let evaluator: ExpressionEvaluator
      init(_ evaluator: ExpressionEvaluator) { self.evaluator = evaluator }

      func process(_ batch: RecordBatch) throws(ExecutionError) -> RecordBatch {
        RecordBatch(columns: try evaluator.evaluateColumns(batch), rowCount: batch.rowCount)
      }
    }
  }
}

// MARK: - Selecting

/// The walk over the levels; levels are as many as the query has.
private struct Descent {
  let plan: TopNestedOperator
  let rows: RecordBatch
  let control: QueryControl
  var output: [ColumnBuilder]

  init(plan: TopNestedOperator, rows: RecordBatch, control: QueryControl) {
    self.plan = plan
    self.rows = rows
    self.control = control
    output = plan.types.map { ColumnBuilder($0) }
  }

  /// Adds the result for some rows that share their values of the levels above.
  ///
  /// - Parameters:
  ///   - rows: Ascending.
  ///   - values: The values and ranks of the levels above.
  mutating func descend(level index: Int, rows chosen: [Int32], values: [ScalarValue]) throws(ExecutionError) {
    guard index < plan.levels.count else { return append(values) }
    try control.checkpoint()
    let level = plan.levels[index]
    var grouping = Grouping([level.type])
    let column = rows.columns[level.column].gathered(chosen)
    let groups = grouping.groups(of: [column], rowCount: chosen.count, at: RowPosition(ordinal: 0, row: 0))
    let groupCount = grouping.groupCount
    let ranks = try aggregate(level, chosen, groups: groups, groupCount: groupCount)
    let kept = order(ranks, level).prefix(level.count ?? groupCount)

    var members: [[Int32]] = Array(repeating: [], count: groupCount)
    for (row, group) in zip(chosen, groups) { members[Int(group)].append(row) }
    let keys = grouping.keyColumns[0]
    for group in kept {
      try descend(
        level: index + 1, rows: members[Int(group)], values: values + [keys[Int(group)], ranks[Int(group)]])
    }
    try appendOthers(from: index, members, without: kept, values: values)
  }

  /// Adds a row for what was not kept, if this level or one below asks for it.
  private mutating func appendOthers(
    from index: Int, _ members: [[Int32]], without kept: ArraySlice<Int32>, values: [ScalarValue]
  ) throws(ExecutionError) {
    let levels = plan.levels[index...]
    guard kept.count < members.count, levels.contains(where: { $0.others != nil }) else { return }
    var isKept = [Bool](repeating: false, count: members.count)
    for group in kept { isKept[Int(group)] = true }
    var others: [Int32] = []
    for group in members.indices where !isKept[group] { others.append(contentsOf: members[group]) }
    others.sort()
    var values = values
    for level in levels {
      if let value = level.others {
        let groups = [UInt32](repeating: 0, count: others.count)
        values += [value, try aggregate(level, others, groups: groups, groupCount: 1)[0]]
      } else {
        values += [.null(level.type), .null(level.rank.types[0])]
      }
    }
    append(values)
  }

  private mutating func append(_ values: [ScalarValue]) {
    for (index, value) in values.enumerated() { output[index].append(value) }
  }

  /// The rank of each group of some rows.
  private func aggregate(
    _ level: TopNestedOperator.Level, _ chosen: [Int32], groups: [UInt32], groupCount: Int
  ) throws(ExecutionError) -> Column {
    var results: [Column] = []
    var next = level.column + 1
    for (call, count) in zip(level.calls, level.argumentCounts) {
      let aggregator = try call.function.prepare(call.site)
      let arguments = (next..<next + count).enumerated().map { position, column -> Datum in
        call.site.constant(position).map(Datum.constant) ?? .column(rows.columns[column].gathered(chosen))
      }
      next += count
      try aggregator.update(groups: groups, groupCount: groupCount, arguments: arguments, firstOrdinal: 0)
      results += try aggregator.finishAll(groupCount: groupCount)
    }
    return try ExpressionEvaluator(level.rank).evaluateColumns(RecordBatch(columns: results, rowCount: groupCount))[0]
  }

  /// The groups from the best to the worst.
  private func order(_ ranks: Column, _ level: TopNestedOperator.Level) -> [Int32] {
    let count = ranks.count
    let lastFirst = Array((0..<Int32(truncatingIfNeeded: count)).reversed())
    return SortPermutation.make([ranks.gathered(lastFirst)], [level.direction], rowCount: count)
      .map { lastFirst[Int($0)] }
  }
}
