import KQLPlan
import KQLTypes

/// `T | sort by a | extend … | take 10  →  T | top 10 by a | extend …`
///
/// A top holds a few rows where a sort holds all; a projection gives a row for each row, so the limit may come first.
package struct LimitPushDown: OptimizerRule {
  package init() {}

  package func apply(to plan: any PlanNode, now: Int64) -> any PlanNode {
    plan.rewritingUpwards { node in
      guard let limit = node as? LimitNode else { return node }
      return Self.push(limit.count, into: limit.input)
    }
  }

  private static func push(_ count: Int, into node: any PlanNode) -> any PlanNode {
    switch node {
    case let inner as LimitNode: return push(min(count, inner.count), into: inner.input)
    case let sort as SortNode:
      return SortNode(input: sort.input, keys: sort.keys, limit: min(count, sort.limit ?? count))
    case let project as ProjectNode where project.expressions.allSatisfy(\.isDeterministic):
      return project.withInputs([push(count, into: project.input)])
    default: return LimitNode(input: node, count: count)
    }
  }
}
