import KQLColumnar
import KQLTypes

/// `autocluster`: a few patterns that are both common and informative.
///
/// A pattern's score is the weighted geometric mean of the share of the rows that it describes and of the share of the
/// columns that it gives a value for. From the most common combination of values that no pattern describes yet, values
/// are given up one by one, each time the one whose loss leaves the best score; the best pattern on that way counts.
/// Which combinations Kusto starts from is not documented, so its choice may differ.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/autocluster-plugin>
enum AutoCluster {
  static let function = TableFunction(
    "autocluster", schema: { call in PluginSchemas.schema(of: call) },
    run: { (call, rows, _) throws(ExecutionError) in
      let sizeWeight = try call.number(0, "SizeWeight", in: 0...1, default: 0.5)
      let seedCount = try call.integer(2, "NumSeeds", in: 1...Int64(Int32.max), default: 25)
      let patterns = try PatternCall(call, wildcardArgument: 3)
      let table = try PatternTable(
        patterns.columns.map { rows.columns[$0] }, rowWeights: [try patterns.weights(1, of: rows)],
        threshold: leastItemShare, call)
      let found = try clusters(of: table, sizeWeight: sizeWeight, seedCount: seedCount, call)
      return Basket.segments(found, patterns, table, rows)
    })

  /// Rarer values take no part in patterns, and rarer patterns are left out.
  private static let leastItemShare = 0.01
  private static let leastShare = 0.05

  private static func clusters(
    of table: PatternTable, sizeWeight: Double, seedCount: Int, _ call: TableFunctionCall
  ) throws(ExecutionError) -> [Pattern] {
    var found: [Pattern] = []
    var rest = table.everything
    let seeds = table.combinations.indices.sorted { (-table.weights[0][$0], $0) < (-table.weights[0][$1], $1) }
    var tried = 0
    for seed in seeds where rest[seed >> 6] & 1 << UInt64(seed & 63) != 0 {
      if tried == seedCount { break }
      tried += 1
      try call.noteProgress(0)
      guard let pattern = grow(table.combinations[seed], in: table, sizeWeight), pattern.weights[0] > 0 else {
        continue
      }
      let members = table.members(of: pattern)
      for index in rest.indices { rest[index] &= ~members[index] }
      if pattern.weights[0] >= leastShare * table.totals[0], !found.contains(where: { $0.items == pattern.items }) {
        found.append(pattern)
      }
    }
    return found
  }

  /// The best pattern on the way from a combination to the last of its values.
  private static func grow(_ seed: [Int32], in table: PatternTable, _ sizeWeight: Double) -> Pattern? {
    func scored(_ items: [Int32]) -> (pattern: Pattern, score: Double) {
      var pattern = Pattern(items: items, weights: [])
      pattern.weights = table.weights(of: table.members(of: pattern))
      let share = pattern.weights[0] / table.totals[0]
      let detail = Double(pattern.itemCount) / Double(table.columnCount)
      return (pattern, power(share, sizeWeight) * power(detail, 1 - sizeWeight))
    }
    guard seed.contains(where: { $0 >= 0 }) else { return nil }
    var current = scored(seed)
    var best = current
    while current.pattern.itemCount > 1 {
      var next: (pattern: Pattern, score: Double)?
      for column in current.pattern.items.indices where current.pattern.items[column] >= 0 {
        var items = current.pattern.items
        items[column] = -1
        let candidate = scored(items)
        if candidate.score > next?.score ?? -1 { next = candidate }
      }
      guard let next else { break }
      current = next
      if current.score > best.score { best = current }
    }
    return best.pattern
  }

  private static func power(_ base: Double, _ exponent: Double) -> Double {
    exponent == 0 ? 1 : SystemMath.pow(base, exponent)
  }
}
