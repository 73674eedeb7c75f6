/// The text form of `guid`: 32 lower-case hexadecimal digits in groups of 8-4-4-4-12.
package enum GuidText {}

extension GuidText {
  /// Reads 32 hexadecimal digits; hyphens may stand between bytes, and braces or parentheses around it all.
  package static func parse(_ utf8: UnsafeBufferPointer<UInt8>) -> UInt128? {
    var cursor = ByteCursor(utf8)
    cursor.trim()
    let opening = cursor.next
    if opening == UInt8(ascii: "{") || opening == UInt8(ascii: "(") { cursor.advance() }
    var value: UInt128 = 0
    for index in 0..<32 {
      if index > 0, index & 1 == 0 { _ = cursor.skip(UInt8(ascii: "-")) }
      guard let digit = IntegerText.hexadecimalDigit(cursor.next) else { return nil }
      value = value << 4 | UInt128(digit)
      cursor.advance()
    }
    switch opening {
    case UInt8(ascii: "{"): guard cursor.skip(UInt8(ascii: "}")) else { return nil }
    case UInt8(ascii: "("): guard cursor.skip(UInt8(ascii: ")")) else { return nil }
    default: break
    }
    return cursor.isAtEnd ? value : nil
  }

  package static func parse(_ string: String) -> UInt128? {
    var copy = string
    return copy.withUTF8 { parse($0) }
  }

  package static func append(_ value: UInt128, to output: inout [UInt8]) {
    for index in 0..<32 {
      if index == 8 || index == 12 || index == 16 || index == 20 { output.append(UInt8(ascii: "-")) }
      let digit = UInt8(truncatingIfNeeded: value >> UInt128(124 - 4 * index)) & 15
      output.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
    }
  }

  package static func string(_ value: UInt128) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(36)
    append(value, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}
