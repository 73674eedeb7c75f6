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

/// Hands whole tables to a plugin (`evaluate`), which decides on the order of the rows. Holds them, and the result.
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
    var call = call
    call.noteProgress = { (byteCount) throws(ExecutionError) in
      try context.control.checkpoint()
      if byteCount > 0 { try reservation.add(byteCount) }
    }
    try call.noteProgress(0)
    var result = try function.run(call, rows, arguments).compacted()
    if let declared = call.declared, !function.readsDeclaredSchema {
      result = try pick(declared, from: result, of: rows, call)
    }
    precondition(result.columns.map(\.type) == types, "plugin '\(function.name)' gave other columns than it said")
    let held = MemoryReservation(context.control)
    try held.add(result.byteCount)
    return BatchListStream(MaterializedRows([result], types: types, reservation: held), in: context)
  }

  /// The columns that the query declares, found by name.
  private func pick(
    _ declared: Schema, from result: RecordBatch, of rows: RecordBatch, _ call: TableFunctionCall
  ) throws(ExecutionError) -> RecordBatch {
    var natural = call
    natural.declared = nil
    natural.rows = rows
    guard let schema = try function.schema(natural) else {
      throw .unsupported("\(function.name): an output schema is not supported")
    }
    let fields = (call.declaredKeepsInput ? call.visibleInput.fields : []) + declared.fields
    var columns: [Column] = []
    for field in fields {
      guard let index = schema.index(of: field.name), schema[index].type == field.type else {
        throw .invalidArgument(
          "\(function.name): there is no column '\(field.name)' of type \(field.type.name) in \(schema)")
      }
      columns.append(result.columns[index])
    }
    return RecordBatch(columns: columns, rowCount: result.physicalRowCount)
  }
}
