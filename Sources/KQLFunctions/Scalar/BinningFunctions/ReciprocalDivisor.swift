/// A positive divisor for non-negative numbers, by which a division costs a multiplication.
struct ReciprocalDivisor: Sendable {
  private let divisor: UInt64
  /// 0 for the divisor 1, which needs none.
  private let multiplier: UInt64
  private let shift: UInt64

  /// - Precondition: `divisor` is positive.
  init(_ divisor: Int64) {
    precondition(divisor > 0)
    self.divisor = UInt64(divisor)
    // With l bits, 2^(l-1) < d ≤ 2^l, the multiplier 2^(63+l)/d + 1 fits 64 bits and is exact for dividends below 2^63.
    let bits = UInt64(64 - (self.divisor - 1).leadingZeroBitCount)
    if bits == 0 {
      (multiplier, shift) = (0, 0)
    } else {
      multiplier = self.divisor.dividingFullWidth((high: 1 << (bits - 1), low: 0)).quotient &+ 1
      shift = bits - 1
    }
  }

  /// The largest multiple of the divisor that is not above a value.
  ///
  /// - Precondition: `value` is not negative; a negative one gives an unspecified number.
  @inline(__always)
  func floor(_ value: Int64) -> Int64 {
    if multiplier == 0 { return value }
    let quotient = UInt64(bitPattern: value).multipliedFullWidth(by: multiplier).high &>> shift
    return Int64(bitPattern: quotient &* divisor)
  }
}
