import KQLColumnar
import KQLTypes

/// The values of each group as an array, in row order.
final class ListAggregator: GroupedAggregator {
  private let type: ScalarType
  private let keepsNulls: Bool
  private let maximumSize: Int
  private var rows: CollectedRows
  /// Elements of each group so far; no more than `maximumSize` are needed.
  private var sizes: [Int32] = []

  init(type: ScalarType, keepsNulls: Bool, maximumSize: Int) {
    self.type = type
    self.keepsNulls = keepsNulls || type == .dynamic
    self.maximumSize = maximumSize
    rows = CollectedRows(types: [type])
  }

  func makeEmpty() -> any GroupedAggregator {
    ListAggregator(type: type, keepsNulls: keepsNulls, maximumSize: maximumSize)
  }

  func update(groups: [UInt32], groupCount: Int, arguments: [Datum], firstOrdinal: Int64) throws(ExecutionError) {
    sizes.grow(to: groupCount) { 0 }
    let column = arguments[0].column(rowCount: groups.count)
    // What a full list does not need can only be told while rows come in order.
    let isInOrder = rows.isInOrder(firstOrdinal)
    var kept: [Int32] = []
    for row in groups.indices where keepsNulls || column.validity.isValid(row) {
      let group = Int(groups[row])
      if isInOrder, Int(sizes[group]) >= maximumSize { continue }
      kept.append(Int32(truncatingIfNeeded: row))
      sizes[group] &+= Int32(clamping: elementCount(column, row))
    }
    try rows.append([column], rows: kept, groups: groups, firstOrdinal: firstOrdinal)
  }

  func merge(_ other: any GroupedAggregator, mapping: [UInt32], groupCount: Int) throws(ExecutionError) {
    sizes.grow(to: groupCount) { 0 }
    try rows.append(sibling(other).rows, mapping: mapping)
  }

  func finish(groupCount: Int) throws(ExecutionError) -> Column {
    let grouped = rows.grouped(groupCount: groupCount)
    let values = grouped.columns[0].dynamicValues()
    let lists = (0..<groupCount).map { group in
      var list: [DynamicValue] = []
      list.reserveCapacity(min(grouped.range(of: group).count, maximumSize))
      for index in grouped.range(of: group) {
        if list.count >= maximumSize { break }
        let value = values[Int(grouped.rows[index])]
        if let elements = value.array {
          list.append(contentsOf: elements.prefix(maximumSize - list.count))
        } else {
          list.append(value)
        }
      }
      return DynamicValue.array(list)
    }
    return .dynamic(lists)
  }

  var byteCount: Int { rows.byteCount + sizes.capacity * 4 }

  /// What a row adds to its list.
  private func elementCount(_ column: Column, _ row: Int) -> Int {
    guard case .dynamic(let values) = column.values, case .array(let elements) = values[row] else { return 1 }
    return elements.count
  }
}
