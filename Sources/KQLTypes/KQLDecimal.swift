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

// MARK: - Value

extension KQLDecimal {
  /// The nearest real.
  package var doubleValue: Double {
    var result = Double(mantissa)
    for _ in 0..<scale { result /= 10 }
    return result
  }
}

extension KQLDecimal: Hashable {
  /// The same value with the fewest digits after the point.
  var normalized: KQLDecimal {
    var result = self
    while result.scale > 0, result.mantissa % 10 == 0 {
      result.mantissa /= 10
      result.scale -= 1
    }
    return result
  }

  package static func == (left: KQLDecimal, right: KQLDecimal) -> Bool {
    let l = left.normalized
    let r = right.normalized
    return l.mantissa == r.mantissa && l.scale == r.scale
  }

  package func hash(into hasher: inout Hasher) {
    let value = normalized
    hasher.combine(value.mantissa)
    hasher.combine(value.scale)
  }
}
