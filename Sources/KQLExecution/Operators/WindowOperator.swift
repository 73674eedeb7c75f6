import KQLColumnar
import KQLFunctions
import KQLPlan
import KQLTypes

extension WindowNode: ExecutableNode {
  package func makeOperator(_ planner: PhysicalPlanner) throws(ExecutionError) -> any PhysicalOperator {
    WindowOperator(
      input: try planner.makeOperator(for: input), program: try planner.program(expressions, over: input),
      calls: calls.map { WindowOperator.Call($0, now: planner.context.now) }, types: input.columns.map(\.type))
  }
}

/// Appends columns that are computed over all rows in their order (`row_number()`, `prev(x)`, …). Holds all rows.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/window-functions>
struct WindowOperator: PhysicalOperator {
  struct Call: Sendable {
    var function: WindowFunction
    var site: CallSite

    init(_ call: WindowNode.Call, now: Int64) {
      function = call.function
      site = CallSite(
        name: call.function.name, argumentTypes: call.arguments.map(\.type),
        constants: call.arguments.map(\.constant), resultType: call.column.type, now: now)
    }
  }

  let input: any PhysicalOperator
  /// The arguments of all calls.
  let program: ExpressionProgram
  let calls: [Call]
  /// Types of the input's columns.
  let types: [ScalarType]

  func open(in context: ExecutionContext) throws(ExecutionError) -> any BatchStream {
    let rows = try input.open(in: context).materialize(types: types, in: context).concatenated()
    let rowCount = rows.physicalRowCount
    let arguments = try ExpressionEvaluator(program).evaluate(rows)
    var columns = rows.columns
    var next = 0
    for call in calls {
      try context.control.checkpoint()
      let kernel = try call.function.prepare(call.site)
      let count = call.site.argumentCount
      columns.append(try kernel(Array(arguments[next..<next + count]), rowCount).column(rowCount: rowCount))
      next += count
    }
    let result = RecordBatch(columns: columns, rowCount: rowCount)
    let reservation = MemoryReservation(context.control)
    try reservation.add(result.byteCount)
    return BatchListStream(
      MaterializedRows([result], types: columns.map(\.type), reservation: reservation), in: context)
  }
}
