import KQLColumnar
import KQLTypes

/// Finds the order of rows by several keys; rows with equal keys keep their order.
enum SortPermutation {
  /// - Returns: The rows in order.
  static func make(_ columns: [Column], _ directions: [SortDirection], rowCount: Int) -> [Int32] {
    let keys = zip(columns, directions).flatMap { SortRanks.make($0, $1) }.filter { $0.bitCount > 0 }
    guard !keys.isEmpty, rowCount > 1 else { return Array(0..<Int32(truncatingIfNeeded: rowCount)) }
    let rowBits = Int.bitWidth - (rowCount - 1).leadingZeroBitCount
    let keyBits = keys.reduce(0) { $0 + $1.bitCount }
    if keyBits + rowBits <= 64 { return sortPacked(keys, keyBits: keyBits, rowBits: rowBits, rowCount) }
    if keyBits + rowBits <= 128 { return sortWidePacked(keys, rowBits: rowBits, rowCount) }
    return sortCompared(keys, rowCount)
  }

  /// The order of places, equal ones in the order of their indexes.
  static func make(_ positions: [RowPosition]) -> [Int32] {
    if zip(positions, positions.dropFirst()).allSatisfy({ $0 < $1 }) {
      return Array(0..<Int32(truncatingIfNeeded: positions.count))
    }
    let columns: [Column] = [
      .int64(positions.map(\.ordinal), as: .long), .int64(positions.map(\.row), as: .long),
    ]
    return make(columns, [.ascending, .ascending], rowCount: positions.count)
  }

  /// The order by sort words, the most significant ones first; rows whose words are all equal stay in a given order.
  static func make(_ words: [[UInt64]], _ order: [Int32]) -> [Int32] {
    var order = order
    // Sorting keeps the order of equal words, so the most significant ones come last.
    for words in words.reversed() {
      let column = Column.int64(order.map { Int64(bitPattern: words[Int($0)] ^ (1 << 63)) }, as: .long)
      order = make([column], [.ascending], rowCount: order.count).map { order[Int($0)] }
    }
    return order
  }

  private static func sortPacked(_ keys: [SortRanks], keyBits: Int, rowBits: Int, _ rowCount: Int) -> [Int32] {
    var packed = [UInt64](repeating: 0, count: rowCount)
    for key in keys {
      for row in 0..<rowCount { packed[row] = packed[row] << UInt64(key.bitCount) | key.ranks[row] }
    }
    for row in 0..<rowCount { packed[row] = packed[row] << UInt64(rowBits) | UInt64(truncatingIfNeeded: row) }
    if rowCount < 512 {
      packed.sort()
    } else {
      RadixSort.sort(&packed, bits: rowBits..<rowBits + keyBits)
    }
    let mask: UInt64 = (1 << UInt64(rowBits)) - 1
    return packed.map { Int32(truncatingIfNeeded: $0 & mask) }
  }

  private static func sortWidePacked(_ keys: [SortRanks], rowBits: Int, _ rowCount: Int) -> [Int32] {
    var packed = [UInt128](repeating: 0, count: rowCount)
    for key in keys {
      for row in 0..<rowCount { packed[row] = packed[row] << UInt128(key.bitCount) | UInt128(key.ranks[row]) }
    }
    for row in 0..<rowCount { packed[row] = packed[row] << UInt128(rowBits) | UInt128(row) }
    packed.sort()
    let mask: UInt128 = (1 << UInt128(rowBits)) - 1
    return packed.map { Int32(truncatingIfNeeded: $0 & mask) }
  }

  private static func sortCompared(_ keys: [SortRanks], _ rowCount: Int) -> [Int32] {
    let ranks = keys.map(\.ranks)
    return (0..<Int32(truncatingIfNeeded: rowCount)).sorted { left, right in
      for rank in ranks where rank[Int(left)] != rank[Int(right)] { return rank[Int(left)] < rank[Int(right)] }
      return left < right
    }
  }
}
