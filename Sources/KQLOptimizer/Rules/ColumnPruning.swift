import KQLPlan
import KQLTypes

/// `T | where a > 5 | project b  →  T[a, b] | where a > 5 | project b`
///
/// Columns that nobody reads are neither read nor carried along. The columns of the result stay as they are.
package struct ColumnPruning: OptimizerRule {
  package init() {}

  package func apply(to plan: any PlanNode, now: Int64) -> any PlanNode {
    Self.prune(plan, to: Set(plan.columns.map(\.id)))
  }

  private static func prune(_ node: any PlanNode, to needed: Set<ColumnID>) -> any PlanNode {
    let pruned = node.pruned(to: needed)
    let inputs = pruned.inputs
    guard !inputs.isEmpty else { return pruned }
    let required = pruned.requiredColumns(for: needed)
    return pruned.withInputs(zip(inputs, required).map { prune($0, to: $1) })
  }
}
