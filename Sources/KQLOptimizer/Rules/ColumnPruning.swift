import KQLPlan
import KQLTypes

/// `T | where a > 5 | project b  →  T[a, b] | where a > 5 | project b`
///
/// Columns that nobody reads are neither read nor carried along. The columns of the result stay as they are.
package struct ColumnPruning: OptimizerRule {
  package init() {}

  package func apply(to plan: any PlanNode, now: Int64) -> any PlanNode {
    plan.pruningColumns(to: Set(plan.columns.map(\.id)))
  }
}
