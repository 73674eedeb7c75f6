/// One bit per row, packed into words of 64; bits at and beyond `count` are zero.
@frozen
package struct Bitmap: Hashable, Sendable {
  package var words: [UInt64]
  package private(set) var count: Int

  /// - Parameter value: The initial value of every bit.
  package init(repeating value: Bool, count: Int) {
    self.count = count
    words = [UInt64](repeating: value ? ~0 : 0, count: (count + 63) >> 6)
    clearTail()
  }

  package init(count: Int, where isSet: (Int) -> Bool) {
    self.init(repeating: false, count: count)
    for row in 0..<count where isSet(row) { words[row >> 6] |= 1 << UInt64(row & 63) }
  }
}

// MARK: - Access

extension Bitmap {
  @inline(__always)
  package subscript(row: Int) -> Bool {
    get { words[row >> 6] & (1 << UInt64(truncatingIfNeeded: row & 63)) != 0 }
    set {
      let bit: UInt64 = 1 << UInt64(truncatingIfNeeded: row & 63)
      if newValue { words[row >> 6] |= bit } else { words[row >> 6] &= ~bit }
    }
  }

  package mutating func append(_ value: Bool) {
    if count & 63 == 0 { words.append(0) }
    if value { words[count >> 6] |= 1 << UInt64(truncatingIfNeeded: count & 63) }
    count += 1
  }

  package var setCount: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }
  package var isAllSet: Bool { setCount == count }

  /// The bits that are set in both.
  package func intersection(_ other: Bitmap) -> Bitmap {
    var result = self
    for index in words.indices { result.words[index] &= other.words[index] }
    return result
  }

  /// The bits that are set in either.
  package func union(_ other: Bitmap) -> Bitmap {
    var result = self
    for index in words.indices { result.words[index] |= other.words[index] }
    return result
  }

  /// Calls `body` with each row whose bit is not set, ascending; costs by words and by such rows.
  @inlinable @inline(__always)
  package func forEachUnset(_ body: (Int) -> Void) {
    for index in words.indices {
      var unset = ~words[index]
      if index == words.count - 1, count & 63 != 0 { unset &= (1 << UInt64(count & 63)) - 1 }
      while unset != 0 {
        body(index << 6 + unset.trailingZeroBitCount)
        unset &= unset &- 1
      }
    }
  }

  package func gathered(_ indexes: [Int32]) -> Bitmap {
    Bitmap(count: indexes.count) { self[Int(indexes[$0])] }
  }

  private mutating func clearTail() {
    if count & 63 != 0, !words.isEmpty { words[words.count - 1] &= (1 << UInt64(count & 63)) - 1 }
  }
}

// MARK: - Validity

extension Optional where Wrapped == Bitmap {
  /// Whether a row is not null in a validity where `nil` means that no row is null.
  @inline(__always)
  package func isValid(_ row: Int) -> Bool {
    switch self {
    case .none: true
    case .some(let bitmap): bitmap[row]
    }
  }

  /// Rows that are valid in either; `nil` when no row is null.
  package func or(_ other: Bitmap?) -> Bitmap? {
    guard let left = self, let right = other else { return nil }
    return left.union(right)
  }

  /// Rows that are valid in both; `nil` when no row is null.
  package func and(_ other: Bitmap?) -> Bitmap? {
    guard let left = self else { return other }
    guard let right = other else { return left }
    return left.intersection(right)
  }
}
