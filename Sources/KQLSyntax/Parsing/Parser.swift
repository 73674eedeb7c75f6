import KQLDiagnostics

/// Builds the tree of a query by recursive descent.
///
/// Never fails: what is missing becomes ``ExpressionSyntax/missing(_:)``, what is too much is skipped up to the next
/// `|`, `;` or closing bracket, and both are reported; what follows from a mistake is not. Every loop takes a token or
/// ends, and nesting is limited, so time is linear in the text and stack and tree stay small.
///
/// A function `parseX` takes nothing and returns `nil` when no X begins here; `requireX` reports that then.
struct Parser {
  let source: SourceText
  let tokens: [Token]
  /// Index of the next token; the last token, ``TokenKind/end``, is never passed.
  private(set) var position = 0
  private(set) var diagnostics: [Diagnostic]
  /// Whether a mistake was reported since the last `|`, `;` or `,`: what is wrong now probably follows from it.
  private var isRecovering = false

  /// How many brackets are open here.
  private var depth = 0
  /// Height of the highest expression that was completed within the innermost bracket.
  var peakHeight = 0
  /// Height of what the last bracket held, and one.
  private(set) var nestedHeight = 0
  private var isTooDeep = false

  /// Queries longer than this are refused without being read.
  static let maximumByteCount = 2 << 20
  /// Brackets and function bodies may nest so deep.
  static let maximumDepth = 200
  /// Trees may become so high: what reads them later is recursive.
  static let maximumHeight = 1000

  init(source: SourceText) {
    self.source = source
    (tokens, diagnostics) = Lexer.tokens(of: source)
  }
}

// MARK: - Tokens

extension Parser {
  var current: Token { tokens[position] }

  func token(ahead distance: Int) -> Token { tokens[min(position + distance, tokens.count - 1)] }

  /// Takes the next token.
  @discardableResult
  mutating func advance() -> Token {
    let token = tokens[position]
    if position < tokens.count - 1 { position += 1 }
    return token
  }

  mutating func take(_ kind: TokenKind) -> Token? {
    guard current.kind == kind else { return nil }
    if kind == .pipe || kind == .semicolon || kind == .comma { isRecovering = false }
    return advance()
  }

  mutating func take(_ keyword: Keyword) -> Token? { current.keyword == keyword ? advance() : nil }

  func text(_ token: Token) -> String { source.text(token.span) }

  func isWord(_ text: String, ahead distance: Int = 0) -> Bool {
    let token = token(ahead: distance)
    return token.kind == .word && token.span.count == text.utf8.count && self.text(token) == text
  }

  /// From the token at index `start` to the last one that was taken.
  func span(from start: Int) -> ByteSpan {
    guard position > start else { return ByteSpan(tokens[start].span.lower, tokens[start].span.lower) }
    return tokens[start].span.union(tokens[position - 1].span)
  }

  /// The empty span where the next token should have been: directly after the last one.
  var gap: ByteSpan {
    let offset = position > 0 ? tokens[position - 1].span.upper : current.span.lower
    return ByteSpan(offset, offset)
  }

  mutating func rewind(to position: Int) { self.position = position }

  /// Whether the next token can only end what is being read: a closing bracket, `|`, `;` or the end.
  func isAtCommonEnd(ahead distance: Int = 0) -> Bool {
    switch token(ahead: distance).kind {
    case .rightParenthesis, .rightBracket, .rightBrace, .pipe, .semicolon, .end: true
    default: false
    }
  }
}

// MARK: - Requirements

extension Parser {
  @discardableResult
  mutating func require(_ kind: TokenKind, _ description: String) -> Bool {
    if take(kind) != nil { return true }
    reportExpected(description)
    return false
  }

  @discardableResult
  mutating func require(_ keyword: Keyword) -> Bool {
    if take(keyword) != nil { return true }
    reportExpected("'\(keyword.rawValue)'")
    return false
  }

  /// Takes the closing bracket, after skipping what should not stand before it.
  mutating func close(_ kind: TokenKind, _ description: String) {
    if take(kind) != nil { return }
    reportExpected(description)
    skipToEnd(includingPipes: true)
    _ = take(kind)
  }

