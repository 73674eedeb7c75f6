import KQLColumnar
import KQLTypes

/// The properties of each group's bags as one bag; of equal keys the value of the first row stays. What is no bag is
/// left out.
final class BagAggregator: GroupedAggregator {
  private let maximumSize: Int
  private var rows = CollectedRows(types: [.dynamic])
  private var byteCountOfValues = 0

  init(maximumSize: Int) { self.maximumSize = maximumSize }

  func makeEmpty() -> any GroupedAggregator { BagAggregator(maximumSize: maximumSize) }

  func update(groups: [UInt32], groupCount: Int, arguments: [Datum], firstOrdinal: Int64) throws(ExecutionError) {
    let column = arguments[0].column(rowCount: groups.count)
    let values = column.dynamics
    var kept: [Int32] = []
    for row in groups.indices {
      guard let bag = values[row].bag, !bag.isEmpty else { continue }
      kept.append(Int32(truncatingIfNeeded: row))
      byteCountOfValues += values[row].byteCount
    }
    try rows.append([column], rows: kept, groups: groups, firstOrdinal: firstOrdinal)
  }

  func merge(_ other: any GroupedAggregator, mapping: [UInt32], groupCount: Int) throws(ExecutionError) {
    try rows.append(sibling(other).rows, mapping: mapping)
    byteCountOfValues += sibling(other).byteCountOfValues
  }

  func finish(groupCount: Int) throws(ExecutionError) -> Column {
    let grouped = rows.grouped(groupCount: groupCount)
    let values = grouped.columns[0].dynamics
    return .dynamic(
      (0..<groupCount).map { group in
        var result = DynamicBag()
        var known: Set<OrdinalString> = []
        for index in grouped.range(of: group) {
          guard let bag = values[Int(grouped.rows[index])].bag else { continue }
          for (key, value) in zip(bag.keys, bag.values) where result.count < maximumSize {
            if known.insert(OrdinalString(key)).inserted { result.append(uniqueKey: key, value) }
          }
        }
        return .bag(result)
      })
  }

  var byteCount: Int { rows.byteCount + byteCountOfValues }
}
