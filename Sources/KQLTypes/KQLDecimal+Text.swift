extension KQLDecimal {
  /// The decimal with the digits that the real's shortest text shows; zero for NaN, the nearest bound beyond the
  /// range.
  package init(_ value: Double) {
    if let exact = KQLDecimal(converting: value) {
      self = exact
    } else {
      let bound = Int128(Self.maximumMantissa)
      self.init(mantissa: value.isNaN ? 0 : value < 0 ? -bound : bound, scale: 0)
    }
  }

  /// As ``init(_:)``, but `nil` for NaN, infinities and values beyond the range.
  package init?(converting value: Double) {
    guard value.isFinite else { return nil }
    self.init(value.description)
  }

  package init?(_ text: String) {
    var copy = text
    guard let value = copy.withUTF8({ KQLDecimal(parsing: $0) }) else { return nil }
    self = value
  }

  /// Reads `[+-]digits[.digits][e[+-]digits]`, white space around it allowed. Digits beyond 38 are rounded.
  package init?(parsing utf8: UnsafeBufferPointer<UInt8>) {
    var cursor = ByteCursor(utf8)
    cursor.trim()
    let isNegative = cursor.skipSign()
    var mantissa: UInt128 = 0
    var scale = 0
    var digitCount = 0
    // The first digit that does not fit, and whether any after it is not zero, decide the rounding.
    var firstDropped: UInt8?
    var hasMoreDropped = false
    func take(_ digit: UInt8, isFraction: Bool) {
      digitCount += 1
      if firstDropped == nil, mantissa <= (Self.maximumMantissa - UInt128(digit)) / 10, scale < Self.maximumDigits {
        mantissa = mantissa * 10 + UInt128(digit)
        if isFraction { scale += 1 }
      } else {
        if firstDropped == nil { firstDropped = digit } else if digit != 0 { hasMoreDropped = true }
        if !isFraction { scale = max(scale - 1, -1_000_000) }
      }
    }
    while let digit = cursor.takeDigit() { take(digit, isFraction: false) }
    if cursor.skip(UInt8(ascii: ".")) {
      while let digit = cursor.takeDigit() { take(digit, isFraction: true) }
    }
    guard digitCount > 0 else { return nil }
    if cursor.skip(anyOf: "eE") {
      let isNegativeExponent = cursor.skipSign()
      guard let exponent = cursor.takeInteger(clampedTo: 1_000_000) else { return nil }
      scale += isNegativeExponent ? exponent : -exponent
    }
    guard cursor.isAtEnd else { return nil }
    if let firstDropped, firstDropped > 5 || (firstDropped == 5 && (hasMoreDropped || mantissa & 1 == 1)) {
      mantissa += 1
    }
    if mantissa == 0 {
      self.init(mantissa: 0, scale: min(max(scale, 0), Self.maximumDigits))
      return
    }
    while scale < 0 {
      let shifted = mantissa.multipliedReportingOverflow(by: 10)
      guard !shifted.overflow, shifted.partialValue <= Self.maximumMantissa else { return nil }
      mantissa = shifted.partialValue
      scale += 1
    }
    if scale > 2 * Self.maximumDigits {
      self.init(mantissa: 0, scale: Self.maximumDigits)
      return
    }
    guard let value = Self.rounded((0, mantissa), scale: scale, isNegative: isNegative) else { return nil }
    self = value
  }
}

extension KQLDecimal: CustomStringConvertible {
  /// All digits, without an exponent.
  package var description: String {
    let digits = String(mantissa.magnitude)
    let sign = mantissa < 0 ? "-" : ""
    guard scale > 0 else { return sign + digits }
    if digits.utf8.count <= scale {
      return sign + "0." + String(repeating: "0", count: scale - digits.utf8.count) + digits
    }
    return sign + digits.dropLast(scale) + "." + digits.suffix(scale)
  }
}
