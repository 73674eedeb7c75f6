import KQLColumnar
import KQLTypes

/// Counts of rows and of distinct values, exact ones; the approximate `dcount` is in ``SketchAggregates``.
enum CountingAggregates {
  static let aggregates: [AggregateFunction] = [
    count,
    count.renamed("cnt"),
    AggregateFunction("countif") { _ throws(ExecutionError) in ConditionalAggregator(RowCount(), predicateIndex: 0) },
    countDistinct,
    countDistinct.conditional("count_distinctif"),
  ].map(\.unordered)

  /// `count()`: all rows. An argument is allowed and does not matter: rows where it is null count too.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/count-aggregation-function>
  private static let count = AggregateFunction("count") { site throws(ExecutionError) in
    // Kusto declares the argument as a predicate but counts rows without looking at it, at least for other types.
    if site.argumentTypes.first == .bool {
      throw .unsupported("\(site.name)() of a bool is not supported, being ambiguous; write count() or countif()")
    }
    return RowCount()
  }

  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/count-distinct-aggregation-function>
  private static let countDistinct = AggregateFunction("count_distinct") { site throws(ExecutionError) in
    DistinctCount(type: site.argumentTypes[0])
  }
}

/// Rows of each group.
final class RowCount: GroupedAggregator {
  private var counts: [Int64] = []

  func makeEmpty() -> any GroupedAggregator { RowCount() }

  func update(groups: [UInt32], groupCount: Int, arguments: [Datum], firstOrdinal: Int64) throws(ExecutionError) {
    counts.grow(to: groupCount) { 0 }
    if groupCount == 1 {
      counts[0] += Int64(groups.count)
      return
    }
    counts.withUnsafeMutableBufferPointer { counts in
      groups.withUnsafeBufferPointer { groups in
        for group in groups { counts[Int(group)] &+= 1 }
      }
    }
  }

  func merge(_ other: any GroupedAggregator, mapping: [UInt32], groupCount: Int) throws(ExecutionError) {
    counts.grow(to: groupCount) { 0 }
    let other = sibling(other)
    for group in other.counts.indices { counts[Int(mapping[group])] &+= other.counts[group] }
  }

  func finish(groupCount: Int) throws(ExecutionError) -> Column {
    counts.grow(to: groupCount) { 0 }
    return .int64(counts, as: .long)
  }

  var byteCount: Int { counts.capacity * 8 }
}
