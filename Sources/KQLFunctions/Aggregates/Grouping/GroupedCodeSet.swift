import KQLColumnar

/// A set of pairs of a group and a value's code, numbered in order of insertion.
struct GroupedCodeSet {
  /// Group in the upper half, code in the lower.
  private var pairs: [UInt64] = []
  /// Open addressing by linear probing; pair index + 1, 0 when free.
  private var slots = [UInt32](repeating: 0, count: 64)

  var count: Int { pairs.count }
  var byteCount: Int { pairs.capacity * 8 + slots.capacity * 4 }

  subscript(index: Int) -> (group: UInt32, code: UInt32) {
    let pair = pairs[index]
    return (UInt32(truncatingIfNeeded: pair >> 32), UInt32(truncatingIfNeeded: pair))
  }

  /// Adds a pair.
  ///
  /// - Returns: The pair's index, and whether it was not in before.
  @inline(__always)
  mutating func insert(group: UInt32, code: UInt32) -> (index: Int, isNew: Bool) {
    let pair = UInt64(group) << 32 | UInt64(code)
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: ByteHash.mix(pair)) & mask
    while true {
      let found = slots[slot]
      if found == 0 { break }
      if pairs[Int(found) - 1] == pair { return (Int(found) - 1, false) }
      slot = (slot + 1) & mask
    }
    pairs.append(pair)
    slots[slot] = UInt32(truncatingIfNeeded: pairs.count)
    if pairs.count * 2 > slots.count { grow() }
    return (pairs.count - 1, true)
  }

  /// Adds a pair for each row that is not null; reports the group of each pair that was not in before.
  mutating func insert(
    _ groups: [UInt32], _ codes: [UInt32], _ validity: Bitmap?, whenNew report: (_ group: UInt32) -> Void
  ) {
    for row in groups.indices where validity.isValid(row) {
      if insert(group: groups[row], code: codes[row]).isNew { report(groups[row]) }
    }
  }

  private mutating func grow() {
    slots = [UInt32](repeating: 0, count: slots.count * 2)
    let mask = slots.count - 1
    for index in pairs.indices {
      var slot = Int(truncatingIfNeeded: ByteHash.mix(pairs[index])) & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = UInt32(truncatingIfNeeded: index + 1)
    }
  }
}
