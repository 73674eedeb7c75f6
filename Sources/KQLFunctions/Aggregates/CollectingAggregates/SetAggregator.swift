import KQLColumnar
import KQLTypes

/// The different values of each group as an array, in the order of their first rows.
final class SetAggregator: GroupedAggregator {
  private let type: ScalarType
  private let maximumSize: Int
  private var interner: ValueInterner
  private var members = GroupedCodeSet()
  /// Where each member was first seen.
  private var places: [Place] = []
  private var sizes: [Int] = []
  private var nextOrdinal: Int64 = .min

  private struct Place: Comparable {
    var ordinal: Int64
    /// Position in the row's array.
    var position = 0

    static func < (left: Place, right: Place) -> Bool {
      (left.ordinal, left.position) < (right.ordinal, right.position)
    }
  }

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
          for (position, element) in elements.enumerated() {
            insert(groups[row], interner.code(of: element), Place(ordinal: ordinal, position: position))
          }
        } else {
          insert(groups[row], interner.code(of: values[row]), Place(ordinal: ordinal))
        }
      }
      return
    }
    let codes = interner.codes(of: column)
    for row in groups.indices where column.validity.isValid(row) {
      if isInOrder, sizes[Int(groups[row])] >= maximumSize { continue }
      insert(groups[row], codes[row], Place(ordinal: firstOrdinal + Int64(row)))
    }
  }

  func merge(_ other: any GroupedAggregator, mapping: [UInt32], groupCount: Int) throws(ExecutionError) {
    sizes.grow(to: groupCount) { 0 }
    let other = sibling(other)
    let codes = interner.codes(of: other.interner.distinctValues)
    for index in 0..<other.members.count {
      let (group, code) = other.members[index]
      insert(mapping[Int(group)], codes[Int(code)], other.places[index])
    }
    nextOrdinal = max(nextOrdinal, other.nextOrdinal)
  }

  func finish(groupCount: Int) throws(ExecutionError) -> Column {
    var sets = [[DynamicValue]](repeating: [], count: groupCount)
    let values = interner.distinctValues.dynamicValues()
    for index in places.indices.sorted(by: { places[$0] < places[$1] }) {
      let (group, code) = members[index]
      if sets[Int(group)].count < maximumSize { sets[Int(group)].append(values[Int(code)]) }
    }
    return .dynamic(sets.map(DynamicValue.array))
  }

  var byteCount: Int {
    interner.byteCount + members.byteCount + places.capacity * 16 + sizes.capacity * 8
  }

  @inline(__always)
  private func insert(_ group: UInt32, _ code: UInt32, _ place: Place) {
    let (index, isNew) = members.insert(group: group, code: code)
    if isNew {
      places.append(place)
      sizes[Int(group)] += 1
    } else if place < places[index] {
      places[index] = place
    }
  }
}
