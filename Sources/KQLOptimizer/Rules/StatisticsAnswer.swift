import KQLCatalog
import KQLColumnar
import KQLFunctions
import KQLPlan
import KQLTypes

/// `T | summarize count(), min(Time), max(Time)  →  the values, where the table knows them without a scan`
///
/// Statistics are exact, so the row is the one that a scan would give. Only a table as a whole is known, so a condition
/// or a limit in between leaves the plan as it is.
package struct StatisticsAnswer: OptimizerRule {
  package init() {}

  package func apply(to plan: any PlanNode, now: Int64) -> any PlanNode {
    plan.rewritingUpwards { node in
      guard let aggregation = node as? AggregateNode, let answer = Self.answer(to: aggregation) else { return node }
      return answer
    }
  }

  private static func answer(to node: AggregateNode) -> ValuesNode? {
    guard node.keys.isEmpty, !node.aggregates.isEmpty, let scan = node.input as? ScanNode, scan.filters.isEmpty,
      scan.limit == nil
    else { return nil }
    let statistics = scan.table.statistics
    var columns: [Column] = []
    for aggregate in node.aggregates {
      guard aggregate.columns.count == 1, let value = value(of: aggregate, scan, statistics) else { return nil }
      columns.append(Column(repeating: value, count: 1))
    }
    return ValuesNode(columns: node.columns, batches: [RecordBatch(columns: columns, rowCount: 1)])
  }

  private static func value(
    of aggregate: BoundAggregate, _ scan: ScanNode, _ statistics: TableStatistics
  ) -> ScalarValue? {
    let type = aggregate.columns[0].type
    switch (aggregate.function.name, aggregate.arguments.count) {
    case ("count", 0):
      guard type == .long else { return nil }
      return statistics.rowCount.map { .long(Int64($0)) }
    case ("min", 1), ("max", 1):
      guard let column = aggregate.arguments[0].column, column.type == type, type.isStoredAsInt64,
        let place = scan.columns.firstIndex(where: { $0.id == column.id }),
        let range = statistics.ranges[scan.columnIndexes[place]]
      else { return nil }
      let isLowest = aggregate.function.name == "min"
      return ScalarValue(int64: isLowest ? range.lowerBound : range.upperBound, as: type)
    default: return nil
    }
  }
}
