import KQLDiagnostics

/// Splits the text of a query into tokens, from left to right and without looking back.
///
/// Never fails: what is no part of the language becomes a token of kind ``TokenKind/invalid`` and a diagnostic.
///
/// - Complexity: O(*bytes*).
struct Lexer {
  let source: SourceText
  let utf8: [UInt8]
  var offset = 0
  private(set) var diagnostics: [Diagnostic] = []

  /// More mistakes than this are not worth reading.
  static let diagnosticLimit = 100

  init(_ source: SourceText) {
    self.source = source
    utf8 = source.utf8
  }

  static func tokens(of source: SourceText) -> (tokens: [Token], diagnostics: [Diagnostic]) {
    var lexer = Lexer(source)
    var tokens: [Token] = []
    tokens.reserveCapacity(source.utf8.count / 4 + 1)
    while true {
      let token = lexer.next()
      tokens.append(token)
      if token.kind == .end { return (tokens, lexer.diagnostics) }
    }
  }
}

// MARK: - Tokens

extension Lexer {
  mutating func next() -> Token {
    let triviaStart = offset
    skipTrivia()
    let start = offset
    let (kind, keyword) = scan()
    assert(kind == .end || offset > start)
    return Token(kind, keyword: keyword, triviaStart: triviaStart, span: ByteSpan(start, offset))
  }

  private mutating func scan() -> (TokenKind, Keyword?) {
    guard offset < utf8.count else { return (.end, nil) }
    let byte = utf8[offset]
    switch byte {
    case ASCII.quote, ASCII.doubleQuote: return (scanString(prefix: 0), nil)
    case ASCII.digit0...ASCII.digit9: return scanNumber()
    case ASCII.lowerA...ASCII.lowerZ, ASCII.upperA...ASCII.upperZ, ASCII.underscore, ASCII.dollar: return scanWord()
    case ASCII.at where [ASCII.quote, ASCII.doubleQuote].contains(peek(1)): return (scanString(prefix: 1), nil)
    case ASCII.backtick where isTripled(offset), ASCII.tilde where isTripled(offset):
      return (scanString(prefix: 0), nil)
    case ASCII.bang:
      if let negation = scanNegation() { return (.word, negation) }
    case 0x80...:
      if scalar(at: offset)?.properties.isAlphabetic == true { return scanWord() }
    default: break
    }
    if let kind = scanPunctuation() { return (kind, nil) }
    return scanInvalid()
  }

  private mutating func scanPunctuation() -> TokenKind? {
    func one(_ kind: TokenKind) -> (TokenKind, Int) { (kind, 1) }
    let second = peek(1)
    let found: (kind: TokenKind, length: Int)
    switch utf8[offset] {
    case UInt8(ascii: "("): found = one(.leftParenthesis)
    case UInt8(ascii: ")"): found = one(.rightParenthesis)
    case UInt8(ascii: "["): found = one(.leftBracket)
    case UInt8(ascii: "]"): found = one(.rightBracket)
    case UInt8(ascii: "{"): found = one(.leftBrace)
    case UInt8(ascii: "}"): found = one(.rightBrace)
    case UInt8(ascii: "|"): found = one(.pipe)
    case UInt8(ascii: ","): found = one(.comma)
    case UInt8(ascii: ";"): found = one(.semicolon)
    case UInt8(ascii: ":"): found = one(.colon)
    case UInt8(ascii: "+"): found = one(.plus)
    case UInt8(ascii: "-"): found = one(.minus)
    case UInt8(ascii: "*"): found = one(.asterisk)
    case UInt8(ascii: "/"): found = one(.slash)
    case UInt8(ascii: "%"): found = one(.percent)
    case UInt8(ascii: "."): found = second == ASCII.dot ? (.dotDot, 2) : one(.dot)
    case UInt8(ascii: "<"):
      found =
        second == ASCII.equal
        ? (.lessOrEqual, 2) : second == UInt8(ascii: ">") ? (.notEqual, 2) : one(.less)
    case UInt8(ascii: ">"): found = second == ASCII.equal ? (.greaterOrEqual, 2) : one(.greater)
    case ASCII.equal:
      switch second {
      case ASCII.equal: found = (.equalEqual, 2)
      case ASCII.tilde: found = (.equalTilde, 2)
      case UInt8(ascii: ">"): found = (.fatArrow, 2)
      default: found = one(.equal)
      }
    case ASCII.bang where second == ASCII.equal: found = (.notEqual, 2)
    case ASCII.bang where second == ASCII.tilde: found = (.notTilde, 2)
    default: return nil
    }
    offset += found.length
    return found.kind
  }

  private mutating func scanInvalid() -> (TokenKind, Keyword?) {
    let start = offset
    offset += characterLength(at: offset)
    var hint: String?
    switch utf8[start] {
    case UInt8(ascii: "&"):
      if peek(0) == UInt8(ascii: "&") { offset += 1 }
      hint = "write 'and'"
    case ASCII.bang: hint = "write 'not(…)'"
    default: break
    }
    let span = ByteSpan(start, offset)
    report(.invalidCharacter, "unexpected '\(source.text(span))'", at: span, hint: hint)
    return (.invalid, nil)
  }
}

// MARK: - Words

