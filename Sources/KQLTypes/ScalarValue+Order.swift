extension ScalarValue {
  /// A total order: nulls first, then values; numbers of all types by value with NaN before all others, strings by
  /// code points. Values of types that do not compare are ordered by type.
  ///
  /// - Returns: Negative, zero or positive.
  package static func compare(_ left: ScalarValue, _ right: ScalarValue) -> Int {
    if left.isNull || right.isNull { return (left.isNull ? 0 : 1) - (right.isNull ? 0 : 1) }
    if case .dynamic(let value) = left, value.isScalar { return compare(value.scalar, right) }
    if case .dynamic(let value) = right, value.isScalar { return compare(left, value.scalar) }
    switch (left, right) {
    case (.bool(let l), .bool(let r)): return (l ? 1 : 0) - (r ? 1 : 0)
    case (.datetime(let l), .datetime(let r)), (.timespan(let l), .timespan(let r)): return order(l, r)
    case (.guid(let l), .guid(let r)): return order(l, r)
    case (.dynamic(let l), .dynamic(let r)): return order(JSONText.string(l), JSONText.string(r))
    default: break
    }
    if let l = left.string, let r = right.string { return order(l, r) }
    if left.type.isNumeric, right.type.isNumeric { return compareNumbers(left, right) }
    return order(rank(left.type), rank(right.type))
  }

  private static func compareNumbers(_ left: ScalarValue, _ right: ScalarValue) -> Int {
    if let l = left.int64, let r = right.int64 { return order(l, r) }
    switch (left, right) {
    case (.real(let l), .real(let r)): return order(l, r)
    case (.real(let l), _): return -compareExactly(right, l)
    case (_, .real(let r)): return compareExactly(left, r)
    default:
      guard let l = left.decimal, let r = right.decimal else { return 0 }
      return KQLDecimal.compare(l, r)
    }
  }

  /// Compares a whole or decimal number with a real, without rounding either where that matters.
  private static func compareExactly(_ left: ScalarValue, _ right: Double) -> Int {
    if right.isNaN { return 1 }
    guard let number = left.number else { return 0 }
    let rough = order(number, right)
    if rough != 0 || right.isInfinite { return rough }
    // Equal as reals: what rounding took away decides.
    guard let l = left.decimal, let r = KQLDecimal(exactWhole: right) else { return 0 }
    return KQLDecimal.compare(l, r)
  }

  private var decimal: KQLDecimal? {
    if case .decimal(let value) = self { return value }
    return int64.map { KQLDecimal($0) }
  }

  private static func order<Value: Comparable>(_ left: Value, _ right: Value) -> Int {
    left < right ? -1 : left == right ? 0 : 1
  }

  private static func order(_ left: Double, _ right: Double) -> Int {
    if left.isNaN || right.isNaN { return (left.isNaN ? 0 : 1) - (right.isNaN ? 0 : 1) }
    return left < right ? -1 : left == right ? 0 : 1
  }

  /// Strings by Unicode code points, which is the order of their UTF-8 bytes.
  private static func order(_ left: String, _ right: String) -> Int {
    if left.utf8.elementsEqual(right.utf8) { return 0 }
    return left.utf8.lexicographicallyPrecedes(right.utf8) ? -1 : 1
  }

  private static func rank(_ type: ScalarType) -> UInt8 { type.isNumeric ? ScalarType.int.rawValue : type.rawValue }
}

extension DynamicValue {
  /// Whether the value has a scalar type of its own, which null, arrays and bags have not.
  package var isScalar: Bool {
    switch self {
    case .null, .array, .bag: false
    default: true
    }
  }
}

extension KQLDecimal {
  /// The decimal of a real that is a whole number of less than 38 digits.
  init?(exactWhole value: Double) {
    guard value.magnitude < 1e37, let whole = Int128(exactly: value) else { return nil }
    self.init(mantissa: whole, scale: 0)
  }
}
