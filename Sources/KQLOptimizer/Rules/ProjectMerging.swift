import KQLPlan
import KQLTypes

/// `T | extend a = f(x) | project b = g(a), y  →  T | project b = g(f(x)), y`
///
/// One pass over the rows instead of two, and no column for what is only on its way. A computed column is put in its
/// place where only one is wanted, so nothing is computed twice.
package struct ProjectMerging: OptimizerRule {
  package init() {}

  package func apply(to plan: any PlanNode, now: Int64) -> any PlanNode {
    plan.rewritingUpwards { node in
      guard var outer = node as? ProjectNode else { return node }
      while let inner = outer.input as? ProjectNode, let merged = Self.merge(outer, inner) { outer = merged }
      return Self.changesNothing(outer) ? outer.input : outer
    }
  }

  private static func merge(_ outer: ProjectNode, _ inner: ProjectNode) -> ProjectNode? {
    var values: [ColumnID: BoundExpression] = [:]
    for item in inner.items where values[item.column.id] == nil { values[item.column.id] = item.expression }
    var uses: [ColumnID: Int] = [:]
    for item in outer.items { count(item.expression, &uses) }
    for (id, count) in uses {
      guard let value = values[id] else { return nil }
      if value.column != nil || value.constant != nil { continue }
      guard count == 1, value.isDeterministic else { return nil }
    }
    guard inner.items.allSatisfy({ $0.expression.isDeterministic }) else { return nil }
    return ProjectNode(
      input: inner.input,
      items: outer.items.map { .init(column: $0.column, expression: $0.expression.substituting(values)) })
  }

  private static func count(_ expression: BoundExpression, _ uses: inout [ColumnID: Int]) {
    switch expression {
    case .column(let column): uses[column.id, default: 0] += 1
    case .call(let call): for argument in call.arguments { count(argument, &uses) }
    case .constant, .subquery, .invalid: break
    }
  }

  private static func changesNothing(_ node: ProjectNode) -> Bool {
    node.columns == node.input.columns && node.items.allSatisfy { $0.expression.column == $0.column }
  }
}
