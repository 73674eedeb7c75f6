/// A decimal number: `mantissa` × 10^-`scale`, up to 38 digits.
///
/// Not normalised: 1.0 and 1.00 differ in `scale` and compare equal.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/scalar-data-types/decimal>
@frozen
package struct KQLDecimal: Sendable {
  package var mantissa: Int128
  /// Number of digits after the point, in `0...38`.
  package var scale: Int

  package init(mantissa: Int128, scale: Int) {
    self.mantissa = mantissa
    self.scale = scale
  }

  package init(_ value: Int64) {
    self.init(mantissa: Int128(value), scale: 0)
  }
}

extension KQLDecimal: ExpressibleByIntegerLiteral {
  package init(integerLiteral value: Int64) { self.init(mantissa: Int128(value), scale: 0) }
}

// MARK: - Value

extension KQLDecimal {
  package static let zero = KQLDecimal(0)

  /// The most digits a mantissa has.
  static let maximumDigits = 38

  package var isZero: Bool { mantissa == 0 }

  /// The nearest real.
  package var doubleValue: Double {
    // Both factors are exact below these bounds, so one division rounds once.
    if mantissa.magnitude <= 1 << 53, scale <= 22 { return Double(Int64(mantissa)) / Double(Self.powersOfTen[scale]) }
    return Double(description) ?? .nan
  }

  /// The integer part, rounded towards zero; `nil` when it does not fit.
  package var int64Value: Int64? {
    Int64(exactly: mantissa / Int128(Self.powersOfTen[scale]))
  }

  /// The same value with the fewest digits after the point.
  package var normalized: KQLDecimal {
    var result = self
    while result.scale > 0 {
      let (quotient, remainder) = result.mantissa.quotientAndRemainder(dividingBy: 10)
      if remainder != 0 { break }
      result.mantissa = quotient
      result.scale -= 1
    }
    return result
  }

  /// 10^0 … 10^38.
  static let powersOfTen: [UInt128] = {
    var powers: [UInt128] = [1]
    for _ in 0..<maximumDigits { powers.append(powers[powers.count - 1] * 10) }
    return powers
  }()
}

// MARK: - Order

extension KQLDecimal: Hashable, Comparable {
  package static func == (left: KQLDecimal, right: KQLDecimal) -> Bool { compare(left, right) == 0 }
  package static func < (left: KQLDecimal, right: KQLDecimal) -> Bool { compare(left, right) < 0 }

  /// - Returns: Negative, zero or positive.
  package static func compare(_ left: KQLDecimal, _ right: KQLDecimal) -> Int {
    let signs = (left.mantissa.signum(), right.mantissa.signum())
    if signs.0 != signs.1 { return signs.0 < signs.1 ? -1 : 1 }
    // Brought to one scale, the magnitudes need up to 256 bits.
    let shift = left.scale - right.scale
    let l = left.mantissa.magnitude.multipliedFullWidth(by: powersOfTen[max(-shift, 0)])
    let r = right.mantissa.magnitude.multipliedFullWidth(by: powersOfTen[max(shift, 0)])
    if l == r { return 0 }
    return (l < r) == (signs.0 >= 0) ? -1 : 1
  }

  package func hash(into hasher: inout Hasher) {
    let value = normalized
    hasher.combine(value.mantissa)
    // A zero has the scale it was written with.
    hasher.combine(value.mantissa == 0 ? 0 : value.scale)
  }
}
