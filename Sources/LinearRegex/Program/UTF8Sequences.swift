/// Ranges of bytes that together spell a range of scalars in UTF-8.
struct UTF8Sequence: Hashable, Sendable {
  struct Bytes: Hashable, Sendable {
    var lower: UInt8
    var upper: UInt8
  }
  /// One to four.
  var bytes: [Bytes]
}

extension UTF8Sequence {
  /// The sequences of a set, in ascending order.
  static func sequences(of set: ScalarSet) -> [UTF8Sequence] {
    var result: [UTF8Sequence] = []
    for range in set.ranges { append(range.lower, range.upper, to: &result) }
    return result
  }

  private static func append(_ lower: UInt32, _ upper: UInt32, to result: inout [UTF8Sequence]) {
    // Cut where the number of bytes changes.
    for limit: UInt32 in [0x7f, 0x7ff, 0xffff] where lower <= limit && upper > limit {
      append(lower, limit, to: &result)
      append(limit + 1, upper, to: &result)
      return
    }
    if upper <= 0x7f {
      result.append(UTF8Sequence(bytes: [Bytes(lower: UInt8(lower), upper: UInt8(upper))]))
      return
    }
    // Cut where a continuation byte does not run over its whole range.
    var mask: UInt32 = 0x3f
    for _ in 1..<4 {
      if lower & ~mask != upper & ~mask {
        if lower & mask != 0 {
          append(lower, lower | mask, to: &result)
          append((lower | mask) + 1, upper, to: &result)
          return
        }
        if upper & mask != mask {
          append(lower, (upper & ~mask) - 1, to: &result)
          append(upper & ~mask, upper, to: &result)
          return
        }
      }
      mask = mask << 6 | 0x3f
    }
    let low = encode(lower)
    let high = encode(upper)
    result.append(UTF8Sequence(bytes: zip(low, high).map { Bytes(lower: $0, upper: $1) }))
  }

  private static func encode(_ scalar: UInt32) -> [UInt8] {
    func tail(_ shift: UInt32) -> UInt8 { UInt8(0x80 | (scalar >> shift) & 0x3f) }
    switch scalar {
    case ..<0x80: return [UInt8(scalar)]
    case ..<0x800: return [UInt8(0xc0 | scalar >> 6), tail(0)]
    case ..<0x10000: return [UInt8(0xe0 | scalar >> 12), tail(6), tail(0)]
    default: return [UInt8(0xf0 | scalar >> 18), tail(12), tail(6), tail(0)]
    }
  }
}
