import KQLPlan
import KQLTypes

/// `T | sort by a | distinct b  →  T | distinct b, first by a`
///
/// The rows of each combination need not be sorted: its lowest `a` is kept while rows go by, and only the
/// combinations are sorted at the end. Looks through projections and filters between the two.
package struct OrderedDistinct: OptimizerRule {
  package init() {}

  package func apply(to plan: any PlanNode, now: Int64) -> any PlanNode {
    plan.rewritingUpwards { node in
      guard let distinct = node as? DistinctNode, distinct.order.isEmpty,
        let (input, keys) = Self.withoutSort(distinct.input)
      else { return node }
      return DistinctNode(input: input, columns: distinct.columns, order: keys)
    }
  }

  /// The node over an input that is not sorted, and the keys by which it was.
  private static func withoutSort(_ node: any PlanNode) -> (any PlanNode, [SortKey])? {
    switch node {
    case let sort as SortNode:
      guard sort.limit == nil, sort.keys.allSatisfy({ isSupported($0.expression) }) else { return nil }
      return (sort.input, sort.keys)
    case let filter as FilterNode:
      guard filter.predicate.isDeterministic, let (input, keys) = withoutSort(filter.input) else { return nil }
      return (filter.withInputs([input]), keys)
    case let project as ProjectNode:
      guard project.expressions.allSatisfy(\.isDeterministic), let (input, keys) = withoutSort(project.input)
      else { return nil }
      return (passingOn(keys, project.withInputs([input])), keys)
    default: return nil
    }
  }

  /// Keys that are kept as one word or a few for each combination.
  private static func isSupported(_ key: BoundExpression) -> Bool {
    guard key.column != nil else { return false }
    switch key.type {
    case .bool, .int, .long, .real, .datetime, .timespan, .guid: return true
    case .string, .decimal, .dynamic: return false
    }
  }

  /// The projection with the columns of the keys beside its own.
  private static func passingOn(_ keys: [SortKey], _ node: any PlanNode) -> any PlanNode {
    guard var project = node as? ProjectNode else { return node }
    for key in keys {
      guard let column = key.expression.column, !project.columns.contains(where: { $0.id == column.id }) else {
        continue
      }
      // Its name must not clash with those that the projection gives.
      let hidden = PlanColumn(id: column.id, name: "\(column.name)#\(column.id.number)", type: column.type)
      project.items.append(.init(column: hidden, expression: key.expression))
    }
    return project
  }
}
