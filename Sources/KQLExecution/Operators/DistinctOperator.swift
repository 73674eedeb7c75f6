import KQLCatalog
import KQLColumnar
import KQLPlan
import KQLTypes

extension DistinctNode: ExecutableNode {
  package func makeOperator(_ planner: PhysicalPlanner) throws(ExecutionError) -> any PhysicalOperator {
    let passed = columns.map { BoundExpression.column($0) }
    let program = try planner.program(passed + order.map(\.expression), over: input)
    let source = try planner.makeOperator(for: input)
    if !order.allSatisfy({ SortWords.wordCount(of: $0.expression.type) != nil }) {
      let sorted = try SortNode(input: input, keys: order).makeOperator(planner)
      return DistinctOperator(
        input: sorted, program: try planner.program(passed, over: input), types: columns.map(\.type))
    }
    if order.isEmpty {
      return DistinctOperator(input: source, program: program, types: columns.map(\.type))
    }
    return OrderedDistinctOperator(
      input: source, program: program, types: columns.map(\.type), order: order.map(SortDirection.init))
  }
}

/// Keeps one row of each combination of values (`distinct`), in the order of first appearance.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/distinct-operator>
struct DistinctOperator: PhysicalOperator {
  let input: any PhysicalOperator
  let program: ExpressionProgram
  let types: [ScalarType]

  func open(in context: ExecutionContext) throws(ExecutionError) -> any BatchStream {
    let states = try input.open(in: context).drain(in: context, makeState: { () throws(ExecutionError) in
      try State(self, context.control)
    }, consume: { (state, batch) throws(ExecutionError) in try state.add(batch) })
    var grouping = states[0].grouping
    for state in states.dropFirst() { _ = grouping.merge(state.grouping) }
    let rows = RecordBatch(columns: grouping.keyColumns, rowCount: grouping.groupCount)
    let reservation = MemoryReservation(context.control)
    try reservation.add(rows.byteCount)
    return BatchListStream(
      MaterializedRows([rows.gathered(grouping.groupsInOrder)], types: types, reservation: reservation), in: context)
  }

  private final class State {
    private let evaluator: ExpressionEvaluator
    var grouping: Grouping
    private let reservation: MemoryReservation

    init(_ plan: DistinctOperator, _ control: QueryControl) throws(ExecutionError) {
      evaluator = try ExpressionEvaluator(plan.program)
      grouping = Grouping(plan.types)
      reservation = MemoryReservation(control)
    }

    func add(_ scanned: StreamBatch) throws(ExecutionError) {
      let columns = try evaluator.evaluateColumns(scanned.batch)
      _ = grouping.groups(of: columns, rowCount: scanned.batch.rowCount, at: scanned.position)
      try reservation.set(to: grouping.byteCount)
    }
  }
}
