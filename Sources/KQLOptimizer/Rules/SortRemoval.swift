import KQLPlan
import KQLTypes

/// `T | sort by a | summarize count() by b  →  T | summarize count() by b`
///
/// Sorting holds all rows; an operator above that takes no notice of their order makes it needless. Also joins sorts
/// that follow one another: `T | sort by a | sort by b  →  T | sort by b, a`, as sorting keeps the order of equal
/// rows.
package struct SortRemoval: OptimizerRule {
  package init() {}

  package func apply(to plan: any PlanNode, now: Int64) -> any PlanNode { Self.rewrite(plan, orderMatters: true) }

  private static func rewrite(_ node: any PlanNode, orderMatters: Bool) -> any PlanNode {
    if let sort = node as? SortNode, sort.limit == nil {
      if !orderMatters { return rewrite(sort.input, orderMatters: false) }
      if let inner = sort.input as? SortNode, inner.limit == nil {
        return rewrite(SortNode(input: inner.input, keys: sort.keys + inner.keys), orderMatters: true)
      }
    }
    guard !node.inputs.isEmpty else { return node }
    let below = ignoresOrder(node) ? false : isTransparent(node) ? orderMatters : true
    return node.withInputs(node.inputs.map { rewrite($0, orderMatters: below) })
  }

  /// Whether the node gives the same rows for its input in any order.
  private static func ignoresOrder(_ node: any PlanNode) -> Bool {
    switch node {
    case let node as AggregateNode: !node.aggregates.contains { $0.function.isOrderSensitive }
    default: !node.isOrderSensitive && !node.preservesOrder
    }
  }

  /// Whether order matters below exactly when it matters above.
  private static func isTransparent(_ node: any PlanNode) -> Bool {
    switch node {
    case is DistinctNode: true
    default: !node.isOrderSensitive && node.preservesOrder
    }
  }
}
