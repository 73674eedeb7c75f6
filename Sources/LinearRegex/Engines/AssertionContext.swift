/// Decides assertions at positions of a text.
enum AssertionContext {
  static func holds(_ assertion: RegexAssertion, at position: Int, in text: UnsafeBufferPointer<UInt8>) -> Bool {
    let before = position > 0 ? text[position - 1] : nil
    let after = position < text.count ? text[position] : nil
    if assertion.isUnicodeWordAssertion, (before ?? 0) >= 0x80 || (after ?? 0) >= 0x80 {
      return holdsForWords(
        assertion, before: isWordBefore(position, in: text), after: isWordAfter(position, in: text))
    }
    return holds(assertion, before: before, after: after)
  }

  /// As above from the neighbouring bytes alone, `nil` at the ends of the text; bytes above ASCII are no word bytes.
  static func holds(_ assertion: RegexAssertion, before: UInt8?, after: UInt8?) -> Bool {
    switch assertion {
    case .textStart: before == nil
    case .textEnd: after == nil
    case .lineStart: before == nil || before == 0x0a
    case .lineEnd: after == nil || after == 0x0a
    case .lineStartCRLF: before == nil || before == 0x0a || before == 0x0d && after != 0x0a
    case .lineEndCRLF: after == nil || after == 0x0d || after == 0x0a && before != 0x0d
    default: holdsForWords(assertion, before: isWordByte(before), after: isWordByte(after))
    }
  }

  private static func holdsForWords(_ assertion: RegexAssertion, before: Bool, after: Bool) -> Bool {
    switch assertion {
    case .wordBoundary, .asciiWordBoundary: before != after
    case .notWordBoundary, .asciiNotWordBoundary: before == after
    case .wordStart, .asciiWordStart: !before && after
    case .wordEnd, .asciiWordEnd: before && !after
    case .wordStartHalf, .asciiWordStartHalf: !before
    case .wordEndHalf, .asciiWordEndHalf: !after
    default: false
    }
  }

  static func isWordByte(_ byte: UInt8?) -> Bool {
    switch byte ?? 0 {
    case 0x30...0x39, 0x41...0x5a, 0x5f, 0x61...0x7a: true
    default: false
    }
  }

  private static func isWordBefore(_ position: Int, in text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard position > 0 else { return false }
    var start = position - 1
    while start > 0, position - start < 4, text[start] & 0xc0 == 0x80 { start -= 1 }
    return decode(start, in: text).map(UnicodeProperties.word.contains) ?? false
  }

  private static func isWordAfter(_ position: Int, in text: UnsafeBufferPointer<UInt8>) -> Bool {
    position < text.count ? decode(position, in: text).map(UnicodeProperties.word.contains) ?? false : false
  }

  private static func decode(_ start: Int, in text: UnsafeBufferPointer<UInt8>) -> UInt32? {
    var iterator = text[start...].makeIterator()
    var decoder = UTF8()
    guard case .scalarValue(let scalar) = decoder.decode(&iterator) else { return nil }
    return scalar.value
  }
}
