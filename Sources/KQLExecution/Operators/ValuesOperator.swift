import KQLColumnar
import KQLPlan
import KQLTypes

extension ValuesNode: ExecutableNode {
  package func makeOperator(_ planner: PhysicalPlanner) throws(ExecutionError) -> any PhysicalOperator {
    ValuesOperator(node: self)
  }
}

/// Gives rows that are part of the plan (`datatable`, `print`).
struct ValuesOperator: PhysicalOperator {
  let node: ValuesNode

  func open(in context: ExecutionContext) throws(ExecutionError) -> any BatchStream {
    BatchListStream(MaterializedRows(node.batches, types: node.columns.map(\.type)), in: context)
  }
}
