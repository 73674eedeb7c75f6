import KQLColumnar
import KQLTypes

/// `basket`: all patterns that describe at least a share of the rows, those of most rows and values first.
///
/// Exact, where Kusto takes samples to find frequent values.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/basket-plugin>
enum Basket {
  static let function = TableFunction(
    "basket", schema: { call in PluginSchemas.schema(of: call) },
    run: { (call, rows, _) throws(ExecutionError) in
      let threshold = try call.number(0, "Threshold", in: 0.015...1, default: 0.05)
      let dimensionLimit = try call.integer(2, "MaxDimensions", in: 1...Int64(Int32.max), default: 5)
      let patterns = try PatternCall(call, wildcardArgument: 3)
      let table = try PatternTable(
        patterns.columns.map { rows.columns[$0] }, rowWeights: [try patterns.weights(1, of: rows)],
        threshold: threshold, call)
      let found = try table.frequentPatterns(dimensionLimit: dimensionLimit, call)
      return segments(found, patterns, table, rows)
    })

  /// The table that describes patterns by their rows: number, count and share of the rows, values.
  static func segments(
    _ found: [Pattern], _ patterns: PatternCall, _ table: PatternTable, _ rows: RecordBatch
  ) -> RecordBatch {
    func size(_ pattern: Pattern) -> Double { pattern.weights[0] * Double(pattern.itemCount) }
    let order = found.indices.sorted { (-size(found[$0]), $0) < (-size(found[$1]), $1) }
    let ordered = order.map { found[$0] }
    return RecordBatch(
      columns: [
        .int64(ordered.indices.map { Int64($0) }, as: .long),
        .int64(ordered.map { $0.weights[0].rowCount }, as: .long),
        .real(ordered.map { 100 * $0.weights[0] / table.totals[0] }),
      ] + patterns.describe(ordered, table, rows), rowCount: ordered.count)
  }
}
