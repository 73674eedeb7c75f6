import KQLDiagnostics

extension Parser {
  /// A literal of any form, with its sign if it has one.
  mutating func parseLiteral() -> ExpressionSyntax? {
    switch current.kind {
    case .minus, .plus: return parseSignedNumber()
    case .word where current.keyword == .typeof && token(ahead: 1).kind == .leftParenthesis: return parseTypeof()
    default: return parseUnsignedLiteral().map { .literal($0) }
    }
  }

  mutating func parseUnsignedLiteral() -> LiteralSyntax? {
    switch current.kind {
    case .string: return parseStringLiteral()
    case .bool: return takeLiteral(.bool)
    case .long: return takeLiteral(.long)
    case .real: return takeLiteral(.real)
    case .timespan: return takeLiteral(.timespan)
    case .typed: return takeTypedLiteral()
    case .guid:
      let span = current.span
      report(
        .invalidLiteral, "a guid cannot stand alone", at: span, hint: "write guid(\(source.text(span)))")
      return takeGuid()
    case .word where current.keyword == .dynamic && token(ahead: 1).kind == .leftParenthesis:
      return parseDynamicLiteral()
    default: return nil
    }
  }

  private mutating func takeLiteral(_ kind: LiteralSyntax.Kind) -> LiteralSyntax {
    let token = advance()
    return LiteralSyntax(kind, content: text(token), at: token.span)
  }

  private mutating func takeGuid() -> LiteralSyntax {
    let token = advance()
    return LiteralSyntax(.typed(type: "guid"), content: text(token), at: token.span)
  }

  private mutating func takeTypedLiteral() -> LiteralSyntax {
    let token = advance()
    let text = text(token)
    let open = text.firstIndex(of: "(") ?? text.endIndex
    var content = text[open...].dropFirst()
    if content.last == ")" { content = content.dropLast() }
    return LiteralSyntax(.typed(type: String(text[..<open])), content: content.trimmed, at: token.span)
  }

  /// A string, or several that follow one another and count as one.
  mutating func parseStringLiteral() -> LiteralSyntax? {
    guard current.kind == .string else { return nil }
    let start = position
    var content = ""
    var isObfuscated = false
    while let token = take(TokenKind.string) {
      let part = StringLiteralText.decode(source.utf8[token.span.lower..<token.span.upper])
      content += part.value
      isObfuscated = isObfuscated || part.isObfuscated
    }
    return LiteralSyntax(isObfuscated ? .obfuscatedString : .string, content: content, at: span(from: start))
  }

  private mutating func parseSignedNumber() -> ExpressionSyntax? {
    let number = token(ahead: 1)
    guard number.isAdjacent, [.long, .real, .timespan].contains(number.kind) else { return nil }
    let symbol = takeWord()
    guard let literal = parseUnsignedLiteral() else { return nil }
    return .unary(UnaryExpressionSyntax(symbol: symbol, operand: .literal(literal)))
  }
}

// MARK: - Dynamic literals

extension Parser {
  private mutating func parseDynamicLiteral() -> LiteralSyntax {
    let start = position
    advance()
    let open = advance()
    let value = requireDynamicValue()
    let contentEnd = current.span.lower
    close(.rightParenthesis, "')'")
    let content = source.text(ByteSpan(open.span.upper, max(open.span.upper, contentEnd)))
    return LiteralSyntax(.dynamic, content: content, at: span(from: start), dynamicValue: value)
  }

  private mutating func requireDynamicValue() -> DynamicLiteralSyntax? {
    let value = nested { $0.parseDynamicValue() }
    if value == nil { reportExpected("a JSON value") }
    return value
  }

  private mutating func parseDynamicValue() -> DynamicLiteralSyntax? {
    switch current.kind {
    case .leftBracket: return parseDynamicArray()
    case .leftBrace: return parseDynamicObject()
    case .minus:
      let kind = token(ahead: 1).kind
      guard kind == .long || kind == .real else { return nil }
      advance()
      return parseUnsignedLiteral().map { .negative($0) }
    case .guid: return .literal(takeGuid())
    case .word where current.keyword == .null: return .null(advance().span)
    case .word where current.keyword == .dynamic:
      guard let literal = parseUnsignedLiteral() else { return nil }
      return literal.dynamicValue
    case .long, .real, .bool, .string, .timespan, .typed: return parseUnsignedLiteral().map { .literal($0) }
    default: return nil
    }
  }

  private mutating func parseDynamicArray() -> DynamicLiteralSyntax {
    advance()
    let elements = parseList(ListRules(element: "a JSON value")) { parser in
      parser.nested { $0.parseDynamicValue() }
    }
    close(.rightBracket, "']'")
    return .array(elements)
  }

  private mutating func parseDynamicObject() -> DynamicLiteralSyntax {
    advance()
    let properties = parseList(ListRules(element: "a JSON property")) { parser in
      parser.nested { $0.parseDynamicProperty() }
    }
    close(.rightBrace, "'}'")
    return .object(properties)
  }

  private mutating func parseDynamicProperty() -> DynamicLiteralSyntax.Property? {
    guard current.kind == .string else { return nil }
    // One string alone: those after it would be values.
    let token = advance()
    let key = StringLiteralText.decode(source.utf8[token.span.lower..<token.span.upper]).value
    require(.colon, "':'")
    guard let value = requireDynamicValue() else { return nil }
    return DynamicLiteralSyntax.Property(key: key, value: value)
  }
}

extension Substring {
  /// Without white space at both ends.
  fileprivate var trimmed: String {
    var result = self
    while result.first?.isWhitespace == true { result.removeFirst() }
    while result.last?.isWhitespace == true { result.removeLast() }
    return String(result)
  }
}
