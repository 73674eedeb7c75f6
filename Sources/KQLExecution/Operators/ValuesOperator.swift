import KQLColumnar
import KQLPlan
import KQLTypes

/// Gives rows that are part of the plan (`datatable`, `print`).
struct ValuesOperator: PhysicalOperator {
  let node: ValuesNode

  func open(in context: ExecutionContext) throws(ExecutionError) -> any BatchStream {
    BatchListStream(MaterializedRows(node.batches, types: node.columns.map(\.type)), in: context)
  }
}
