/// The escape sequences of strings: `\n`, `\'`, `\\`, `\x41`, `é`, `\U0001F600`, `\101` and their like.
enum StringEscape {
  /// How many bytes the escape sequence has that begins at `start` with a backslash; `nil` when it is none.
  static func length(at start: Int, in utf8: [UInt8]) -> Int? {
    func byte(_ distance: Int) -> UInt8 { start + distance < utf8.count ? utf8[start + distance] : 0 }
    func hexLength(_ digits: Int) -> Int? {
      (2..<2 + digits).allSatisfy { hexValue(byte($0)) != nil } ? 2 + digits : nil
    }
    func isOctal(_ distance: Int) -> Bool { (ASCII.digit0...UInt8(ascii: "7")).contains(byte(distance)) }
    switch byte(1) {
    case UInt8(ascii: "x"): return hexLength(2)
    case UInt8(ascii: "u"): return hexLength(4)
    case UInt8(ascii: "U"): return hexLength(8)
    case ASCII.digit0...UInt8(ascii: "7"):
      guard isOctal(2) else { return 2 }
      return isOctal(3) && byte(1) <= UInt8(ascii: "3") ? 4 : 3
    default: return simple(byte(1)) == nil ? nil : 2
    }
  }

  /// Appends what the escape sequence at `start` stands for; it has `length` bytes.
  ///
  /// - Returns: How many bytes were used: more than `length` where two sequences make one character.
  static func append(at start: Int, length: Int, in utf8: [UInt8], to output: inout [UInt8]) -> Int {
    let kind = utf8[start + 1]
    if let simple = simple(kind) {
      output.append(simple)
      return length
    }
    let first = value(at: start, length: length, in: utf8)
    if (0xd800..<0xdc00).contains(first), let next = self.length(at: start + length, in: utf8), next == length {
      let second = value(at: start + length, length: next, in: utf8)
      if (0xdc00..<0xe000).contains(second) {
        append(0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00), to: &output)
        return length + next
      }
    }
    append(first, to: &output)
    return length
  }

  private static func value(at start: Int, length: Int, in utf8: [UInt8]) -> UInt32 {
    let isOctal = (ASCII.digit0...ASCII.digit9).contains(utf8[start + 1])
    return utf8[(start + (isOctal ? 1 : 2))..<(start + length)].reduce(0) {
      $0 << (isOctal ? 3 : 4) | UInt32(hexValue($1) ?? 0)
    }
  }

  /// Half of a surrogate pair, or a number beyond Unicode, stands for nothing.
  private static func append(_ value: UInt32, to output: inout [UInt8]) {
    output.append(contentsOf: String(Character(Unicode.Scalar(value) ?? "\u{fffd}")).utf8)
  }

  private static func simple(_ byte: UInt8) -> UInt8? {
    switch byte {
    case ASCII.backslash, ASCII.quote, ASCII.doubleQuote: byte
    case UInt8(ascii: "a"): 0x07
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "t"): 0x09
    case UInt8(ascii: "n"): 0x0a
    case UInt8(ascii: "v"): 0x0b
    case UInt8(ascii: "f"): 0x0c
    case UInt8(ascii: "r"): 0x0d
    default: nil
    }
  }

  private static func hexValue(_ byte: UInt8) -> UInt8? {
    switch byte {
    case ASCII.digit0...ASCII.digit9: byte - ASCII.digit0
    case ASCII.lowerA...UInt8(ascii: "f"): byte - ASCII.lowerA + 10
    case ASCII.upperA...UInt8(ascii: "F"): byte - ASCII.upperA + 10
    default: nil
    }
  }
}
