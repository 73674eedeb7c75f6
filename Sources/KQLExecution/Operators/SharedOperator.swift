import KQLColumnar
import KQLPlan
import KQLTypes

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
