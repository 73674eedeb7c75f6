import KQLColumnar
import KQLTypes

/// The least or greatest string of each group, by the order of code points.
struct StringExtremes {
  let end: Extreme
  private(set) var values: [[UInt8]?] = []
  private var heapByteCount = 0
  /// The dictionary that the last batches stood on, and each group's best string as its entry; -1 when it is from
  /// elsewhere. Repeated strings are then told by their number.
  private var dictionary: StringHeap?
  private var entries: [Int] = []

  init(_ end: Extreme) { self.end = end }
}

extension StringExtremes {
  mutating func grow(to groupCount: Int) {
    values.grow(to: groupCount) { nil }
    entries.grow(to: groupCount) { -1 }
  }

  /// Prepares for the rows of a column.
  mutating func begin(_ column: StringColumn) {
    let heap = column.codes != nil && column.heap.isDistinct ? column.heap : nil
    if heap != nil, heap === dictionary { return }
    if dictionary != nil { entries = [Int](repeating: -1, count: entries.count) }
    dictionary = heap
  }

  /// How a row of the column compares with the group's best: positive when it is better, 0 when it is equal.
  @inline(__always)
  func comparison(_ column: StringColumn, _ row: Int, group: Int) -> Int {
    if dictionary != nil, column.entry(row) == entries[group] { return 0 }
    guard let best = values[group] else { return 1 }
    let order = best.withUnsafeBufferPointer { ByteHash.compare(column[row], $0) }
    return end == .greatest ? order : -order
  }

  mutating func replace(_ column: StringColumn, _ row: Int, group: Int) {
    heapByteCount += column[row].count + (values[group] == nil ? 32 : -values[group]!.count)
    values[group] = [UInt8](column[row])
    if dictionary != nil { entries[group] = column.entry(row) }
  }

  /// As ``comparison(_:_:group:)`` with another state's best.
  func comparison(_ other: [UInt8], group: Int) -> Int {
    guard let best = values[group] else { return 1 }
    let order = best.withUnsafeBufferPointer { best in other.withUnsafeBufferPointer { ByteHash.compare($0, best) } }
    return end == .greatest ? order : -order
  }

  mutating func replace(_ other: [UInt8], group: Int) {
    heapByteCount += other.count + (values[group] == nil ? 32 : -values[group]!.count)
    values[group] = other
    entries[group] = -1
  }

  var byteCount: Int { values.capacity * 8 + entries.capacity * 8 + heapByteCount }
}

/// `min` and `max` of strings: the empty string over nothing.
final class StringExtremeAggregator: GroupedAggregator {
  private var extremes: StringExtremes

  init(_ end: Extreme) { extremes = StringExtremes(end) }

  func makeEmpty() -> any GroupedAggregator { StringExtremeAggregator(extremes.end) }

  func update(groups: [UInt32], groupCount: Int, arguments: [Datum], firstOrdinal: Int64) throws(ExecutionError) {
    let strings = arguments[0].column(rowCount: groups.count).strings
    extremes.grow(to: groupCount)
    extremes.begin(strings)
    for row in groups.indices where extremes.comparison(strings, row, group: Int(groups[row])) > 0 {
      extremes.replace(strings, row, group: Int(groups[row]))
    }
  }

  func merge(_ other: any GroupedAggregator, mapping: [UInt32], groupCount: Int) throws(ExecutionError) {
    extremes.grow(to: groupCount)
    let others = sibling(other).extremes.values
    for group in others.indices {
      guard let value = others[group] else { continue }
      if extremes.comparison(value, group: Int(mapping[group])) > 0 {
        extremes.replace(value, group: Int(mapping[group]))
      }
    }
  }

  func finish(groupCount: Int) throws(ExecutionError) -> Column {
    extremes.grow(to: groupCount)
    let heap = StringHeap(isDistinct: false, capacity: groupCount)
    for value in extremes.values { _ = (value ?? []).withUnsafeBufferPointer { heap.append($0) } }
    return .string(StringColumn(heap: heap))
  }

  var byteCount: Int { extremes.byteCount }
}
