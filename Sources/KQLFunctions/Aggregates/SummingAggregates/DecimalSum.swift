import KQLTypes

/// The exact sum of decimals, in 256 bits with 38 digits after the point.
///
/// Partial sums may wrap around; only the final one must fit, so the order of the values does not matter.
struct DecimalSum: GroupAccumulator {
  private var high: Int128 = 0
  private var low: UInt128 = 0
  /// The upper half again, roughly: tells a sum that fits from one that wrapped around once too often.
  private var estimate = 0.0
  private var scale = 0
  private(set) var count: Int64 = 0

  mutating func add(_ value: KQLDecimal) {
    let scaled = value.mantissa.multipliedFullWidth(by: Self.powers[Self.places - min(value.scale, Self.places)])
    addWide(scaled.high, scaled.low)
    estimate += Double(scaled.high)
    scale = max(scale, value.scale)
    count += 1
  }

  mutating func merge(_ other: DecimalSum) {
    addWide(other.high, other.low)
    estimate += other.estimate
    scale = max(scale, other.scale)
    count += other.count
  }

  /// The sum; `nil` when its integer part has more than 38 digits.
  var value: KQLDecimal? {
    guard abs(estimate) < 0x1p126 else { return nil }
    var magnitude = (high: UInt128(bitPattern: high), low: low)
    if high < 0 {
      let (negated, carry) = (~low).addingReportingOverflow(1)
      magnitude = (high: ~magnitude.high &+ (carry ? 1 : 0), low: negated)
    }
    guard let sum = KQLDecimal.rounded(magnitude, scale: Self.places, isNegative: high < 0) else { return nil }
    return sum.scale > scale ? sum.rounded(toScale: scale, .toNearestOrEven) : sum
  }

  private mutating func addWide(_ otherHigh: Int128, _ otherLow: UInt128) {
    let (sum, carry) = low.addingReportingOverflow(otherLow)
    low = sum
    high = high &+ otherHigh &+ (carry ? 1 : 0)
  }

  private static let places = 38
  private static let powers: [Int128] = (0..<places).reduce(into: [1]) { powers, _ in powers.append(powers.last! * 10) }
}
