import KQLDiagnostics

// MARK: - Numbers

extension Lexer {
  /// A real, a timespan or a long, or a name that begins with digits (`1x`, `10kb`).
  mutating func scanNumber() -> (TokenKind, Keyword?) {
    if scanGuid() { return (.guid, nil) }
    if let end = realEnd() { return take(end, .real) }
    if let end = timespanEnd() { return take(end, .timespan) }
    if let end = longEnd() { return take(end, .long) }
    skipWordCharacters()
    return (.word, nil)
  }

  private mutating func take(_ end: Int, _ kind: TokenKind) -> (TokenKind, Keyword?) {
    offset = end
    return (kind, nil)
  }

  private func digitsEnd(_ start: Int) -> Int {
    var end = start
    while end < utf8.count, (ASCII.digit0...ASCII.digit9).contains(utf8[end]) { end += 1 }
    return end
  }

  private func byte(_ index: Int) -> UInt8 { index < utf8.count ? utf8[index] : 0 }

  /// Where the real that begins here ends: `1.5`, `1.`, `1e3`, `1.5e-3`; `1..2` begins with a long.
  private func realEnd() -> Int? {
    var end = digitsEnd(offset)
    let whole = end
    if byte(end) == ASCII.dot, byte(end + 1) != ASCII.dot || byte(end + 2) == ASCII.dot { end = digitsEnd(end + 1) }
    if byte(end) | 0x20 == UInt8(ascii: "e") {
      let sign = byte(end + 1)
      let digits = end + (sign == ASCII.plus || sign == ASCII.minus ? 2 : 1)
      if digitsEnd(digits) > digits { end = digitsEnd(digits) }
    }
    return end > whole && !isWordCharacter(at: end) ? end : nil
  }

  private func timespanEnd() -> Int? {
    var end = digitsEnd(offset)
    if byte(end) == ASCII.dot, digitsEnd(end + 1) > end + 1 { end = digitsEnd(end + 1) }
    var suffixEnd = end
    while isWordCharacter(at: suffixEnd) { suffixEnd += 1 }
    guard suffixEnd > end, suffixEnd - end <= 12 else { return nil }
    return Self.timespanSuffixes.contains(source.text(ByteSpan(end, suffixEnd))) ? suffixEnd : nil
  }

  private func longEnd() -> Int? {
    var end = digitsEnd(offset)
    if end == offset + 1, utf8[offset] == ASCII.digit0, byte(end) | 0x20 == UInt8(ascii: "x"), isHexDigit(end + 1) {
      end += 1
      while isHexDigit(end) { end += 1 }
    }
    return isWordCharacter(at: end) ? nil : end
  }

  private func isHexDigit(_ index: Int) -> Bool {
    switch byte(index) {
    case ASCII.digit0...ASCII.digit9, ASCII.lowerA...UInt8(ascii: "f"), ASCII.upperA...UInt8(ascii: "F"): true
    default: false
    }
  }

  static let timespanSuffixes: Set<String> = [
    "d", "day", "days", "h", "hr", "hrs", "hour", "hours", "m", "min", "minute", "minutes", "s", "sec", "second",
    "seconds", "ms", "milli", "millis", "millisec", "millisecond", "milliseconds", "micro", "micros", "microsec",
    "microsecond", "microseconds", "nano", "nanos", "nanosec", "nanosecond", "nanoseconds", "tick", "ticks",
  ]
}

// MARK: - Guids and typed literals

extension Lexer {
  /// Takes a guid in the form 8-4-4-4-12, when one begins here.
  mutating func scanGuid() -> Bool {
    guard byte(offset + 8) == ASCII.minus else { return false }
    var index = offset
    for (part, length) in [8, 4, 4, 4, 12].enumerated() {
      if part > 0 {
        guard byte(index) == ASCII.minus else { return false }
        index += 1
      }
      for _ in 0..<length {
        guard isHexDigit(index) else { return false }
        index += 1
      }
    }
    offset = index
    return true
  }

  /// After the type: raw text in parentheses. It ends at the first `)` and stays within its line.
  mutating func scanTypedLiteral(_ start: Int) -> TokenKind {
    offset += 1
    while offset < utf8.count, utf8[offset] != ASCII.rightParenthesis, !Self.isLineBreak(utf8[offset]) { offset += 1 }
    if peek(0) == ASCII.rightParenthesis {
      offset += 1
    } else {
      let type = source.text(ByteSpan(start, offset)).prefix { $0 != "(" }
      report(
        .unterminatedLiteral, "the \(type) literal is not closed", at: ByteSpan(start, offset),
        hint: "add ')' on the same line")
    }
    return .typed
  }
}

// MARK: - Strings

extension Lexer {
  /// After `h`: how long the prefix is when a string follows, counted from the quote's side.
  func stringPrefixLength() -> Int? {
    switch peek(0) {
    case ASCII.quote, ASCII.doubleQuote: 0
    case ASCII.at where peek(1) == ASCII.quote || peek(1) == ASCII.doubleQuote: 1
    case ASCII.backtick where isTripled(offset), ASCII.tilde where isTripled(offset): 0
    default: nil
    }
  }

  /// Takes a string whose quote stands after `prefix` bytes, which are `@` or nothing.
  mutating func scanString(prefix: Int) -> TokenKind {
    let start = offset
    offset += prefix
    let quote = utf8[offset]
    if quote == ASCII.backtick || quote == ASCII.tilde {
      scanMultilineString(quote, from: start)
    } else {
      scanLineString(quote, isVerbatim: prefix > 0, from: start)
    }
    return .string
  }

  private mutating func scanMultilineString(_ quote: UInt8, from start: Int) {
    offset += 3
    while offset < utf8.count {
      if utf8[offset] == quote, isTripled(offset) {
        offset += 3
        return
      }
      offset += 1
    }
    let fence = String(repeating: quote == ASCII.tilde ? "~" : "`", count: 3)
    report(
      .unterminatedLiteral, "the string is not closed", at: ByteSpan(start, min(start + 3, offset)),
      hint: "a string that begins with \(fence) ends with \(fence)")
  }

  private mutating func scanLineString(_ quote: UInt8, isVerbatim: Bool, from start: Int) {
    offset += 1
    while offset < utf8.count, !Self.isLineBreak(utf8[offset]) {
      let byte = utf8[offset]
      if byte == quote {
        offset += 1
        guard isVerbatim, peek(0) == quote else { return }
        offset += 1
      } else if byte == ASCII.backslash, !isVerbatim {
        scanEscape()
      } else {
        offset += 1
      }
    }
    let hint = "a string ends with \(quote == ASCII.quote ? "'" : "\"") on the line where it began"
    report(.unterminatedLiteral, "the string is not closed", at: ByteSpan(start, offset), hint: hint)
  }

  private mutating func scanEscape() {
    let start = offset
    if let length = StringEscape.length(at: offset, in: utf8) {
      offset += length
      return
    }
    offset += 1
    if offset < utf8.count, !Self.isLineBreak(utf8[offset]) { offset += characterLength(at: offset) }
    let text = source.text(ByteSpan(start, offset))
    report(
      .invalidLiteral, "'\(text)' is no escape sequence", at: ByteSpan(start, offset),
      hint: "write '\\\\' for a backslash, or @ before the string")
  }
}
