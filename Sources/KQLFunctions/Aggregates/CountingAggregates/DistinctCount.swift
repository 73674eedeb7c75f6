import KQLColumnar
import KQLTypes

/// The number of different values of each group, exactly; nulls are left out, the empty string is not.
final class DistinctCount: GroupedAggregator {
  private let type: ScalarType
  private var interner: ValueInterner
  private var seen = GroupedCodeSet()
  private var counts: [Int64] = []

  init(type: ScalarType) {
    self.type = type
    interner = ValueInterner(type)
  }

  func makeEmpty() -> any GroupedAggregator { DistinctCount(type: type) }

  func update(groups: [UInt32], groupCount: Int, arguments: [Datum], firstOrdinal: Int64) throws(ExecutionError) {
    counts.grow(to: groupCount) { 0 }
    let column = arguments[0].column(rowCount: groups.count)
    let codes = interner.codes(of: column)
    seen.insert(groups, codes, column.validity) { group in counts[Int(group)] += 1 }
  }

  func merge(_ other: any GroupedAggregator, mapping: [UInt32], groupCount: Int) throws(ExecutionError) {
    counts.grow(to: groupCount) { 0 }
    let other = sibling(other)
    let codes = interner.codes(of: other.interner.distinctValues)
    for index in 0..<other.seen.count {
      let (group, code) = other.seen[index]
      let mapped = mapping[Int(group)]
      if seen.insert(group: mapped, code: codes[Int(code)]).isNew { counts[Int(mapped)] += 1 }
    }
  }

  func finish(groupCount: Int) throws(ExecutionError) -> Column {
    counts.grow(to: groupCount) { 0 }
    return .int64(counts, as: .long)
  }

  var byteCount: Int { interner.byteCount + seen.byteCount + counts.capacity * 8 }
}
