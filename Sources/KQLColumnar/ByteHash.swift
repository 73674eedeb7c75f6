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

  /// Hashes bytes eight at a time.
  @inlinable @inline(__always)
  package static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    let count = bytes.count
    var hash = UInt64(truncatingIfNeeded: count) &* 0x9e37_79b9_7f4a_7c15
    guard let base = bytes.baseAddress else { return mix(hash) }
    let raw = UnsafeRawPointer(base)
    var offset = 0
    while count &- offset >= 8 {
      hash = combine(hash, raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      offset &+= 8
    }
    if count > offset {
      var tail: UInt64 = 0
      if count >= 8 {
        tail = raw.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self)
      } else {
        var shift: UInt64 = 0
        while offset < count {
          tail |= UInt64(raw.load(fromByteOffset: offset, as: UInt8.self)) &<< shift
          shift &+= 8
          offset &+= 1
        }
      }
      hash = combine(hash, tail)
    }
    return hash
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
      { return false }
      offset &+= 8
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
