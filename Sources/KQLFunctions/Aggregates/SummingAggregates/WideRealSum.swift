/// A fixed-point number wide enough for every real, to which reals are added exactly.
///
/// A class, so that the few sums that need it cost the others only a reference.
final class WideRealSum {
  /// Digits in base 2^32 with the lowest first; digit 0 starts at 2^-1074, the smallest real. Between
  /// normalisations each may hold more than its 32 bits, and be negative.
  private var digits = [Int64](repeating: 0, count: digitCount)
  private var additionsSinceNormalized = 0
  /// The sum of the values that are infinite or NaN, which decide the result if there are any.
  private var special = 0.0

  /// 2098 bits from the smallest to the largest real, and room for 2^60 of them.
  private static let digitCount = 68
  static let byteCount = digitCount * 8 + 64
}

// MARK: - Adding

extension WideRealSum {
  func add(_ value: Double) {
    guard value.isFinite else {
      special += value
      return
    }
    let field = Int(value.exponentBitPattern)
    let significand = value.significandBitPattern | (field > 0 ? 1 << 52 : 0)
    if significand == 0 { return }
    let position = max(field - 1, 0)
    let shift = UInt64(position & 31)
    let lower = (significand & 0xffff_ffff) << shift
    let upper = (significand >> 32) << shift
    let sign: Int64 = value.sign == .minus ? -1 : 1
    let index = position >> 5
    digits[index] &+= sign &* Int64(lower & 0xffff_ffff)
    digits[index + 1] &+= sign &* Int64((lower >> 32) + (upper & 0xffff_ffff))
    digits[index + 2] &+= sign &* Int64(upper >> 32)
    additionsSinceNormalized += 1
    if additionsSinceNormalized == 1 << 28 { normalize() }
  }

  func merge(_ other: WideRealSum) {
    normalize()
    other.normalize()
    for index in digits.indices { digits[index] &+= other.digits[index] }
    special += other.special
    normalize()
  }

  /// Leaves 32 bits in each digit but the last, which has the sign.
  private func normalize() {
    var carry: Int64 = 0
    for index in 0..<Self.digitCount - 1 {
      let sum = digits[index] &+ carry
      digits[index] = sum & 0xffff_ffff
      carry = sum >> 32
    }
    digits[Self.digitCount - 1] &+= carry
    additionsSinceNormalized = 0
  }
}

// MARK: - Result

extension WideRealSum {
  /// The nearest real, and the real nearest to what that leaves.
  func rounded() -> DoubleDouble {
    if special != 0 { return DoubleDouble(high: special.isNaN ? .nan : special, low: 0) }
    normalize()
    let high = nearest()
    guard high.isFinite else { return DoubleDouble(high: high, low: 0) }
    let rest = WideRealSum()
    rest.digits = digits
    rest.add(-high)
    rest.normalize()
    return DoubleDouble(high: high, low: rest.nearest())
  }

  /// Rounds to nearest, ties to even.
  private func nearest() -> Double {
    let isNegative = digits[Self.digitCount - 1] < 0
    var magnitude = digits
    if isNegative {
      var carry: Int64 = 1
      for index in magnitude.indices {
        let sum = (~magnitude[index] & 0xffff_ffff) + carry
        magnitude[index] = sum & 0xffff_ffff
        carry = sum >> 32
      }
    }
    guard let top = magnitude.lastIndex(where: { $0 != 0 }) else { return 0 }
    let highestBit = top * 32 + 63 - magnitude[top].leadingZeroBitCount
    let sign: UInt64 = isNegative ? 1 << 63 : 0
    // Reals below 2^53 times the smallest one are its multiples, whose patterns are consecutive.
    if highestBit <= 52 {
      let pattern = UInt64(magnitude[0]) | UInt64(magnitude[1]) << 32
      return Double(bitPattern: pattern | sign)
    }
    let lowestKept = highestBit - 52
    var significand: UInt64 = 0
    for bit in 0...52 where isSet(lowestKept + bit, in: magnitude) { significand |= 1 << UInt64(bit) }
    let half = isSet(lowestKept - 1, in: magnitude)
    if half, significand & 1 == 1 || isAnySet(below: lowestKept - 1, in: magnitude) { significand += 1 }
    // A carry out of the significand steps the exponent, as the patterns of reals do.
    let pattern = UInt64(highestBit - 52) << 52 + significand
    if pattern >= Double.infinity.bitPattern { return isNegative ? -.infinity : .infinity }
    return Double(bitPattern: pattern | sign)
  }

  private func isSet(_ bit: Int, in magnitude: [Int64]) -> Bool {
    magnitude[bit >> 5] >> Int64(bit & 31) & 1 == 1
  }

  private func isAnySet(below bit: Int, in magnitude: [Int64]) -> Bool {
    magnitude[..<(bit >> 5)].contains { $0 != 0 } || magnitude[bit >> 5] & ((1 << Int64(bit & 31)) - 1) != 0
  }
}
