import KQLDiagnostics

/// Which words may be a name.
enum NameKind {
  /// A reference to something, or the name of a table, statement or parameter.
  case reference
  /// A new column, or a name within a declaration: more keywords may be used.
  case declared
}

// MARK: - Looking ahead

extension Parser {
  func isNameWord(_ kind: NameKind = .reference, ahead distance: Int = 0) -> Bool {
    let token = token(ahead: distance)
    guard token.kind == .word else { return false }
    guard let keyword = token.keyword else { return true }
    return kind == .declared ? keyword.isDeclarableName : keyword.isName
  }

  /// How many tokens the name that begins there has: one word, or `['…']`; 0 when there is none.
  func nameLength(_ kind: NameKind = .reference, ahead distance: Int = 0) -> Int {
    if isNameWord(kind, ahead: distance) { return 1 }
    guard token(ahead: distance).kind == .leftBracket else { return 0 }
    var end = distance + 1
    while token(ahead: end).kind == .string { end += 1 }
    return end > distance + 1 && token(ahead: end).kind == .rightBracket ? end + 1 - distance : 0
  }

  /// How many tokens the name pattern that begins there has; 0 when no `*` belongs to it.
  func namePatternLength(ahead distance: Int = 0) -> Int {
    var end = distance
    if token(ahead: end).kind == .asterisk {
      end += 1
    } else if isNameWord(.declared, ahead: end), token(ahead: end + 1).kind == .asterisk,
      token(ahead: end + 1).isAdjacent
    {
      end += 2
    } else {
      return 0
    }
    while token(ahead: end).isAdjacent {
      let kind = token(ahead: end).kind
      guard kind == .asterisk || kind == .long || isNameWord(.declared, ahead: end) else { break }
      end += 1
    }
    return end - distance
  }

  /// Whether a name and `(` follow.
  func isCall(ahead distance: Int = 0) -> Bool {
    let length = callNameLength(ahead: distance)
    return length > 0 && token(ahead: distance + length).kind == .leftParenthesis
  }

  func callNameLength(ahead distance: Int = 0) -> Int {
    let length = nameLength(ahead: distance)
    return length == 0 && token(ahead: distance).keyword == .materialize ? 1 : length
  }
}

// MARK: - Reading

extension Parser {
  mutating func parseName(_ kind: NameKind = .reference) -> NameSyntax? {
    if isNameWord(kind) { return takeWord() }
    return parseBracketedName()
  }

  /// The name, or an empty one after reporting that it is missing.
  mutating func requireName(_ kind: NameKind = .reference, _ description: String = "a name") -> NameSyntax {
    if let name = parseName(kind) { return name }
    reportExpected(description, hint: reservedWordHint)
    return NameSyntax("", at: gap)
  }

  /// How to write the next word as a name, when it is a keyword that looks meant as one.
  var reservedWordHint: String? {
    guard let keyword = current.keyword, keyword.looksLikeName || token(ahead: 1).kind == .equal else { return nil }
    return "'\(text(current))' is a keyword; as a name it is written ['\(text(current))']"
  }

  /// Takes the next word as a name, whatever it is.
  mutating func takeWord() -> NameSyntax {
    let token = advance()
    return NameSyntax(text(token), at: token.span)
  }

  mutating func parseBracketedName() -> NameSyntax? {
    guard current.kind == .leftBracket, nameLength() > 0 else { return nil }
    let start = position
    advance()
    let literal = parseStringLiteral()
    advance()
    return NameSyntax(literal?.content ?? "", at: span(from: start), isBracketed: true)
  }

  mutating func parseNamePattern() -> ExpressionSyntax? {
    let length = namePatternLength()
    guard length > 0 else { return nil }
    let start = position
    for _ in 0..<length { advance() }
    let span = span(from: start)
    return length == 1 ? .star(span) : .namePattern(NamePatternSyntax(source.text(span), at: span))
  }

  /// A name, possibly with `*` in it, as `project-away` takes it.
  mutating func parseNameOrPattern() -> ExpressionSyntax? {
    parseNamePattern() ?? parseName().map { .name($0) }
  }
}
