import KQLColumnar
import KQLTypes

/// `diffpatterns`: patterns whose share of one set of rows differs most from their share of another.
///
/// Of patterns that describe nearly the same rows, or rows among those of another, the one with the largest difference
/// stays. Which ones Kusto leaves out is not documented, so its choice may differ.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/diffpatterns-plugin>
enum DifferencePatterns {
  static let function = TableFunction(
    "diffpatterns", schema: { call in PluginSchemas.schema(of: call) },
    run: { (call, rows, _) throws(ExecutionError) in
      let split = try call.columnIndex(0, "SplitColumn")
      let threshold = try call.number(4, "Threshold", in: 0.015...1, default: 0.05)
      let dimensionLimit = try call.integer(5, "MaxDimensions", in: 1...Int64(Int32.max), default: Int64(Int32.max))
      let patterns = try PatternCall(call, without: split, wildcardArgument: 6)
      let weights = try patterns.weights(3, of: rows)
      var sides: [[Double]] = []
      for argument in [1, 2] {
        guard let value = call.constant(argument)?.string else { throw call.invalid("split values must be strings") }
        let belongs = rows.columns[split].hasText(value)
        sides.append(weights.indices.map { belongs[$0] ? weights[$0] : 0 })
      }
      let table = try PatternTable(
        patterns.columns.map { rows.columns[$0] }, rowWeights: sides, threshold: threshold, call)
      var found = try differences(in: table, threshold: threshold, dimensionLimit: dimensionLimit, call)
      found.sort { $0.size > $1.size }
      return RecordBatch(
        columns: [
          .int64(found.indices.map { Int64($0) }, as: .long),
          .int64(found.map { $0.pattern.weights[0].rowCount }, as: .long),
          .int64(found.map { $0.pattern.weights[1].rowCount }, as: .long),
          .real(found.map { $0.percents[0].hundredths }),
          .real(found.map { $0.percents[1].hundredths }),
          .real(found.map { $0.size.hundredths }),
        ] + patterns.describe(found.map(\.pattern), table, rows), rowCount: found.count)
    })

  /// A pattern with its shares of both sets.
  struct Difference {
    var pattern: Pattern
    /// Of each set's weight.
    var percents: [Double]

    /// Percentage points between both.
    var size: Double { abs(percents[0] - percents[1]) }
    /// The set of which it has the larger share.
    var side: Int { percents[0] >= percents[1] ? 0 : 1 }
  }

  /// How much of its rows a pattern may have in common with one that was chosen before it.
  private static let overlapLimit = 0.95

  /// - Parameter leastItemCount: The fewest values that a pattern has.
  static func differences(
    in table: PatternTable, threshold: Double, dimensionLimit: Int, leastItemCount: Int = 1, _ call: TableFunctionCall
  ) throws(ExecutionError) -> [Difference] {
    guard table.totals.allSatisfy({ $0 > 0 }) else { throw call.invalid("one of both sets has no rows") }
    let candidates = try table.frequentPatterns(dimensionLimit: dimensionLimit, call).map { pattern in
      Difference(pattern: pattern, percents: zip(pattern.weights, table.totals).map { 100 * $0 / $1 })
    }.filter { $0.size >= 100 * threshold && $0.pattern.itemCount >= leastItemCount }
    let order = candidates.indices.sorted { (-candidates[$0].size, $0) < (-candidates[$1].size, $1) }
    var chosen: [(difference: Difference, members: PatternTable.Members)] = []
    for candidate in order.map({ candidates[$0] }) {
      try call.noteProgress(0)
      let members = table.members(of: candidate.pattern)
      let side = candidate.side
      let isKnown = chosen.contains { other in
        guard other.difference.side == side else { return false }
        let common = table.weights(of: PatternTable.intersection(members, other.members))[side]
        return common >= overlapLimit * min(candidate.pattern.weights[side], other.difference.pattern.weights[side])
      }
      if !isKnown { chosen.append((candidate, members)) }
    }
    return chosen.map(\.difference)
  }
}

extension Column {
  /// Whether the text of each row's value, as `tostring()` gives it, is the given one.
  fileprivate func hasText(_ text: String) -> [Bool] {
    let values = RowGroups([self], rowCount: count)
    let matches = values.firstRows.map { self[Int($0)].text == text }
    return values.codes.map { matches[Int($0)] }
  }
}
