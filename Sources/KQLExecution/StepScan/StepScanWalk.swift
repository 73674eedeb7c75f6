import KQLCatalog
import KQLColumnar
import KQLPlan
import KQLTypes

/// One walk of `scan` over all rows; used by one thread.
struct StepScanWalk {
  /// A row as a step left it.
  private struct Mark {
    var row: Int32
    var declared: [ScalarValue]
  }

  /// How far a match has come: a mark for each step up to the one that has this sequence.
  private struct Sequence {
    var matchId: Int64
    var marks: [Mark]
    /// The last mark is still to be given (`output=last`).
    var isPending = false
  }

  private let plan: StepScanOperator
  private let rows: RecordBatch
  private let control: QueryControl
  private let hoisted: [Column]
  private let groups: [UInt32]
  private let groupCount: Int
  private let filters: [[Bool]?]
  private let conditions: [[RowEvaluator]]
  private let assignments: [[RowEvaluator]]
  /// The rows to give, their declared values and match ids.
  private var outputRows: [Int32] = []
  private var declared: [ColumnBuilder]
  private var matchIds: [Int64] = []
  private var nextMatchId: Int64 = 0

  init(_ plan: StepScanOperator, _ rows: RecordBatch, _ control: QueryControl) throws(ExecutionError) {
    self.plan = plan
    self.rows = rows
    self.control = control
    hoisted = try ExpressionEvaluator(plan.hoisted).evaluateColumns(rows)
    let rowCount = rows.physicalRowCount
    if plan.partitions.types.isEmpty {
      groups = [UInt32](repeating: 0, count: rowCount)
      groupCount = 1
    } else {
      var grouping = Grouping(plan.partitions.types)
      groups = grouping.groups(
        of: try ExpressionEvaluator(plan.partitions).evaluateColumns(rows), rowCount: rowCount,
        at: RowPosition(ordinal: 0, row: 0))
      groupCount = grouping.groupCount
    }
    var filters: [[Bool]?] = []
    var conditions: [[RowEvaluator]] = []
    var assignments: [[RowEvaluator]] = []
    for step in plan.steps {
      filters.append(try step.filter.map { (program) throws(ExecutionError) in try Self.passing(program, rows) })
      var evaluators: [RowEvaluator] = []
      for condition in step.conditions {
        evaluators.append(try RowEvaluator(condition, columns: plan.columns, now: plan.now))
      }
      conditions.append(evaluators)
      evaluators = []
      for assignment in step.assignments {
        evaluators.append(try RowEvaluator(assignment.value, columns: plan.columns, now: plan.now))
      }
      assignments.append(evaluators)
    }
    self.filters = filters
    self.conditions = conditions
    self.assignments = assignments
    declared = plan.declaredTypes.map { ColumnBuilder($0) }
  }

  /// Whether each row meets all conditions.
  private static func passing(_ program: ExpressionProgram, _ rows: RecordBatch) throws(ExecutionError) -> [Bool] {
    let columns = try ExpressionEvaluator(program).evaluateColumns(rows)
    return (0..<rows.physicalRowCount).map { row in columns.allSatisfy { $0[row].isTrue } }
  }
}

// MARK: - Walking

extension StepScanWalk {
  mutating func run() throws(ExecutionError) -> RecordBatch {
    var sequences = [[Sequence?]](
      repeating: [Sequence?](repeating: nil, count: plan.steps.count), count: groupCount)
    for row in 0..<rows.physicalRowCount {
      if row & 1023 == 0 { try control.checkpoint() }
      try visit(row, &sequences[Int(groups[row])])
    }
    for group in sequences.indices {
      for step in plan.steps.indices { flush(&sequences[group][step]) }
    }
    var columns = rows.columns.map { $0.gathered(outputRows) } + declared.map { $0.finish() }
    if plan.hasMatchId { columns.append(.int64(matchIds, as: .long)) }
    return RecordBatch(columns: columns, rowCount: outputRows.count)
  }

  /// Tries all steps on a row, from the last to the first.
  private mutating func visit(_ row: Int, _ sequences: inout [Sequence?]) throws(ExecutionError) {
    for step in plan.steps.indices.reversed() {
      if let filter = filters[step], !filter[row] { continue }
      if step > 0, let previous = sequences[step - 1], try matches(step, row, previous.marks) {
        // The sequence moves on to this step, over the one that was here.
        flush(&sequences[step])
        flush(&sequences[step - 1])
        sequences[step - 1] = nil
        try extend(step, row, Sequence(matchId: previous.matchId, marks: previous.marks), &sequences)
      } else if let current = sequences[step] {
        guard try matches(step, row, current.marks) else { continue }
        try extend(step, row, current, &sequences)
      } else if step == 0, try matches(step, row, []) {
        try extend(step, row, Sequence(matchId: nextMatchId, marks: []), &sequences)
        nextMatchId += 1
      }
    }
  }

  /// Marks that a row matches a step.
  private mutating func extend(
    _ step: Int, _ row: Int, _ sequence: Sequence, _ sequences: inout [Sequence?]
  ) throws(ExecutionError) {
    var mark = Mark(row: Int32(truncatingIfNeeded: row), declared: plan.initial)
    for (assignment, evaluator) in zip(plan.steps[step].assignments, assignments[step]) {
      mark.declared[assignment.declaration] = try evaluator.value { value(at: $0, row, sequence.marks) }
    }
    var sequence = sequence
    if sequence.marks.count > step { sequence.marks[step] = mark } else { sequence.marks.append(mark) }
    switch plan.steps[step].output {
    case .all: give(mark, sequence.matchId)
    case .last: sequence.isPending = true
    case .none: break
    }
    sequences[step] = sequence
  }

  private func matches(_ step: Int, _ row: Int, _ marks: [Mark]) throws(ExecutionError) -> Bool {
    for condition in conditions[step] {
      guard try condition.value({ value(at: $0, row, marks) }).isTrue else { return false }
    }
    return true
  }

  /// What an expression reads. Steps that did not match yet have nulls, and declared columns their initial values.
  private func value(at position: Int, _ row: Int, _ marks: [Mark]) -> ScalarValue {
    switch plan.readers[position] {
    case .input(let column): return rows.columns[column][row]
    case .hoisted(let column): return hoisted[column][row]
    case .declared(let declaration): return plan.initial[declaration]
    case .state(let step, .input(let column)):
      return step < marks.count ? rows.columns[column][Int(marks[step].row)] : .null(plan.columns[position].type)
    case .state(let step, .declared(let declaration)):
      return step < marks.count ? marks[step].declared[declaration] : plan.initial[declaration]
    }
  }

  /// Gives what a sequence held back, for its step is over.
  private mutating func flush(_ sequence: inout Sequence?) {
    guard let waiting = sequence, waiting.isPending, let mark = waiting.marks.last else { return }
    sequence?.isPending = false
    give(mark, waiting.matchId)
  }

  private mutating func give(_ mark: Mark, _ matchId: Int64) {
    outputRows.append(mark.row)
    matchIds.append(matchId)
    for (index, value) in mark.declared.enumerated() { declared[index].append(value) }
  }
}
