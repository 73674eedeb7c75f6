/// One bit per row, packed into words of 64; bits at and beyond `count` are zero.
@frozen @usableFromInline
package struct Bitmap: Hashable, Sendable {
  @usableFromInline package var words: [UInt64]
  @usableFromInline package internal(set) var count: Int

  /// - Parameter value: The initial value of every bit.
  package init(repeating value: Bool, count: Int) {
    self.count = count
    words = [UInt64](repeating: value ? ~0 : 0, count: (count + 63) >> 6)
    clearTail()
  }

  /// - Precondition: There are words for `count` bits, and no bit beyond is set.
  @inlinable
  package init(words: [UInt64], count: Int) {
    assert(words.count == (count + 63) >> 6)
    self.words = words
    self.count = count
  }

  /// - Parameter isSet: Called once a row, ascending.
  @inlinable @inline(__always)
  package init(count: Int, where isSet: (Int) -> Bool) {
    let words = [UInt64](unsafeUninitializedCapacity: (count &+ 63) >> 6) { target, initialized in
      var row = 0
      while row < count {
        let end = min(row &+ 64, count)
        var word: UInt64 = 0
        var bit: UInt64 = 1
        while row < end {
          if isSet(row) { word |= bit }
          bit &<<= 1
          row &+= 1
        }
        target[initialized] = word
        initialized &+= 1
      }
    }
    self.init(words: words, count: count)
  }

  private mutating func clearTail() {
    if count & 63 != 0, !words.isEmpty { words[words.count - 1] &= (1 << UInt64(count & 63)) - 1 }
  }
}

// MARK: - Access

extension Bitmap {
  @inlinable @inline(__always)
  package func isSet(_ row: Int) -> Bool { words[row >> 6] & (1 &<< UInt64(truncatingIfNeeded: row)) != 0 }

  package subscript(row: Int) -> Bool {
    @inlinable @inline(__always) get { isSet(row) }
    @inlinable @inline(__always) set {
      let bit: UInt64 = 1 &<< UInt64(truncatingIfNeeded: row)
      if newValue { words[row >> 6] |= bit } else { words[row >> 6] &= ~bit }
    }
  }

  package var setCount: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }
  package var isAllSet: Bool { setCount == count }

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
}

// MARK: - Appending

extension Bitmap {
  package mutating func append(_ value: Bool) {
    if count & 63 == 0 { words.append(0) }
    if value { words[count >> 6] |= 1 &<< UInt64(truncatingIfNeeded: count) }
    count += 1
  }

  package mutating func append(contentsOf other: Bitmap) {
    let shift = UInt64(count & 63)
    count += other.count
    if shift == 0 {
      words.append(contentsOf: other.words)
      return
    }
    for word in other.words {
      words[words.count - 1] |= word << shift
      words.append(word >> (64 - shift))
    }
    // The last word appended may hold nothing.
    words.removeLast(words.count - (count + 63) >> 6)
  }
}

// MARK: - Combining

extension Bitmap {
  /// The bits that are set in both.
  package func intersection(_ other: Bitmap) -> Bitmap {
    assert(count == other.count)
    var result = self
    for index in words.indices { result.words[index] &= other.words[index] }
    return result
  }

  /// The bits that are set in either.
  package func union(_ other: Bitmap) -> Bitmap {
    assert(count == other.count)
    var result = self
    for index in words.indices { result.words[index] |= other.words[index] }
    return result
  }

  package func gathered(_ indexes: [Int32]) -> Bitmap {
    words.withUnsafeBufferPointer { words in
      indexes.withUnsafeBufferPointer { indexes in
        Bitmap(count: indexes.count) { position in
          let row = Int(indexes[position])
          return words[row >> 6] & (1 &<< UInt64(truncatingIfNeeded: row)) != 0
        }
      }
    }
  }

  package func slice(_ range: Range<Int>) -> Bitmap {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    let first = range.lowerBound >> 6
    let shift = UInt64(range.lowerBound & 63)
    var result = Bitmap(words: [UInt64](repeating: 0, count: (range.count + 63) >> 6), count: range.count)
    for index in result.words.indices {
      var word = words[first + index] >> shift
      if shift > 0, first + index + 1 < words.count { word |= words[first + index + 1] << (64 - shift) }
      result.words[index] = word
    }
    result.clearTail()
    return result
  }
}

// MARK: - Validity

extension Optional where Wrapped == Bitmap {
  /// Whether a row is not null in a validity where `nil` means that no row is null.
  @inlinable @inline(__always)
  package func isValid(_ row: Int) -> Bool {
    switch self {
    case .none: true
    case .some(let bitmap): bitmap.isSet(row)
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