extension Lexer {
  /// A name or a keyword, or what begins like one: a typed literal, a string with a prefix, a bare guid.
  private mutating func scanWord() -> (TokenKind, Keyword?) {
    if scanGuid() { return (.guid, nil) }
    let start = offset
    offset += characterLength(at: offset)
    skipWordCharacters()
    let text = source.text(ByteSpan(start, offset))
    if offset - start == 1, text == "h" || text == "H", let prefix = stringPrefixLength() {
      return (scanString(prefix: prefix), nil)
    }
    switch text {
    case "true", "false", "True", "False", "TRUE", "FALSE": return (.bool, nil)
    case "in" where peek(0) == ASCII.tilde:
      offset += 1
      return (.word, .inInsensitive)
    case "matches":
      if scanMatchesRegex() { return (.word, .matchesRegex) }
    default: break
    }
    if peek(0) == ASCII.minus {
      for compound in Keyword.compounds(beginningWith: text) where scanRest(of: compound.rawValue, from: start) {
        return (.word, compound)
      }
    }
    let keyword = Keyword.spelled(text)
    if let keyword, keyword.hasTypedLiteral, peek(0) == ASCII.leftParenthesis { return (scanTypedLiteral(start), nil) }
    return (.word, keyword)
  }

  /// After the word `matches`: takes ` regex` too, when it follows.
  private mutating func scanMatchesRegex() -> Bool {
    var end = offset
    while end < utf8.count, Self.isSpace(utf8[end]) { end += 1 }
    guard end > offset, matches("regex", at: end), !isWordCharacter(at: end + 5) else { return false }
    offset = end + 5
    return true
  }

  private mutating func scanNegation() -> Keyword? {
    let start = offset
    return Keyword.negations.first { scanRest(of: $0.rawValue, from: start) }
  }

  /// Takes `text`, which begins at `start`, when nothing that belongs to a word follows it.
  private mutating func scanRest(of text: String, from start: Int) -> Bool {
    guard matches(text, at: start), !isWordCharacter(at: start + text.utf8.count) else { return false }
    offset = start + text.utf8.count
    return true
  }

  mutating func skipWordCharacters() {
    while isWordCharacter(at: offset) { offset += characterLength(at: offset) }
  }

  func isWordCharacter(at offset: Int) -> Bool {
    guard offset < utf8.count else { return false }
    switch utf8[offset] {
    case ASCII.lowerA...ASCII.lowerZ, ASCII.upperA...ASCII.upperZ, ASCII.digit0...ASCII.digit9, ASCII.underscore:
      return true
    case 0x80...:
      guard let properties = scalar(at: offset)?.properties else { return false }
      return properties.isAlphabetic || properties.numericType == .decimal
    default: return false
    }
  }
}

// MARK: - White space and comments

extension Lexer {
  private mutating func skipTrivia() {
    while offset < utf8.count {
      let byte = utf8[offset]
      if Self.isSpace(byte) {
        offset += 1
      } else if byte == ASCII.slash, peek(1) == ASCII.slash {
        while offset < utf8.count, !Self.isLineBreak(utf8[offset]) { offset += 1 }
      } else if byte >= 0x80, let scalar = scalar(at: offset),
        scalar.properties.isWhitespace || scalar.value == 0xfeff
      {
        offset += characterLength(at: offset)
      } else {
        return
      }
    }
  }

  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0d).contains(byte) }
  static func isLineBreak(_ byte: UInt8) -> Bool { byte == 0x0a || byte == 0x0d }
}

// MARK: - Looking at the text

extension Lexer {
  /// The byte `distance` further on; 0 after the end.
  func peek(_ distance: Int) -> UInt8 {
    let index = offset + distance
    return index < utf8.count ? utf8[index] : 0
  }

  func matches(_ text: String, at start: Int) -> Bool {
    var index = start
    for byte in text.utf8 {
      guard index < utf8.count, utf8[index] == byte else { return false }
      index += 1
    }
    return true
  }

  func isTripled(_ start: Int) -> Bool {
    start + 2 < utf8.count && utf8[start] == utf8[start + 1] && utf8[start] == utf8[start + 2]
  }

  /// How many bytes the character at `offset` has.
  func characterLength(at offset: Int) -> Int {
    var end = offset + 1
    while end < utf8.count, utf8[end] & 0xc0 == 0x80 { end += 1 }
    return end - offset
  }

  func scalar(at offset: Int) -> Unicode.Scalar? {
    String(decoding: utf8[offset..<offset + characterLength(at: offset)], as: UTF8.self).unicodeScalars.first
  }

  mutating func report(_ code: DiagnosticCode, _ message: String, at span: ByteSpan, hint: String? = nil) {
    guard diagnostics.count < Self.diagnosticLimit else { return }
    diagnostics.append(Diagnostic(code, message, at: span, hint: hint))
  }
}

/// Bytes that the lexer asks for by name.
enum ASCII {
  static let quote = UInt8(ascii: "'")
  static let doubleQuote = UInt8(ascii: "\"")
  static let backtick = UInt8(ascii: "`")
  static let tilde = UInt8(ascii: "~")
  static let at = UInt8(ascii: "@")
  static let bang = UInt8(ascii: "!")
  static let dollar = UInt8(ascii: "$")
  static let underscore = UInt8(ascii: "_")
  static let backslash = UInt8(ascii: "\\")
  static let slash = UInt8(ascii: "/")
  static let dot = UInt8(ascii: ".")
  static let equal = UInt8(ascii: "=")
  static let plus = UInt8(ascii: "+")
  static let minus = UInt8(ascii: "-")
  static let leftParenthesis = UInt8(ascii: "(")
  static let rightParenthesis = UInt8(ascii: ")")
  static let digit0 = UInt8(ascii: "0")
  static let digit9 = UInt8(ascii: "9")
  static let lowerA = UInt8(ascii: "a")
  static let lowerZ = UInt8(ascii: "z")
  static let upperA = UInt8(ascii: "A")
  static let upperZ = UInt8(ascii: "Z")
}
