/// The text form of `real`.
///
/// Of the shortest texts that read back as the same value, Kusto prints the greatest by magnitude, which is not
/// always the nearest one: `0.1 + 0.2` is `0.30000000000000007`.
package enum RealText {}

// MARK: - Reading

extension RealText {
  /// Reads a decimal number, `nan`, `inf` or `infinity`; white space around it is allowed. Numbers beyond the range
  /// give an infinity or zero, anything else `nil`.
  package static func parse(_ utf8: UnsafeBufferPointer<UInt8>) -> Double? {
    if let short = ShortDecimal.parse(utf8) { return Double(short.mantissa) / powersOfTen[short.scale] }
    return parseGenerally(utf8)
  }

  /// As ``parse(_:)``, for texts of every shape.
  static func parseGenerally(_ utf8: UnsafeBufferPointer<UInt8>) -> Double? {
    var cursor = ByteCursor(utf8)
    cursor.trim()
    let start = cursor.position
    let isNegative = cursor.skipSign()
    if ByteCursor.isLetter(cursor.next) { return parseName(cursor, isNegative: isNegative) }
    // Up to 15 digits and a small power of ten are exact, so that one operation rounds once.
    var mantissa: UInt64 = 0
    var digitCount = 0
    var scale = 0
    func take(_ digit: UInt8) {
      if digitCount < 19 { mantissa = mantissa &* 10 &+ UInt64(digit) }
      if mantissa > 0 { digitCount += 1 }
    }
    var hasDigits = false
    while let digit = cursor.takeDigit() {
      take(digit)
      hasDigits = true
    }
    if cursor.skip(UInt8(ascii: ".")) {
      while let digit = cursor.takeDigit() {
        take(digit)
        scale += 1
        hasDigits = true
      }
    }
    guard hasDigits else { return nil }
    var exponent = 0
    if cursor.skip(anyOf: "eE") {
      let isNegativeExponent = cursor.skipSign()
      guard let value = cursor.takeInteger(clampedTo: 1_000_000) else { return nil }
      exponent = isNegativeExponent ? -value : value
    }
    guard cursor.isAtEnd else { return nil }
    let power = exponent - scale
    if digitCount <= 15, power.magnitude <= 22 {
      let value = Double(mantissa)
      let scaled = power < 0 ? value / Self.powersOfTen[-power] : value * Self.powersOfTen[power]
      return isNegative ? -scaled : scaled
    }
    return Double(String(decoding: cursor.text(from: start), as: UTF8.self))
  }

  package static func parse(_ string: String) -> Double? {
    var copy = string
    return copy.withUTF8 { parse($0) }
  }

  private static func parseName(_ cursor: ByteCursor, isNegative: Bool) -> Double? {
    var cursor = cursor
    // The first letter is of either case; the others are as Kusto spells them.
    let name = String(decoding: cursor.remaining, as: UTF8.self)
    cursor.advance(cursor.remainingCount)
    switch name {
    case "nan", "NaN", "Nan": return .nan
    case "inf", "Inf", "infinity", "Infinity": return isNegative ? -.infinity : .infinity
    default: return nil
    }
  }

  private static let powersOfTen: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
  ]
}

// MARK: - Writing

extension RealText {
  package static func string(_ value: Double) -> String {
    var bytes: [UInt8] = []
    append(value, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends the text: `1.0`, `-0.5`, `1e22`, `1.5e-7`, `NaN`, `inf`.
  package static func append(_ value: Double, to output: inout [UInt8]) {
    if value.isNaN { return output.append(contentsOf: "NaN".utf8) }
    if value.sign == .minus { output.append(UInt8(ascii: "-")) }
    if value.isInfinite { return output.append(contentsOf: "inf".utf8) }
    if value == 0 { return output.append(contentsOf: "0.0".utf8) }
    let (mantissa, exponent) = greatestShortestDigits(value.magnitude)
    var digits: [UInt8] = []
    IntegerText.append(magnitude: mantissa, minimumDigits: 1, to: &digits)
    // The value is 0.d1d2d3… × 10^point.
    let point = digits.count + exponent
    if exponent >= 0, point <= 21 {
      output.append(contentsOf: digits)
      output.append(contentsOf: repeatElement(0x30, count: exponent))
      output.append(contentsOf: ".0".utf8)
    } else if point > 0, point <= 21 {
      output.append(contentsOf: digits[..<point])
      output.append(UInt8(ascii: "."))
      output.append(contentsOf: digits[point...])
    } else if point > -6, point <= 0 {
      output.append(contentsOf: "0.".utf8)
      output.append(contentsOf: repeatElement(0x30, count: -point))
      output.append(contentsOf: digits)
    } else {
      output.append(digits[0])
      if digits.count > 1 {
        output.append(UInt8(ascii: "."))
        output.append(contentsOf: digits[1...])
      }
      output.append(UInt8(ascii: "e"))
      IntegerText.append(Int64(point - 1), to: &output)
    }
  }

  /// The greatest of the decimal numbers with fewest digits that read back as `value`, as mantissa × 10^exponent.
  private static func greatestShortestDigits(_ value: Double) -> (mantissa: UInt64, exponent: Int) {
    var (mantissa, exponent) = shortestDigits(value)
    // Numbers of up to 15 digits are all different reals, so they have no neighbour of the same length.
    guard mantissa >= 1_000_000_000_000_000 else { return (mantissa, exponent) }
    while true {
      let candidate = mantissa + 1
      guard let read = Double("\(candidate)e\(exponent)"), read == value, !isBorder(candidate, exponent, of: value)
      else { break }
      mantissa = candidate
    }
    return (mantissa, exponent)
  }

  /// Whether a number lies exactly between a real and the next one, which only whole numbers of so few digits do.
  private static func isBorder(_ mantissa: UInt64, _ exponent: Int, of value: Double) -> Bool {
    guard (0...3).contains(exponent), value < 0x1p63 else { return false }
    var number = mantissa
    for _ in 0..<exponent { number *= 10 }
    return number &- UInt64(value) == UInt64(value.ulp / 2)
  }

  /// The digits of the standard library's shortest text, without zeros at the end.
  private static func shortestDigits(_ value: Double) -> (mantissa: UInt64, exponent: Int) {
    var mantissa: UInt64 = 0
    var exponent = 0
    var isFraction = false
    var text = value.description
    text.withUTF8 { bytes in
      var cursor = ByteCursor(bytes)
      while !cursor.isAtEnd {
        if let digit = cursor.takeDigit() {
          mantissa = mantissa &* 10 &+ UInt64(digit)
          if isFraction { exponent -= 1 }
        } else if cursor.skip(UInt8(ascii: ".")) {
          isFraction = true
        } else {
          cursor.advance()
          let isNegative = cursor.skipSign()
          let written = cursor.takeInteger(clampedTo: 1_000) ?? 0
          exponent += isNegative ? -written : written
        }
      }
    }
    while mantissa != 0, mantissa % 10 == 0 {
      mantissa /= 10
      exponent += 1
    }
    return (mantissa, exponent)
  }
}

extension ByteCursor {
  /// The bytes up to the end.
  fileprivate var remaining: UnsafeBufferPointer<UInt8> {
    var end = self
    end.advance(remainingCount)
    return end.text(from: position)
  }
}
