import KQLPlan
import KQLTypes

/// `T | extend … | sort by a | where p  →  T | where p | extend … | sort by a`
///
/// Rows that are dropped early cost nothing later, and a condition that reaches the scan need not be read at all.
/// Each condition of a conjunction goes down by itself, as long as every operator on its way gives a row exactly when
/// it gives the row without the condition and the condition holds: so the rows are the same, in the same order.
package struct PredicatePushDown: OptimizerRule {
  package init() {}

  package func apply(to plan: any PlanNode, now: Int64) -> any PlanNode { Self.rewrite(plan) }

  private static func rewrite(_ node: any PlanNode) -> any PlanNode {
    if let filter = node as? FilterNode { return push(filter.predicate.conjuncts, into: filter.input) }
    return node.inputs.isEmpty ? node : node.withInputs(node.inputs.map(rewrite))
  }

  /// The node's rows for which the conditions hold.
  private static func push(_ conditions: [BoundExpression], into node: any PlanNode) -> any PlanNode {
    if let filter = node as? FilterNode {
      return push(filter.predicate.conjuncts + conditions, into: filter.input)
    }
    // A condition with a value of its own for each row stays where it is, and so do those behind it.
    let movable = conditions.prefix { $0.isDeterministic }
    let fixed = conditions.dropFirst(movable.count)
    var staying: [BoundExpression] = []
    var going: [[BoundExpression]] = node.inputs.map { _ in [] }
    for condition in movable {
      let descents = descents(of: condition, through: node)
      if descents.contains(where: { $0 != nil }) {
        for (index, descent) in descents.enumerated() {
          if let descent { going[index].append(descent) }
        }
      } else {
        staying.append(condition)
      }
    }
    let inputs = zip(node.inputs, going).map { input, conditions in
      conditions.isEmpty ? rewrite(input) : push(conditions, into: input)
    }
    let rebuilt = inputs.isEmpty ? node : node.withInputs(inputs)
    return rebuilt.filtered(by: staying + fixed)
  }

  /// The condition in terms of each input to which it may go; all `nil` when it must stay above the node.
  private static func descents(of condition: BoundExpression, through node: any PlanNode) -> [BoundExpression?] {
    let stays = [BoundExpression?](repeating: nil, count: node.inputs.count)
    switch node {
    case let node as ProjectNode:
      guard let values = passedValues(condition, node.items.map { ($0.column, $0.expression) }) else { return stays }
      return [condition.substituting(values)]
    case let node as SortNode: return node.limit == nil ? [condition] : stays
    case is DistinctNode: return [condition]
    case is MvExpandNode, is ParseNode, is ParseKvNode:
      return reads(condition, onlyOf: node.inputs[0]) ? [condition] : stays
    case let node as AggregateNode:
      guard !node.keys.isEmpty, let values = passedValues(condition, node.keys.map { ($0.column, $0.expression) })
      else { return stays }
      return [condition.substituting(values)]
    case let node as UnionNode:
      return node.inputs.indices.map { index in
        var values: [ColumnID: BoundExpression] = [:]
        for (column, source) in zip(node.columns, node.sources[index]) {
          let sourceColumn = source.flatMap { id in node.inputs[index].columns.first { $0.id == id } }
          values[column.id] = sourceColumn.map { .column($0) } ?? .constant(.null(column.type))
        }
        return condition.substituting(values)
      }
    case let node as JoinNode: return descents(of: condition, through: node)
    default: return stays
    }
  }

  private static func descents(of condition: BoundExpression, through join: JoinNode) -> [BoundExpression?] {
    let (left, right): (Bool, Bool)
    switch join.kind {
    case .inner: (left, right) = (true, true)
    // Which left row stands for its key must not change.
    case .innerUnique: (left, right) = (false, true)
    case .leftOuter, .leftSemi, .leftAnti: (left, right) = (true, false)
    case .rightOuter, .rightSemi, .rightAnti: (left, right) = (false, true)
    case .fullOuter: (left, right) = (false, false)
    }
    if left, reads(condition, onlyOf: join.left) { return [condition, nil] }
    if right, reads(condition, onlyOf: join.right) { return [nil, condition] }
    return [nil, nil]
  }

  private static func reads(_ condition: BoundExpression, onlyOf input: any PlanNode) -> Bool {
    condition.columns.isSubset(of: input.columns.map(\.id))
  }

  /// What the columns that a condition reads stand for, when each is just a column or a constant below.
  private static func passedValues(
    _ condition: BoundExpression, _ items: [(PlanColumn, BoundExpression)]
  ) -> [ColumnID: BoundExpression]? {
    var values: [ColumnID: BoundExpression] = [:]
    for (column, expression) in items where values[column.id] == nil { values[column.id] = expression }
    for id in condition.columns {
      guard let value = values[id], value.column != nil || value.constant != nil else { return nil }
    }
    return values
  }
}
