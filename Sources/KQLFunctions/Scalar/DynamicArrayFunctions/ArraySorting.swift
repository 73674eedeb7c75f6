import KQLColumnar
import KQLTypes

/// `array_sort_asc` and `array_sort_desc`: order one array and rearrange others along with it.
///
/// One array gives the sorted array. Several give an array of arrays, which ``TupleResult`` spreads over columns; an
/// array of another length than the first gives a null. The sort is stable.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/array-sort-asc-function>
enum ArraySorting {
  static let functions: [ScalarFunction] = [
    function("array_sort_asc", ascending: true),
    function("array_sort_desc", ascending: false),
  ]

  private static func function(_ name: String, ascending: Bool) -> ScalarFunction {
    .rowwise(name, propagatesNull: false, resultType: { _, _ in .dynamic }) { (values, site) in
      var arrays = values
      var nullsLast = true
      if site.argumentTypes.last == .bool, let flag = arrays.popLast() { nullsLast = flag.bool ?? true }
      guard let keys = arrays.first?.elements else { return .null(.dynamic) }
      let order = order(of: keys, ascending: ascending, nullsLast: nullsLast)
      let sorted = arrays.map { array -> DynamicValue in
        guard let elements = array.elements, elements.count == keys.count else { return .null }
        return .array(order.map { elements[$0] })
      }
      return sorted.count == 1 ? .dynamic(sorted[0]) : .array(sorted)
    }
  }

  /// The indexes of the elements in sorted order.
  static func order(of elements: [DynamicValue], ascending: Bool, nullsLast: Bool) -> [Int] {
    let present = elements.indices.filter { !elements[$0].isNull }
    let nulls = elements.indices.filter { elements[$0].isNull }
    let sorted = present.sorted { left, right in
      let comparison = compare(elements[left], elements[right])
      if comparison == 0 { return left < right }
      return ascending ? comparison < 0 : comparison > 0
    }
    return nullsLast ? sorted + nulls : nulls + sorted
  }

  /// The place of an element among those of other kinds: numbers and times, strings, guids, all others.
  private static func rank(_ value: DynamicValue) -> Int {
    switch value {
    case .long, .real, .decimal, .datetime, .timespan: 0
    case .string: 1
    case .guid: 2
    default: 3
    }
  }

  /// Negative, zero or positive as `left` is before, equal to or after `right`. NaN comes before all numbers.
  private static func compare(_ left: DynamicValue, _ right: DynamicValue) -> Int {
    switch (left, right) {
    case (.long(let l), .long(let r)), (.datetime(let l), .datetime(let r)), (.timespan(let l), .timespan(let r)):
      return l < r ? -1 : l > r ? 1 : 0
    case (.string(let l), .string(let r)):
      return l.utf8.lexicographicallyPrecedes(r.utf8) ? -1 : r.utf8.lexicographicallyPrecedes(l.utf8) ? 1 : 0
    case (.guid(let l), .guid(let r)): return l < r ? -1 : l > r ? 1 : 0
    case (.bool(let l), .bool(let r)): return (l ? 1 : 0) - (r ? 1 : 0)
    default:
      let leftRank = rank(left)
      let rightRank = rank(right)
      guard leftRank == rightRank else { return leftRank - rightRank }
      guard let l = left.number, let r = right.number else { return 0 }
      if l.isNaN || r.isNaN { return (r.isNaN ? 1 : 0) - (l.isNaN ? 1 : 0) }
      return l < r ? -1 : l > r ? 1 : 0
    }
  }
}

extension DynamicValue {
  /// The value of a number, or the ticks of a time.
  fileprivate var number: Double? {
    switch self {
    case .long(let value), .datetime(let value), .timespan(let value): Double(value)
    case .real(let value): value
    case .decimal(let value): value.doubleValue
    default: nil
    }
  }
}
