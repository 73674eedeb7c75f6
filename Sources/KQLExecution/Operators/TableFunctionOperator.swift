import KQLColumnar
import KQLFunctions
import KQLPlan
import KQLTypes

extension TableFunctionNode: ExecutableNode {
  package func makeOperator(_ planner: PhysicalPlanner) throws(ExecutionError) -> any PhysicalOperator {
    var sources: [TableFunctionOperator.Source] = []
    for node in inputs {
      sources.append(.init(input: try planner.makeOperator(for: node), types: node.columns.map(\.type)))
    }
    return TableFunctionOperator(function: function, call: call, sources: sources, types: columns.map(\.type))
  }
}

/// Hands its inputs to a plugin (`evaluate`), which decides on the order of the rows. Holds all rows.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/evaluate-operator>
struct TableFunctionOperator: PhysicalOperator {
  struct Source: Sendable {
    var input: any PhysicalOperator
    var types: [ScalarType]
  }
  let function: TableFunction
  let call: TableFunctionCall
  /// The table that is piped in, then the tabular arguments.
  let sources: [Source]
  let types: [ScalarType]

  func open(in context: ExecutionContext) throws(ExecutionError) -> any BatchStream {
    var inputs: [RecordBatch] = []
    for source in sources {
      inputs.append(try source.input.open(in: context).materialize(types: source.types, in: context).concatenated())
    }
    let working = MemoryReservation(context.control)
    for input in inputs { try working.add(input.byteCount) }
    var call = call
    call.noteProgress = { (byteCount) throws(ExecutionError) in
      try context.control.checkpoint()
      if byteCount > 0 { try working.add(byteCount) }
    }
    var rows = try function.run(call, inputs[0], Array(inputs.dropFirst())).compacted()
    if let declared = call.declared, !function.readsDeclaredSchema {
      rows = try pick(declared, from: rows, of: inputs[0], call)
    }
    precondition(rows.columns.map(\.type) == types, "plugin '\(function.name)' gave other columns than it said")
    let reservation = MemoryReservation(context.control)
    try reservation.add(rows.byteCount)
    return BatchListStream(MaterializedRows([rows], types: types, reservation: reservation), in: context)
  }

  /// The columns that the query declares, found by name.
  private func pick(
    _ declared: Schema, from rows: RecordBatch, of input: RecordBatch, _ call: TableFunctionCall
  ) throws(ExecutionError) -> RecordBatch {
    var natural = call
    natural.declared = nil
    natural.rows = input
    guard let schema = try function.schema(natural) else {
      preconditionFailure("plugin '\(function.name)' does not know its columns")
    }
    var fields = declared.fields
    if call.declaredKeepsInput { fields = call.visibleInput.fields + fields }
    var columns: [Column] = []
    for field in fields {
      guard let index = schema.index(of: field.name), schema[index].type == field.type else {
        throw .invalidArgument("\(function.name): there is no column '\(field.name)' of type \(field.type.name) in \(schema)")
      }
      columns.append(rows.columns[index])
    }
    return RecordBatch(columns: columns, rowCount: rows.physicalRowCount)
  }
}
