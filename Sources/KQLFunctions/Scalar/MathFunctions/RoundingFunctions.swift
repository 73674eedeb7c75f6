import KQLColumnar
import KQLTypes

/// `round()` and `ceiling()`.
enum RoundingFunctions {
  static let functions = [round, ceiling]

  /// Rounds to a number of digits after the point, or before it when negative; halves go away from zero.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/round-function>
  private static let round = ScalarFunction("round") { site throws(ExecutionError) in
    let type = site.argumentTypes[0]
    return { arguments, rowCount in
      let precision = arguments.count > 1 ? arguments[1] : .constant(.long(0))
      return switch type {
      case .real:
        Lift.dense(arguments[0], precision, to: .real) { (value: Double, digits: Int64) in round(value, digits) }
      case .decimal:
        Lift.map(arguments[0], precision, rowCount, to: .decimal) { (value: KQLDecimal, digits: Int64) in
          round(value, digits)
        }
      default:
        Lift.dense(arguments[0], precision, to: type) { (value: Int64, digits: Int64) in round(value, digits) }
      }
    }
  }

  static func round(_ value: Double, _ digits: Int64) -> Double {
    if digits == 0 { return value.rounded() }
    guard value.isFinite, digits.magnitude <= 308 else { return digits < 0 ? value * 0 : value }
    let unit = SystemMath.pow(10, Double(digits.magnitude))
    if digits < 0 { return (value / unit).rounded() * unit }
    let scaled = value * unit
    // From here on there are no digits left to round.
    guard scaled.magnitude < 0x1p52 else { return value }
    return scaled.rounded() / unit
  }

  private static func round(_ value: Int64, _ digits: Int64) -> Int64 {
    guard digits < 0 else { return value }
    guard digits > -19 else { return 0 }
    var unit: Int64 = 1
    for _ in 0..<(-digits) { unit *= 10 }
    let remainder = value % unit
    let cut = value - remainder
    guard remainder.magnitude >= UInt64(unit / 2) else { return cut }
    return value < 0 ? cut &- unit : cut &+ unit
  }

  private static func round(_ value: KQLDecimal, _ digits: Int64) -> KQLDecimal? {
    if digits >= 0 { return value.rounded(toScale: Int(min(digits, 38)), .toNearestOrAwayFromZero) }
    guard digits >= -38, value.scale - Int(digits) <= 38 else { return 0 }
    var unit: KQLDecimal = 1
    for _ in 0..<(-digits) {
      guard let next = unit.multiplied(by: 10) else { return 0 }
      unit = next
    }
    return KQLDecimal(mantissa: value.mantissa, scale: value.scale - Int(digits))
      .rounded(toScale: 0, .toNearestOrAwayFromZero).multiplied(by: unit)
  }

  /// Whole numbers come as `real`, which the engine answers although the declaration says otherwise.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/ceiling-function>
  private static let ceiling = ScalarFunction(
    "ceiling", resultType: { types, _ in types.first.map { $0 == .decimal ? .decimal : .real } }
  ) { site throws(ExecutionError) in
    if site.argumentTypes[0] == .decimal {
      return { arguments, _ in
        Lift.dense(arguments[0], to: .decimal) { (value: KQLDecimal) in value.rounded(toScale: 0, .up) }
      }
    }
    let cast = Cast(from: site.argumentTypes[0], to: .real)
    return { arguments, _ in Lift.dense(cast(arguments[0]), to: .real) { (value: Double) in value.rounded(.up) } }
  }
}
