import KQLColumnar
import KQLTypes

/// Keeps all values of each group, and their weights, and sorts them at the end.
final class PercentileAggregator: GroupedAggregator {
  private let type: ScalarType
  private let isWeighted: Bool
  private let percentiles: [Double]
  /// Whether the values of all percentiles are one array, or a column each.
  private let isArray: Bool
  private var rows: CollectedRows

  init(type: ScalarType, isWeighted: Bool, percentiles: [Double], isArray: Bool) {
    self.type = type
    self.isWeighted = isWeighted
    self.percentiles = percentiles
    self.isArray = isArray
    rows = CollectedRows(types: isWeighted ? [type, .long] : [type])
  }

  func makeEmpty() -> any GroupedAggregator {
    PercentileAggregator(type: type, isWeighted: isWeighted, percentiles: percentiles, isArray: isArray)
  }

  func update(groups: [UInt32], groupCount: Int, arguments: [Datum], firstOrdinal: Int64) throws(ExecutionError) {
    try rows.appendWeighted(arguments, isWeighted: isWeighted, groups: groups, firstOrdinal: firstOrdinal)
  }

  func merge(_ other: any GroupedAggregator, mapping: [UInt32], groupCount: Int) throws(ExecutionError) {
    try rows.append(sibling(other).rows, mapping: mapping)
  }

  func finish(groupCount: Int) throws(ExecutionError) -> Column { try finishAll(groupCount: groupCount)[0] }

  func finishAll(groupCount: Int) throws(ExecutionError) -> [Column] {
    let grouped = rows.grouped(groupCount: groupCount)
    let values = type == .int ? grouped.columns[0].reinterpreted(as: .long) : grouped.columns[0]
    let keys = values.orderKeys()
    let weights = isWeighted ? grouped.columns[1].int64s : nil
    // The row that holds each percentile of each group, -1 in a group without rows.
    var chosen = [[Int32]](repeating: [], count: percentiles.count)
    for group in 0..<groupCount {
      let rows = grouped.rows[grouped.range(of: group)]
      let found =
        rows.isEmpty
        ? percentiles.map { _ in Int32(-1) }
        : weights.map { self.rows(of: rows, keys, weights: $0) } ?? self.rows(of: rows, keys)
      for index in percentiles.indices { chosen[index].append(found[index]) }
    }
    let columns = chosen.map { values.gatheredWithNulls($0) }
    guard isArray else { return columns }
    let elements = columns.map { $0.dynamicValues() }
    return [
      .dynamic(
        (0..<groupCount).map { group in
          grouped.range(of: group).isEmpty ? .null : .array(elements.map { $0[group] })
        })
    ]
  }

  var byteCount: Int { rows.byteCount }

  /// The row at each percentile. Rows with equal keys have equal values, so any of them will do.
  private func rows(of rows: ArraySlice<Int32>, _ keys: [Int64]) -> [Int32] {
    let ranks = percentiles.map { percentile in
      let rank = Int(Percentile.target(percentile, of: Int128(rows.count)).rounded(.up))
      return min(max(rank, 1), rows.count) - 1
    }
    var sorted = rows.map { keys[Int($0)] }
    OrderStatistics.place(ranks.sorted(), in: &sorted)
    var holders: [Int64: Int32] = [:]
    for rank in ranks { holders[sorted[rank]] = -1 }
    var missing = holders.count
    for row in rows where missing > 0 {
      if holders[keys[Int(row)]] == -1 {
        holders[keys[Int(row)]] = row
        missing -= 1
      }
    }
    return ranks.map { holders[sorted[$0]] ?? -1 }
  }

  private func rows(of rows: ArraySlice<Int32>, _ keys: [Int64], weights: [Int64]) -> [Int32] {
    let sorted = rows.sorted { keys[Int($0)] < keys[Int($1)] }
    var running: Int128 = 0
    let cumulative = sorted.map { row in
      running += Int128(weights[Int(row)])
      return running
    }
    return percentiles.map { percentile in
      let target = Percentile.target(percentile, of: running)
      return sorted[cumulative.firstIndex { Double($0) >= target } ?? sorted.count - 1]
    }
  }
}

extension CollectedRows {
  /// Keeps the rows whose value, the first argument, is not null, and whose weight, the second one, is positive.
  mutating func appendWeighted(
    _ arguments: [Datum], isWeighted: Bool, groups: [UInt32], firstOrdinal: Int64
  ) throws(ExecutionError) {
    var columns = [arguments[0].column(rowCount: groups.count)]
    let values = columns[0]
    var kept: [Int32] = []
    if isWeighted {
      let weights = arguments[1].column(rowCount: groups.count)
      columns.append(weights.reinterpreted(as: .long))
      let numbers = weights.int64s
      for row in groups.indices
      where values.validity.isValid(row) && weights.validity.isValid(row) && numbers[row] > 0 {
        kept.append(Int32(truncatingIfNeeded: row))
      }
    } else {
      for row in groups.indices where values.validity.isValid(row) { kept.append(Int32(truncatingIfNeeded: row)) }
    }
    try append(columns, rows: kept, groups: groups, firstOrdinal: firstOrdinal)
  }
}
