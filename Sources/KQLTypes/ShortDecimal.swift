/// Reads short decimal numbers such as `37.324887`, eight digits at a time.
enum ShortDecimal {
  private static let zeros: UInt64 = 0x3030_3030_3030_3030
  private static let points: UInt64 = 0x2e2e_2e2e_2e2e_2e2e

  /// A number of 8 to 16 bytes, all of them digits but for at most one point, and at most 15 of them digits, so that
  /// the mantissa and the power of ten are exact; `nil` for any other text, which may be a number all the same.
  ///
  /// - Returns: The value is `mantissa` / 10^`scale`.
  @inline(__always)
  static func parse(_ utf8: UnsafeBufferPointer<UInt8>) -> (mantissa: UInt64, scale: Int)? {
    let count = utf8.count
    guard count >= 8, count <= 16, let start = utf8.baseAddress else { return nil }
    // The text as 16 characters, the last one in the uppermost byte, filled up with zeros in front.
    let bytes = UnsafeRawPointer(start)
    var last = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self))
    var first = zeros
    if count > 8 {
      let word = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
      first = word &<< UInt64((16 &- count) &* 8)
      if count < 16 { first |= zeros &>> UInt64((count &- 8) &* 8) }
    }
    var scale = 0
    if let place = pointPlace(in: last) {
      scale = 7 &- place
      let carried = first >> 56
      first = first << 8 | 0x30
      last = closing(place, in: last, with: carried)
    } else if let place = pointPlace(in: first) {
      scale = 15 &- place
      first = closing(place, in: first, with: 0x30)
    } else if count == 16 {
      return nil
    }
    guard isDigits(first), isDigits(last) else { return nil }
    return (value(first) &* 100_000_000 &+ value(last), scale)
  }

  /// The first byte that is a point.
  @inline(__always)
  private static func pointPlace(in word: UInt64) -> Int? {
    let difference = word ^ points
    let found = (difference &- 0x0101_0101_0101_0101) & ~difference & 0x8080_8080_8080_8080
    return found == 0 ? nil : found.trailingZeroBitCount >> 3
  }

  /// The word without the byte at a place: those in front move up by one, another one comes first.
  @inline(__always)
  private static func closing(_ place: Int, in word: UInt64, with first: UInt64) -> UInt64 {
    let front: UInt64 = (1 &<< UInt64(place &* 8)) &- 1
    // Shifted twice, as one may leave nothing.
    let behind = (UInt64.max &<< UInt64(place &* 8)) &<< 8
    return word & behind | (word & front) << 8 | first
  }

  @inline(__always)
  private static func isDigits(_ word: UInt64) -> Bool {
    ((word &+ 0x4646_4646_4646_4646) | (word &- zeros)) & 0x8080_8080_8080_8080 == 0
  }

  /// Eight digits, the first one in the lowest byte.
  @inline(__always)
  private static func value(_ word: UInt64) -> UInt64 {
    var value = word &- zeros
    value = (value &* 10 &+ (value >> 8)) & 0x00ff_00ff_00ff_00ff
    value = (value &* 100 &+ (value >> 16)) & 0x0000_ffff_0000_ffff
    return (value &* 10_000 &+ (value >> 32)) & 0xffff_ffff
  }
}
