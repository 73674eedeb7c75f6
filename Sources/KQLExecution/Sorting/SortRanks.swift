import KQLColumnar
import KQLTypes

/// The values of a sort key as numbers in the wanted order, as small as they can be.
struct SortRanks {
  /// One a row.
  var ranks: [UInt64]
  /// Bits that the highest rank takes.
  var bitCount: Int
}

extension SortRanks {
  /// - Returns: One key, or two when the values leave no room for null.
  static func make(_ column: Column, _ direction: SortDirection) -> [SortRanks] {
    switch column.values {
    case .bool(let values): return compacting(column, direction) { values[$0] ? 1 : 0 }
    case .int64(let values): return compacting(column, direction) { SortWords.word(values[$0]) }
    case .real(let values): return compacting(column, direction) { SortWords.word(values[$0], direction) }
    case .string(let values):
      let (ranks, count) = values.ranks()
      return compacting(column, direction, lowest: 0, highest: UInt64(max(0, count - 1))) { UInt64(ranks[$0]) }
    case .guid(let values):
      let high = compacting(column, direction) { UInt64(truncatingIfNeeded: values[$0] >> 64) }
      return high + compacting(column, direction) { UInt64(truncatingIfNeeded: values[$0]) }
    case .decimal(let values):
      return compared(column, direction) { KQLDecimal.compare(values[$0], values[$1]) }
    case .dynamic(let values):
      return compared(column, direction) { ScalarValue.compare(.dynamic(values[$0]), .dynamic(values[$1])) }
    }
  }

  private static func compacting(
    _ column: Column, _ direction: SortDirection, _ word: (Int) -> UInt64
  ) -> [SortRanks] {
    var lowest = UInt64.max
    var highest = UInt64.min
    for row in 0..<column.count where column.validity.isValid(row) {
      lowest = min(lowest, word(row))
      highest = max(highest, word(row))
    }
    return compacting(column, direction, lowest: min(lowest, highest), highest: highest, word)
  }

  @inline(__always)
  private static func compacting(
    _ column: Column, _ direction: SortDirection, lowest: UInt64, highest: UInt64, _ word: (Int) -> UInt64
  ) -> [SortRanks] {
    let isDescending = direction.isDescending
    @inline(__always) func rank(_ row: Int) -> UInt64 { isDescending ? highest &- word(row) : word(row) &- lowest }
    let span = highest &- lowest
    let rows = 0..<column.count
    guard let validity = column.validity else { return [SortRanks(ranks: rows.map(rank), bitCount: span.bitCount)] }
    let nullsFirst = direction.nullsFirst
    guard span < .max - 1 else {
      let nulls = rows.map { row -> UInt64 in validity[row] ? 1 : nullsFirst ? 0 : 2 }
      return [
        SortRanks(ranks: nulls, bitCount: 2),
        SortRanks(ranks: rows.map { validity[$0] ? rank($0) : 0 }, bitCount: 64),
      ]
    }
    let null = nullsFirst ? 0 : span + 1
    let shift: UInt64 = nullsFirst ? 1 : 0
    return [
      SortRanks(ranks: rows.map { validity[$0] ? rank($0) &+ shift : null }, bitCount: (span + 1).bitCount)
    ]
  }

  /// For types that only a comparison orders.
  private static func compared(
    _ column: Column, _ direction: SortDirection, _ compare: (Int, Int) -> Int
  ) -> [SortRanks] {
    let order = (0..<column.count).filter { column.validity.isValid($0) }.sorted { compare($0, $1) < 0 }
    var words = [UInt64](repeating: 0, count: column.count)
    var rank: UInt64 = 0
    for (place, row) in order.enumerated() {
      if place > 0, compare(order[place - 1], row) != 0 { rank += 1 }
      words[row] = rank
    }
    return compacting(column, direction, lowest: 0, highest: rank) { words[$0] }
  }
}

extension UInt64 {
  /// Bits needed to hold the number.
  fileprivate var bitCount: Int { 64 - leadingZeroBitCount }
}

extension StringColumn {
  /// The place of each row's string in the order of all distinct ones, and how many there are.
  func ranks() -> (ranks: [UInt32], count: Int) {
    guard let codes else { return Self.ranked(heap, Array(0..<UInt32(truncatingIfNeeded: count))) }
    var places = [UInt32](repeating: .max, count: Int(codes.max() ?? 0) + 1)
    var used: [UInt32] = []
    for code in codes where places[Int(code)] == .max {
      places[Int(code)] = UInt32(truncatingIfNeeded: used.count)
      used.append(code)
    }
    let (ranks, count) = Self.ranked(heap, used)
    return (codes.map { ranks[Int(places[Int($0)])] }, count)
  }

  /// The rank of each of some entries.
  private static func ranked(_ heap: StringHeap, _ entries: [UInt32]) -> (ranks: [UInt32], count: Int) {
    // The first eight bytes as a number decide most comparisons.
    let items = entries.indices.map { (prefix: heap[Int(entries[$0])].sortPrefix, place: UInt32($0)) }
    let order = items.sorted { left, right in
      if left.prefix != right.prefix { return left.prefix < right.prefix }
      return ByteHash.compare(heap[Int(entries[Int(left.place)])], heap[Int(entries[Int(right.place)])]) < 0
    }
    var ranks = [UInt32](repeating: 0, count: entries.count)
    var rank: UInt32 = 0
    for (position, item) in order.enumerated() {
      let entry = heap[Int(entries[Int(item.place)])]
      if position > 0, !ByteHash.equal(heap[Int(entries[Int(order[position - 1].place)])], entry) { rank += 1 }
      ranks[Int(item.place)] = rank
    }
    return (ranks, entries.isEmpty ? 0 : Int(rank) + 1)
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// The first eight bytes, most significant first, filled up with zeros.
  var sortPrefix: UInt64 {
    var result: UInt64 = 0
    for offset in 0..<8 { result = result << 8 | (offset < count ? UInt64(self[offset]) : 0) }
    return result
  }
}
