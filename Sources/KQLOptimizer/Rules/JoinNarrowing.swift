import KQLPlan
import KQLTypes

/// `T | where p | join kind=inner (U) on k  →  T[k among the keys of U] | where p | join kind=inner (U) on k`
///
/// A row that will find no match costs less when the scan knows so before it builds the row. The keys are known only
/// when the query runs: the rule says which of them to hand to the scans. Rows go away that give nothing in the join, as
/// long as nothing on their way counts rows or looks at others: filters, computed columns and unions do not.
package struct JoinNarrowing: OptimizerRule {
  package init() {}

  package func apply(to plan: any PlanNode, now: Int64) -> any PlanNode {
    plan.rewritingUpwards { node in
      guard var join = node as? JoinNode, join.dropsUnmatchedProbes else { return node }
      join.narrowingKeys = join.keys.indices.filter { key in
        guard let column = join.probeKey(key).column, Self.isSearchable(column.type) else { return false }
        return Self.reachesScan(column.id, from: join.probe)
      }
      return join
    }
  }

  /// The types of which scans know sets or ranges of values.
  private static func isSearchable(_ type: ScalarType) -> Bool { type == .string || type.isStoredAsInt64 }

  private static func reachesScan(_ id: ColumnID, from node: any PlanNode) -> Bool {
    switch node {
    case let scan as ScanNode: return scan.limit == nil && scan.columns.contains { $0.id == id }
    case let filter as FilterNode: return reachesScan(id, from: filter.input)
    case let project as ProjectNode:
      guard let item = project.items.first(where: { $0.column.id == id }), let source = item.expression.column
      else { return false }
      return reachesScan(source.id, from: project.input)
    case let union as UnionNode:
      guard let position = union.columns.firstIndex(where: { $0.id == id }) else { return false }
      return zip(union.inputs, union.sources).contains { input, sources in
        sources[position].map { reachesScan($0, from: input) } ?? false
      }
    default: return false
    }
  }
}
