import KQLPlan
import KQLTypes

/// `A | join kind=inner (B) on k | count  →  B | join kind=inner (A) on k | count`, where A is known to be the smaller
///
/// An inner join holds its right input and gives rows in the order of the left one. Where nobody sees that order, the
/// inputs may change places: holding few rows takes less memory and time than holding many. Tables tell how many rows
/// they have, or nothing; the inputs change places only where the left one cannot have as many rows as the right one has.
package struct SmallerSide: OptimizerRule {
  package init() {}

  package func apply(to plan: any PlanNode, now: Int64) -> any PlanNode { Self.rewrite(plan, orderMatters: true) }

  private static func rewrite(_ node: any PlanNode, orderMatters: Bool) -> any PlanNode {
    guard !node.inputs.isEmpty else { return node }
    let below = orderMattersBelow(node, orderMatters)
    let rebuilt = node.withInputs(node.inputs.map { rewrite($0, orderMatters: below) })
    guard !orderMatters, var join = rebuilt as? JoinNode, join.kind == .inner, isSmaller(join.left, than: join.right)
    else { return rebuilt }
    (join.left, join.right) = (join.right, join.left)
    join.keys = join.keys.map { JoinNode.Key(left: $0.right, right: $0.left) }
    return join
  }

  /// Whether somebody sees the order of the input's rows.
  private static func orderMattersBelow(_ node: any PlanNode, _ orderMatters: Bool) -> Bool {
    switch node {
    case let node as AggregateNode:
      if node.aggregates.contains(where: \.function.isOrderSensitive) { return true }
      guard node.expressions.allSatisfy({ $0.isDeterministic && isOfOneForm($0.type) }) else { return true }
      // Groups come in the order of their first rows.
      return orderMatters && !node.keys.isEmpty
    case let node as DistinctNode:
      return orderMatters || !node.order.isEmpty || !node.columns.allSatisfy { isOfOneForm($0.type) }
    case let node as JoinNode: return orderMatters || node.kind != .inner
    case is FilterNode, is ProjectNode: return orderMatters || node.isOrderSensitive
    case let node as SortNode: return node.limit != nil || !isTotal(node)
    default: return true
    }
  }

  /// Whether equal values are written in one way, so that it does not show which of them came first.
  private static func isOfOneForm(_ type: ScalarType) -> Bool {
    switch type {
    case .bool, .int, .long, .datetime, .timespan, .guid, .string: true
    case .real, .decimal, .dynamic: false
    }
  }

  /// Whether no two rows stand as they came: groups differ in one of their keys.
  private static func isTotal(_ sort: SortNode) -> Bool {
    let sorted = Set(sort.keys.compactMap(\.expression.column?.id))
    switch sort.input {
    case let groups as AggregateNode: return sorted.isSuperset(of: groups.keys.map(\.column.id))
    case let rows as DistinctNode: return sorted.isSuperset(of: rows.columns.map(\.id))
    default: return false
    }
  }

  private static func isSmaller(_ left: any PlanNode, than right: any PlanNode) -> Bool {
    guard let most = rowCount(left, isExact: false), let all = rowCount(right, isExact: true) else { return false }
    return most < all
  }

  /// How many rows a plan gives, or how many at most; `nil` when its tables do not say.
  private static func rowCount(_ node: any PlanNode, isExact: Bool) -> Int? {
    switch node {
    case let scan as ScanNode: scan.limit == nil ? scan.table.statistics.rowCount : nil
    case let values as ValuesNode: values.batches.reduce(0) { $0 + $1.rowCount }
    case let project as ProjectNode: rowCount(project.input, isExact: isExact)
    case let filter as FilterNode: isExact ? nil : rowCount(filter.input, isExact: false)
    case let distinct as DistinctNode: isExact ? nil : rowCount(distinct.input, isExact: false)
    case let groups as AggregateNode where !groups.keys.isEmpty: isExact ? nil : rowCount(groups.input, isExact: false)
    default: nil
    }
  }
}