  /// `(body)`; when the opening bracket is missing that is reported, and nothing is taken.
  mutating func takeParenthesized<Result>(
    _ closing: String = "')'", _ body: (inout Parser) -> Result?
  ) -> Result? {
    guard require(.leftParenthesis, "'('") else { return nil }
    let result = nested(body)
    close(.rightParenthesis, closing)
    return result
  }

  func describe(_ token: Token) -> String {
    guard token.kind != .end else { return "the end of the query" }
    let text = text(token)
    if token.kind == .string { return "a string" }
    return text.count <= 40 ? "'\(text)'" : "'\(text.prefix(39))…'"
  }
}

// MARK: - Diagnostics

extension Parser {
  mutating func report(_ code: DiagnosticCode, _ message: String, at span: ByteSpan, hint: String? = nil) {
    guard canReport else { return }
    isRecovering = true
    append(Diagnostic(code, message, at: span, hint: hint))
  }

  /// Whether a mistake at the next token is worth reporting; the lexer reports its own.
  var canReport: Bool {
    !isRecovering && current.kind != .invalid && diagnostics.count < Lexer.diagnosticLimit
  }

  mutating func reportExpected(_ description: String, hint: String? = nil) {
    let span = current.kind == .end ? gap : current.span
    report(.expectedSyntax, "expected \(description), found \(describe(current))", at: span, hint: hint)
  }

  /// Reports that a comma is missing before the token at index `start`, which was taken already.
  mutating func reportMissingComma(before start: Int) {
    let found = tokens[start]
    guard !isRecovering else { return }
    append(Diagnostic(.expectedSyntax, "expected ',', found \(describe(found))", at: found.span))
  }

  private mutating func append(_ diagnostic: Diagnostic) {
    guard diagnostics.count < Lexer.diagnosticLimit else { return }
    diagnostics.append(diagnostic)
  }
}

// MARK: - Recovery

extension Parser {
  /// Skips to the next closing bracket, `;`, end and, if asked, `|` that belongs to what is being read.
  mutating func skipToEnd(includingPipes: Bool) {
    var open = 0
    while current.kind != .end {
      switch current.kind {
      case .leftParenthesis, .leftBracket, .leftBrace: open += 1
      case .rightParenthesis, .rightBracket, .rightBrace:
        if open == 0 { return }
        open -= 1
      case .semicolon where open == 0: return
      case .pipe where open == 0 && includingPipes: return
      default: break
      }
      advance()
    }
  }

  /// Reports and skips what stands between the end of an operator and the next `|`, `;` or closing bracket.
  mutating func skipUnexpected(after what: String) {
    guard !isAtCommonEnd() else { return }
    report(
      .unexpectedSyntax, "unexpected \(describe(current)) after \(what)", at: current.span,
      hint: reservedWordHint ?? (current.keyword?.isOperator == true ? "operators follow '|'" : nil))
    skipToEnd(includingPipes: true)
  }
}

// MARK: - Limits

extension Parser {
  /// Runs `body` one bracket deeper and accounts for the height of what it builds.
  ///
  /// - Returns: What `body` returns, or `nil` when the brackets are nested too deep.
  mutating func nested<Result>(_ body: (inout Parser) -> Result?) -> Result? {
    guard depth < Self.maximumDepth else {
      abandon("the query is nested too deep", hint: "brackets may nest \(Self.maximumDepth) deep")
      return nil
    }
    let outerPeak = peakHeight
    depth += 1
    peakHeight = 0
    let result = body(&self)
    depth -= 1
    nestedHeight = peakHeight + 1
    peakHeight = max(outerPeak, nestedHeight)
    return result
  }

  /// Accounts for an expression of that height; ends the parse when it is too high.
  mutating func complete(height: Int) {
    peakHeight = max(peakHeight, height)
    if height > Self.maximumHeight {
      abandon(
        "the expression is too long", hint: "at most \(Self.maximumHeight) operators may follow one another")
    }
  }

  private mutating func abandon(_ message: String, hint: String) {
    if !isTooDeep {
      isTooDeep = true
      append(Diagnostic(.nestingTooDeep, message, at: current.span, hint: hint))
    }
    position = tokens.count - 1
    isRecovering = true
  }
}
