import KQLColumnar
import KQLPlan
import KQLTypes

extension SharedNode: ExecutableNode {
  package func makeOperator(_ planner: PhysicalPlanner) throws(ExecutionError) -> any PhysicalOperator {
    SharedOperator(
      identity: identity, input: try planner.makeOperator(for: input), types: columns.map(\.type))
  }
}

/// Runs a plan once for all places that use it (`materialize`) and keeps its rows.
struct SharedOperator: PhysicalOperator {
  let identity: Int
  let input: any PhysicalOperator
  let types: [ScalarType]

  func open(in context: ExecutionContext) throws(ExecutionError) -> any BatchStream {
    if let rows = context.sharedResult(identity) { return BatchListStream(rows, in: context) }
    let rows = try input.open(in: context).materialize(types: types, in: context)
    context.keep(rows, as: identity)
    return BatchListStream(rows, in: context)
  }
}
