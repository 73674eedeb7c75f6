import KQLCatalog
import KQLPlan
import KQLTypes

/// `T | where a > 5 and f(b)  →  T[a > 5] | where a > 5 and f(b)`, and `T[…] | take 10  →  T[… limit 10] | take 10`
///
/// A scan that knows conditions skips rows, blocks and files without reading them. The filter stays: a scan may use
/// a condition, and need not. The limit goes along where the scan knows all that is asked of a row.
package struct ScanFiltering: OptimizerRule {
  package init() {}

  package func apply(to plan: any PlanNode, now: Int64) -> any PlanNode {
    plan.rewritingUpwards { node in
      switch node {
      case let filter as FilterNode: return Self.filterScan(filter).node
      case let limit as LimitNode: return Self.limitScan(limit)
      default: return node
      }
    }
  }

  /// - Returns: The filter over a scan that knows its conditions, and whether it knows them all.
  private static func filterScan(_ filter: FilterNode) -> (node: any PlanNode, isComplete: Bool) {
    guard var scan = filter.input as? ScanNode else { return (filter, false) }
    let translator = ScanFilterTranslator(scan)
    var isComplete = true
    var filters: [ScanFilter] = []
    for condition in filter.predicate.conjuncts {
      if let found = translator.filters(for: condition) { filters += found } else { isComplete = false }
    }
    for filter in filters where !scan.filters.contains(filter) { scan.filters.append(filter) }
    return (FilterNode(input: scan, predicate: filter.predicate), isComplete)
  }

  private static func limitScan(_ limit: LimitNode) -> any PlanNode {
    switch limit.input {
    case var scan as ScanNode:
      // Rows that fail a condition do not count for the scan, but would here.
      guard scan.filters.isEmpty else { return limit }
      scan.limit = min(limit.count, scan.limit ?? .max)
      return LimitNode(input: scan, count: limit.count)
    case let filter as FilterNode:
      guard filterScan(filter).isComplete, var scan = filter.input as? ScanNode else { return limit }
      scan.limit = min(limit.count, scan.limit ?? .max)
      return LimitNode(input: FilterNode(input: scan, predicate: filter.predicate), count: limit.count)
    default: return limit
    }
  }
}
