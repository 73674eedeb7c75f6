// Results are rounded half to even: sums, products and remainders to the 38 digits that a decimal holds, quotients
// to the 34 digits that Kusto gives. A result too large is `nil`, a null in a query.

extension KQLDecimal {
  package func adding(_ other: KQLDecimal) -> KQLDecimal? {
    let common = max(scale, other.scale)
    let left = mantissa.multipliedReportingOverflow(by: Int128(Self.powersOfTen[common - scale]))
    let right = other.mantissa.multipliedReportingOverflow(by: Int128(Self.powersOfTen[common - other.scale]))
    if !left.overflow, !right.overflow {
      let sum = left.partialValue.addingReportingOverflow(right.partialValue)
      if !sum.overflow {
        return Self.rounded((0, sum.partialValue.magnitude), scale: common, isNegative: sum.partialValue < 0)
      }
    }
    // One operand is so large that the other's last digits cannot show.
    for scale in stride(from: common - 1, through: 0, by: -1) {
      guard let l = rescaled(to: scale), let r = other.rescaled(to: scale) else { continue }
      let sum = l.mantissa.addingReportingOverflow(r.mantissa)
      if !sum.overflow, sum.partialValue.magnitude <= Self.maximumMantissa {
        return KQLDecimal(mantissa: sum.partialValue, scale: scale)
      }
    }
    return nil
  }

  package func subtracting(_ other: KQLDecimal) -> KQLDecimal? { adding(other.negated) }

  package func multiplied(by other: KQLDecimal) -> KQLDecimal? {
    let product = mantissa.magnitude.multipliedFullWidth(by: other.mantissa.magnitude)
    return Self.rounded(
      (product.high, product.low), scale: scale + other.scale, isNegative: (mantissa < 0) != (other.mantissa < 0))
  }

  /// - Returns: `nil` for a zero divisor.
  package func divided(by other: KQLDecimal) -> KQLDecimal? {
    guard other.mantissa != 0 else { return nil }
    let divisor = other.mantissa.magnitude
    var (quotient, remainder) = mantissa.magnitude.quotientAndRemainder(dividingBy: divisor)
    var resultScale = scale - other.scale
    let limit = Self.powersOfTen[Self.quotientDigits - 1]
    while resultScale < 0 || (remainder != 0 && quotient < limit && resultScale < Self.maximumDigits) {
      let next = remainder.multipliedFullWidth(by: 10)
      let (digit, rest) = divisor.dividingFullWidth((next.high, next.low))
      let shifted = quotient.multipliedReportingOverflow(by: 10)
      guard !shifted.overflow, shifted.partialValue <= Self.maximumMantissa else { return nil }
      quotient = shifted.partialValue + digit
      remainder = rest
      resultScale += 1
    }
    let half = divisor - remainder
    if remainder > half || (remainder == half && quotient & 1 == 1) { quotient += 1 }
    return Self.rounded((0, quotient), scale: resultScale, isNegative: (mantissa < 0) != (other.mantissa < 0))
  }

  /// What remains of a division, with the sign of the dividend.
  ///
  /// - Returns: `nil` for a zero divisor, and where the operands have no common scale.
  package func remainder(dividingBy other: KQLDecimal) -> KQLDecimal? {
    guard other.mantissa != 0 else { return nil }
    let common = max(scale, other.scale)
    guard let left = rescaled(to: common), let right = other.rescaled(to: common) else { return nil }
    return KQLDecimal(mantissa: left.mantissa % right.mantissa, scale: common)
  }

  package var negated: KQLDecimal { KQLDecimal(mantissa: -mantissa, scale: scale) }
  package var magnitude: KQLDecimal { mantissa < 0 ? negated : self }

  /// The nearest value with at most that many digits after the point; of two equally near ones the one that
  /// `rule` says.
  package func rounded(toScale newScale: Int, _ rule: FloatingPointRoundingRule) -> KQLDecimal {
    guard newScale < scale else { return self }
    let drop = scale - max(newScale, 0)
    let unit = Self.powersOfTen[drop]
    var (quotient, remainder) = mantissa.magnitude.quotientAndRemainder(dividingBy: unit)
    let isNegative = mantissa < 0
    let goesUp =
      switch rule {
      case .up: remainder != 0 && !isNegative
      case .down: remainder != 0 && isNegative
      case .towardZero: false
      case .awayFromZero: remainder != 0
      case .toNearestOrEven: remainder > unit - remainder || (remainder == unit - remainder && quotient & 1 == 1)
      default: remainder != 0 && remainder >= unit - remainder
      }
    if goesUp { quotient += 1 }
    return KQLDecimal(mantissa: isNegative ? -Int128(quotient) : Int128(quotient), scale: max(newScale, 0))
  }
}

// MARK: - Scaling

extension KQLDecimal {
  static let quotientDigits = 34
  static let maximumMantissa = powersOfTen[maximumDigits] - 1

  /// The value with that many digits after the point, rounded half to even; `nil` when it does not fit.
  func rescaled(to newScale: Int) -> KQLDecimal? {
    if newScale < scale { return rounded(toScale: newScale, .toNearestOrEven) }
    let product = mantissa.multipliedReportingOverflow(by: Int128(Self.powersOfTen[newScale - scale]))
    guard !product.overflow, product.partialValue.magnitude <= Self.maximumMantissa else { return nil }
    return KQLDecimal(mantissa: product.partialValue, scale: newScale)
  }

  /// The decimal nearest to a magnitude of 256 bits; `nil` when it is too large.
  package static func rounded(_ magnitude: (high: UInt128, low: UInt128), scale: Int, isNegative: Bool) -> KQLDecimal? {
    var drop = max(scale - maximumDigits, 0)
    while drop <= maximumDigits {
      let unit = powersOfTen[drop]
      if magnitude.high < unit {
        var (quotient, remainder) = unit.dividingFullWidth(magnitude)
        let half = unit - remainder
        if remainder > half || (remainder == half && quotient & 1 == 1) { quotient += 1 }
        if quotient <= maximumMantissa {
          guard scale >= drop else { return nil }
          return KQLDecimal(mantissa: isNegative ? -Int128(quotient) : Int128(quotient), scale: scale - drop)
        }
      }
      drop += 1
    }
    return nil
  }
}
