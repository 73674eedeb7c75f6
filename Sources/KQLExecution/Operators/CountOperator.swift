import KQLColumnar
import KQLPlan
import KQLTypes

/// Counts the rows of its input (`count`), which needs none of their values.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/count-operator>
struct CountOperator: PhysicalOperator {
  let input: any PhysicalOperator
  /// How often the query asks for the count.
  let columnCount: Int

  func open(in context: ExecutionContext) throws(ExecutionError) -> any BatchStream {
    let counters = try input.open(in: context).drain(in: context, makeState: { Counter() }) { (counter, scanned) in
      counter.rowCount += Int64(scanned.batch.rowCount)
    }
    let total = counters.reduce(0) { $0 + $1.rowCount }
    let columns = (0..<columnCount).map { _ in Column.int64([total], as: .long) }
    let rows = MaterializedRows(
      [RecordBatch(columns: columns, rowCount: 1)], types: columns.map(\.type))
    return BatchListStream(rows, in: context)
  }

  private final class Counter {
    var rowCount: Int64 = 0
  }
}
