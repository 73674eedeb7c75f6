import Glibc

/// The C library's functions on doubles.
enum SystemMath {
  @Sendable static func log(_ x: Double) -> Double { _log(x) }
  @Sendable static func log2(_ x: Double) -> Double { _log2(x) }
  @Sendable static func log10(_ x: Double) -> Double { _log10(x) }
  @Sendable static func exp(_ x: Double) -> Double { _exp(x) }
  @Sendable static func exp2(_ x: Double) -> Double { _exp2(x) }
  @Sendable static func sin(_ x: Double) -> Double { _sin(x) }
  @Sendable static func cos(_ x: Double) -> Double { _cos(x) }
  @Sendable static func tan(_ x: Double) -> Double { _tan(x) }
  @Sendable static func asin(_ x: Double) -> Double { _asin(x) }
  @Sendable static func acos(_ x: Double) -> Double { _acos(x) }
  @Sendable static func atan(_ x: Double) -> Double { _atan(x) }
  @Sendable static func atan2(_ y: Double, _ x: Double) -> Double { _atan2(y, x) }
  @Sendable static func pow(_ x: Double, _ y: Double) -> Double { _pow(x, y) }
  @Sendable static func erf(_ x: Double) -> Double { _erf(x) }
  @Sendable static func erfc(_ x: Double) -> Double { _erfc(x) }
  @Sendable static func gamma(_ x: Double) -> Double { tgamma(x) }

  /// The natural logarithm of the gamma function's magnitude.
  @Sendable static func logGamma(_ x: Double) -> Double {
    var sign: Int32 = 0
    return lgamma_r(x, &sign)
  }
}

// Within the enumeration its own names would be found first.
private func _log(_ x: Double) -> Double { log(x) }
private func _log2(_ x: Double) -> Double { log2(x) }
private func _log10(_ x: Double) -> Double { log10(x) }
private func _exp(_ x: Double) -> Double { exp(x) }
private func _exp2(_ x: Double) -> Double { exp2(x) }
private func _sin(_ x: Double) -> Double { sin(x) }
private func _cos(_ x: Double) -> Double { cos(x) }
private func _tan(_ x: Double) -> Double { tan(x) }
private func _asin(_ x: Double) -> Double { asin(x) }
private func _acos(_ x: Double) -> Double { acos(x) }
private func _atan(_ x: Double) -> Double { atan(x) }
private func _atan2(_ y: Double, _ x: Double) -> Double { atan2(y, x) }
private func _pow(_ x: Double, _ y: Double) -> Double { pow(x, y) }
private func _erf(_ x: Double) -> Double { erf(x) }
private func _erfc(_ x: Double) -> Double { erfc(x) }
