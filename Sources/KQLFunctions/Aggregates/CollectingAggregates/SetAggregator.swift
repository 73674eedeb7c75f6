import KQLColumnar
import KQLTypes

/// The different values of each group as an array, in the order of their first rows.
final class SetAggregator: GroupedAggregator {
  private let type: ScalarType
  private let maximumSize: Int
  private var interner: ValueInterner
  private var members = GroupedCodeSet()
  /// The first row of each member.
  private var ordinals: [Int64] = []
  private var sizes: [Int] = []
  private var nextOrdinal: Int64 = .min

  init(type: ScalarType, maximumSize: Int) {
    self.type = type
    self.maximumSize = maximumSize
    interner = ValueInterner(type)
  }

  func makeEmpty() -> any GroupedAggregator { SetAggregator(type: type, maximumSize: maximumSize) }

  func update(groups: [UInt32], groupCount: Int, arguments: [Datum], firstOrdinal: Int64) throws(ExecutionError) {
    sizes.grow(to: groupCount) { 0 }
    let column = arguments[0].column(rowCount: groups.count)
    // What a full set does not need can only be told while rows come in order.
    let isInOrder = firstOrdinal >= nextOrdinal
    nextOrdinal = max(nextOrdinal, firstOrdinal + Int64(groups.count))
    if case .dynamic(let values) = column.values {
      for row in groups.indices {
        if isInOrder, sizes[Int(groups[row])] >= maximumSize { continue }
        let ordinal = firstOrdinal + Int64(row)
        if let elements = values[row].array {
          for element in elements { insert(groups[row], interner.code(of: element), ordinal) }
        } else {
          insert(groups[row], interner.code(of: values[row]), ordinal)
        }
      }
      return
    }
    let codes = interner.codes(of: column)
    for row in groups.indices where column.validity.isValid(row) {
      if isInOrder, sizes[Int(groups[row])] >= maximumSize { continue }
      insert(groups[row], codes[row], firstOrdinal + Int64(row))
    }
  }

  func merge(_ other: any GroupedAggregator, mapping: [UInt32], groupCount: Int) throws(ExecutionError) {
    sizes.grow(to: groupCount) { 0 }
    let other = sibling(other)
    let codes = interner.codes(of: other.interner.distinctValues)
    for index in 0..<other.members.count {
      let (group, code) = other.members[index]
      insert(mapping[Int(group)], codes[Int(code)], other.ordinals[index])
    }
    nextOrdinal = max(nextOrdinal, other.nextOrdinal)
  }

  func finish(groupCount: Int) throws(ExecutionError) -> Column {
    var sets = [[DynamicValue]](repeating: [], count: groupCount)
    let values = interner.distinctValues.dynamicValues()
    // Several members of one row, from an array, were inserted in their order.
    let order = ordinals.indices.sorted { (ordinals[$0], $0) < (ordinals[$1], $1) }
    for index in order {
      let (group, code) = members[index]
      if sets[Int(group)].count < maximumSize { sets[Int(group)].append(values[Int(code)]) }
    }
    return .dynamic(sets.map(DynamicValue.array))
  }

  var byteCount: Int {
    interner.byteCount + members.byteCount + ordinals.capacity * 8 + sizes.capacity * 8
  }

  @inline(__always)
  private func insert(_ group: UInt32, _ code: UInt32, _ ordinal: Int64) {
    let (index, isNew) = members.insert(group: group, code: code)
    if isNew {
      ordinals.append(ordinal)
      sizes[Int(group)] += 1
    } else if ordinal < ordinals[index] {
      ordinals[index] = ordinal
    }
  }
}
