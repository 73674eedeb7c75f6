/// Hashing of byte strings and words for in-memory tables; not stable across versions, never persisted.
@usableFromInline
package enum ByteHash {
  /// Mixes one word; a bijection, so distinct words keep distinct hashes.
  @inlinable @inline(__always)
  package static func mix(_ word: UInt64) -> UInt64 {
    var hash = word
    hash = (hash ^ (hash >> 32)) &* 0xd6e8_feb8_6659_fd93
    hash = (hash ^ (hash >> 32)) &* 0xd6e8_feb8_6659_fd93
    return hash ^ (hash >> 32)
  }

  @inlinable @inline(__always)
  package static func combine(_ hash: UInt64, _ word: UInt64) -> UInt64 {
    let product = (hash ^ word).multipliedFullWidth(by: 0x9e37_79b9_7f4a_7c15)
    return product.low ^ product.high &+ 0x2545_f491_4f6c_dd1d
  }

  /// Hashes bytes, sixteen with each multiplication.
  @inlinable @inline(__always)
  package static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    let count = bytes.count
    var hash = UInt64(truncatingIfNeeded: count) &* 0x9e37_79b9_7f4a_7c15
    guard count > 0, let base = bytes.baseAddress else { return mix(hash) }
    let raw = UnsafeRawPointer(base)
    if count < 8 {
      // Loads overlap so that they cover the bytes whatever their number is.
      guard count >= 4 else {
        let ends = UInt64(base[0]) | UInt64(base[count &- 1]) << 8
        return fold(hash, ends | UInt64(base[count / 2]) << 16, 0)
      }
      let first = UInt64(raw.loadUnaligned(as: UInt32.self))
      return fold(hash, first, UInt64(raw.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self)))
    }
    var offset = 0
    while count &- offset > 16 {
      hash = fold(
        hash, raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self),
        raw.loadUnaligned(fromByteOffset: offset &+ 8, as: UInt64.self))
      offset &+= 16
    }
    let start = max(0, count &- 16)
    return fold(
      hash, raw.loadUnaligned(fromByteOffset: start, as: UInt64.self),
      raw.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self))
  }

  /// Adds two words to a hash.
  @inlinable @inline(__always)
  static func fold(_ hash: UInt64, _ first: UInt64, _ second: UInt64) -> UInt64 {
    let product = (hash ^ first).multipliedFullWidth(by: second ^ 0xa076_1d64_78bd_642f)
    return product.low ^ product.high &+ 0x2545_f491_4f6c_dd1d
  }

  @inlinable @inline(__always)
  package static func equal(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    guard let l = left.baseAddress, let r = right.baseAddress else { return true }
    let leftRaw = UnsafeRawPointer(l)
    let rightRaw = UnsafeRawPointer(r)
    let count = left.count
    var offset = 0
    while count &- offset >= 8 {
      if leftRaw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        != rightRaw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      {
        return false
      }
      offset &+= 8
    }
    if count >= 8 {
      let last = count &- 8
      return leftRaw.loadUnaligned(fromByteOffset: last, as: UInt64.self)
        == rightRaw.loadUnaligned(fromByteOffset: last, as: UInt64.self)
    }
    while offset < count {
      if l[offset] != r[offset] { return false }
      offset &+= 1
    }
    return true
  }

  /// Compares by unsigned bytes, which is code-point order for UTF-8.
  ///
  /// - Returns: Negative, zero or positive.
  @inlinable
  package static func compare(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Int {
    let shared = min(left.count, right.count)
    var offset = 0
    while offset < shared {
      if left[offset] != right[offset] { return Int(left[offset]) &- Int(right[offset]) }
      offset &+= 1
    }
    return left.count &- right.count
  }
}
