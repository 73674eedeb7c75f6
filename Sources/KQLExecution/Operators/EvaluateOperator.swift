import KQLCatalog
import KQLColumnar
import KQLFunctions
import KQLPlan
import KQLTypes

extension TableFunctionNode: ExecutableNode {
  package func makeOperator(_ planner: PhysicalPlanner) throws(ExecutionError) -> any PhysicalOperator {
    var arguments: [EvaluateOperator.Input] = []
    for table in tables {
      arguments.append(
        EvaluateOperator.Input(root: try planner.makeOperator(for: table), types: table.columns.map(\.type)))
    }
    return EvaluateOperator(
      input: EvaluateOperator.Input(root: try planner.makeOperator(for: input), types: input.columns.map(\.type)),
      tables: arguments, function: function, call: call, types: columns.map(\.type))
  }
}

/// Hands whole tables to a plugin (`evaluate`). Holds them, and the result.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/evaluate-operator>
struct EvaluateOperator: PhysicalOperator {
  struct Input: Sendable {
    let root: any PhysicalOperator
    let types: [ScalarType]

    func rows(in context: ExecutionContext, _ reservation: MemoryReservation) throws(ExecutionError) -> RecordBatch {
      let rows = try root.open(in: context).materialize(types: types, in: context).concatenated()
      try reservation.add(rows.byteCount)
      return rows
    }
  }

  let input: Input
  let tables: [Input]
  let function: TableFunction
  let call: TableFunctionCall
  let types: [ScalarType]

  func open(in context: ExecutionContext) throws(ExecutionError) -> any BatchStream {
    let reservation = MemoryReservation(context.control)
    let rows = try input.rows(in: context, reservation)
    var arguments: [RecordBatch] = []
    for table in tables { arguments.append(try table.rows(in: context, reservation)) }
    try context.control.checkpoint()
    let result = try function.run(call, rows, arguments).compacted()
    guard result.columns.map(\.type) == types else {
      throw .invalidArgument("'\(function.name)' gives other columns than the query declares")
    }
    try reservation.add(result.byteCount)
    return BatchListStream(MaterializedRows([result], types: types, reservation: reservation), in: context)
  }
}
