/// The distinct numbers of a sequence in order of appearance, and the place of each number among them.
struct DistinctIntegers {
  private(set) var values: [Int64] = []
  private(set) var codes: [Int64] = []

  /// `nil` when there are more than `limit`.
  init?(_ numbers: UnsafeBufferPointer<Int64>, limit: Int) {
    var capacity = 64
    while capacity < min(limit, numbers.count) * 2 { capacity *= 2 }
    /// Code + 1; 0 when free.
    var slots = [UInt32](repeating: 0, count: capacity)
    let mask = capacity - 1
    codes.reserveCapacity(numbers.count)
    for number in numbers {
      let hash = UInt64(bitPattern: number) &* 0x9e37_79b9_7f4a_7c15
      var slot = Int(truncatingIfNeeded: hash &>> 32) & mask
      while slots[slot] != 0, values[Int(slots[slot]) &- 1] != number { slot = (slot &+ 1) & mask }
      if slots[slot] == 0 {
        if values.count == limit { return nil }
        values.append(number)
        slots[slot] = UInt32(truncatingIfNeeded: values.count)
      }
      codes.append(Int64(slots[slot]) &- 1)
    }
  }

  /// Bits that a code takes.
  var bits: Int { Int.bitWidth - max(values.count - 1, 1).leadingZeroBitCount }
}
