/// The text form of `int` and `long`.
package enum IntegerText {}

extension IntegerText {
  /// Reads a decimal number with an optional sign, or `0x` and up to 16 hexadecimal digits, the bits of the value;
  /// white space around it is allowed. `nil` for anything else, and for what does not fit.
  package static func parse(_ utf8: UnsafeBufferPointer<UInt8>) -> Int64? {
    if let value = parsePlain(utf8) { return value }
    var cursor = ByteCursor(utf8)
    cursor.trim()
    if cursor.next == UInt8(ascii: "0"), cursor.peek(1) | 0x20 == UInt8(ascii: "x") {
      cursor.advance(2)
      return parseHexadecimal(&cursor, digitLimit: 16).map { Int64(bitPattern: $0) }
    }
    let isNegative = cursor.skipSign()
    guard !cursor.isAtEnd else { return nil }
    var magnitude: UInt64 = 0
    while let digit = cursor.takeDigit() {
      let shifted = magnitude.multipliedReportingOverflow(by: 10)
      let sum = shifted.partialValue.addingReportingOverflow(UInt64(digit))
      guard !shifted.overflow, !sum.overflow else { return nil }
      magnitude = sum.partialValue
    }
    guard cursor.isAtEnd else { return nil }
    if isNegative {
      return magnitude <= UInt64(Int64.max) + 1 ? Int64(truncatingIfNeeded: 0 &- magnitude) : nil
    }
    return Int64(exactly: magnitude)
  }

  /// Reads up to 18 digits and nothing else, which is what most texts hold; `nil` for any other form.
  private static func parsePlain(_ utf8: UnsafeBufferPointer<UInt8>) -> Int64? {
    guard utf8.count &- 1 < 18, !utf8.isEmpty else { return nil }
    var value: Int64 = 0
    for byte in utf8 {
      let digit = byte &- 0x30
      guard digit < 10 else { return nil }
      value = value &* 10 &+ Int64(digit)
    }
    return value
  }

  /// As ``parse(_:)``, for `int`: up to 8 hexadecimal digits.
  package static func parseInt32(_ utf8: UnsafeBufferPointer<UInt8>) -> Int32? {
    var cursor = ByteCursor(utf8)
    cursor.trim()
    if cursor.next == UInt8(ascii: "0"), cursor.peek(1) | 0x20 == UInt8(ascii: "x") {
      cursor.advance(2)
      return parseHexadecimal(&cursor, digitLimit: 8).map { Int32(truncatingIfNeeded: $0) }
    }
    return parse(utf8).flatMap { Int32(exactly: $0) }
  }

  package static func parse(_ string: String) -> Int64? {
    var copy = string
    return copy.withUTF8 { parse($0) }
  }

  private static func parseHexadecimal(_ cursor: inout ByteCursor, digitLimit: Int) -> UInt64? {
    guard !cursor.isAtEnd else { return nil }
    while cursor.next == UInt8(ascii: "0"), cursor.remainingCount > 1 { cursor.advance() }
    guard cursor.remainingCount <= digitLimit else { return nil }
    var value: UInt64 = 0
    while !cursor.isAtEnd {
      guard let digit = hexadecimalDigit(cursor.next) else { return nil }
      value = value << 4 | UInt64(digit)
      cursor.advance()
    }
    return value
  }

  /// The value of a hexadecimal digit of either case.
  package static func hexadecimalDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
  }
}

extension IntegerText {
  package static func append(_ value: Int64, to output: inout [UInt8]) {
    if value < 0 { output.append(UInt8(ascii: "-")) }
    append(magnitude: value.magnitude, minimumDigits: 1, to: &output)
  }

  /// Appends decimal digits, with zeros in front to reach a number of them.
  package static func append(magnitude: UInt64, minimumDigits: Int, to output: inout [UInt8]) {
    // 20 digits hold any magnitude.
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
      var rest = magnitude
      var start = 20
      repeat {
        let quotient = rest / 10
        start &-= 1
        digits[start] = 0x30 &+ UInt8(truncatingIfNeeded: rest &- quotient &* 10)
        rest = quotient
      } while rest != 0
      var padding = minimumDigits &- (20 &- start)
      while padding > 0 {
        output.append(0x30)
        padding &-= 1
      }
      output.append(contentsOf: UnsafeMutableBufferPointer(rebasing: digits[start...]))
    }
  }
}

/// The text form of `bool`.
package enum BoolText {
  /// Reads `true` or `false` in any case, or an integer, of which zero is false.
  package static func parse(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool? {
    var cursor = ByteCursor(utf8)
    if utf8.count == 4, cursor.skip(word: "true") { return true }
    if utf8.count == 5, cursor.skip(word: "false") { return false }
    return IntegerText.parse(utf8).map { $0 != 0 }
  }

  package static func string(_ value: Bool) -> String { value ? "True" : "False" }
}
