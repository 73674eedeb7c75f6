import KQLColumnar
import KQLTypes

/// Numbers that stand in the order of the values that they stand for.
enum OrderKey {
  /// NaN comes first, and -0.0 before 0.0.
  static func key(_ value: Double) -> Int64 {
    if value.isNaN { return .min }
    let bits = Int64(bitPattern: value.bitPattern)
    return bits ^ ((bits >> 63) & .max)
  }

  static func real(_ key: Int64) -> Double {
    key == .min ? .nan : Double(bitPattern: UInt64(bitPattern: key ^ ((key >> 63) & .max)))
  }
}

extension Column {
  /// A key a row such that keys compare as the values do; the key of a null row is unspecified.
  ///
  /// Columns without order, `dynamic` ones, have no keys.
  func orderKeys() -> [Int64] {
    switch values {
    case .int64(let values): return values
    case .real(let values): return values.map(OrderKey.key)
    case .bool(let values): return values.map { $0 ? 1 : 0 }
    case .guid(let values): return Self.ranks(count) { values[$0] < values[$1] }
    case .decimal(let values): return Self.ranks(count) { values[$0].isBelow(values[$1]) }
    case .string(let strings):
      // A dictionary may have many more entries than there are rows.
      guard let codes = strings.codes, strings.heap.count <= 2 * count else {
        return Self.ranks(count) { ByteHash.compare(strings[$0], strings[$1]) < 0 }
      }
      let heap = strings.heap
      let entryRanks = Self.ranks(heap.count) { ByteHash.compare(heap[$0], heap[$1]) < 0 }
      return codes.map { entryRanks[Int($0)] }
    case .dynamic: preconditionFailure("dynamic values have no order")
    }
  }

  /// The rank of each index; equal ones share theirs.
  private static func ranks(_ count: Int, _ isBefore: (Int, Int) -> Bool) -> [Int64] {
    let order = (0..<count).sorted(by: isBefore)
    var ranks = [Int64](repeating: 0, count: count)
    var rank: Int64 = 0
    for position in order.indices {
      if position > 0, isBefore(order[position - 1], order[position]) { rank += 1 }
      ranks[order[position]] = rank
    }
    return ranks
  }
}
