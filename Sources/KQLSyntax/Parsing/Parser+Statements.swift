import KQLDiagnostics

// MARK: - The whole query

extension Parser {
  mutating func parseQuery() -> QueryBlockSyntax {
    refuseCommand()
    var statements: [StatementSyntax] = []
    while true {
      statements += parseStatements()
      if current.kind == .end { break }
      // Something that no statement begins with: reported once, and read on after it.
      report(.unexpectedSyntax, "unexpected \(describe(current))", at: current.span)
      if take(.semicolon) == nil { advance() }
    }
    return QueryBlockSyntax(statements: statements)
  }

  /// `.show tables` and its like manage a cluster.
  private mutating func refuseCommand() {
    guard current.kind == .dot, token(ahead: 1).kind == .word else { return }
    let span = current.span.union(token(ahead: 1).span)
    report(.unsupported, "management commands such as '\(source.text(span))' are not supported", at: span)
    rewind(to: tokens.count - 1)
  }

  /// Statements with `;` between them, up to something that no statement begins with.
  mutating func parseStatements() -> [StatementSyntax] {
    var statements: [StatementSyntax] = []
    while let statement = parseStatement(beginsWith: statements.isEmpty) {
      statements.append(statement)
      if take(.semicolon) != nil || isAtCommonEnd() { continue }
      let found = describe(current)
      report(
        .unexpectedSyntax, "unexpected \(found) after the statement", at: current.span,
        hint: "operators follow '|', and statements follow ';'")
      recoverStatement(&statements)
      _ = take(.semicolon)
    }
    return statements
  }

  /// After junk: goes on with the operators of the last query if a `|` follows, else after the next `;`.
  private mutating func recoverStatement(_ statements: inout [StatementSyntax]) {
    let start = position
    skipToEnd(includingPipes: true)
    guard current.kind == .pipe, case .expression(let expression)? = statements.popLast() else {
      skipToEnd(includingPipes: false)
      return
    }
    var pipeline = PipelineSyntax(source: expression, operators: [], span: expression.span)
    if case .pipeline(let inner) = expression { pipeline = inner }
    appendPipedOperators(to: &pipeline, from: start)
    statements.append(.expression(.pipeline(pipeline)))
  }

  private mutating func parseStatement(beginsWith isFirst: Bool) -> StatementSyntax? {
    let start = position
    switch current.keyword {
    case .let: return .let(takeLet())
    case .set: return takeSet()
    case .alias: return takeAlias()
    case .restrict: return takeRestrict()
    case .declare: return token(ahead: 1).keyword == .pattern ? .declarePattern(takePattern()) : takeQueryParameters()
    default: break
    }
    if current.kind == .pipe { return .expression(takePipeline()) }
    let statement = parseTabularExpression().map { StatementSyntax.expression($0) }
    assert(statement == nil || position > start)
    return statement
  }
}

// MARK: - Let

extension Parser {
  private mutating func takeLet() -> LetStatementSyntax {
    let start = position
    advance()
    let name = requireName()
    require(.equal, "'='")
    let value: LetStatementSyntax.Value
    if current.keyword == .entityGroup, token(ahead: 1).kind != .leftParenthesis {
      value = .expression(takeEntityGroup())
    } else if beginsFunction {
      value = .function(takeFunction())
    } else {
      value = .expression(parseTabularExpression() ?? missingExpression("an expression"))
    }
    return LetStatementSyntax(name: name, value: value, span: span(from: start))
  }

  private var beginsFunction: Bool {
    if current.keyword == .view { return true }
    guard current.kind == .leftParenthesis else { return false }
    let next = token(ahead: 1).kind
    if next == .rightParenthesis || next == .asterisk { return true }
    let length = nameLength(.declared, ahead: 1)
    return length > 0 && token(ahead: 1 + length).kind == .colon
  }

  private mutating func takeFunction() -> FunctionDeclarationSyntax {
    let start = position
    let isView = take(.view) != nil
    let parameters = requireParameterDeclarations(isRequired: false)
    let body = requireFunctionBody()
    return FunctionDeclarationSyntax(isView: isView, parameters: parameters, body: body, span: span(from: start))
  }

  /// `(name:type = default, …)`.
  mutating func requireParameterDeclarations(isRequired: Bool = false) -> [ParameterDeclarationSyntax] {
    takeParenthesized("')' or ','") { parser -> [ParameterDeclarationSyntax]? in
      let rules = ListRules(element: "a parameter and its type", isRequired: isRequired)
      return parser.parseList(rules) { $0.parseParameterDeclaration() }
    } ?? []
  }

  /// `{ statements expression }`.
  private mutating func requireFunctionBody() -> [StatementSyntax] {
    guard require(.leftBrace, "'{'") else { return [] }
    let body = nested { $0.parseBodyStatements() }
    close(.rightBrace, "'}'")
    return body ?? []
  }

  private mutating func parseBodyStatements() -> [StatementSyntax]? {
    var statements: [StatementSyntax] = []
    while current.keyword == .let || current.keyword == .declare {
      statements.append(current.keyword == .let ? .let(takeLet()) : takeQueryParameters())
      if !require(.semicolon, "';'") {
        skipToEnd(includingPipes: false)
        _ = take(.semicolon)
      }
    }
    if let expression = parseTabularExpression() { statements.append(.expression(expression)) }
    _ = take(.semicolon)
    return statements
  }
}

// MARK: - Other statements

extension Parser {
  private mutating func takeSet() -> StatementSyntax {
    let start = position
    advance()
    let name = requireName(.reference, "the name of an option")
    let value = take(.equal) == nil ? nil : requireExpression("a value")
    return .set(name: name, value: value, span: span(from: start))
  }

  private mutating func takeAlias() -> StatementSyntax {
    let start = position
    advance()
    require(.database)
    let name = requireName()
    require(.equal, "'='")
    let expression = requireExpression()
    return .alias(name: name, expression: expression, span: span(from: start))
  }

  private mutating func takeRestrict() -> StatementSyntax {
    let start = position
    advance()
    require(.access)
    require(.to)
    let tables = takeTableList()
    return .restrict(tables, span: span(from: start))
  }

  private mutating func takeQueryParameters() -> StatementSyntax {
    let start = position
    advance()
    require(.queryParameters)
    let parameters = requireParameterDeclarations(isRequired: true)
    return .declareParameters(parameters, span: span(from: start))
  }
}

// MARK: - Patterns

extension Parser {
  private mutating func takePattern() -> PatternDeclarationSyntax {
    let start = position
    advance()
    advance()
    let name = requireName()
    var pattern = PatternDeclarationSyntax(name: name, parameters: [], pathParameter: nil, cases: [], span: name.span)
    if take(.equal) != nil {
      pattern.parameters = requireParameterDeclarations()
      if take(.leftBracket) != nil {
        pattern.pathParameter = parseParameterDeclaration()
        if pattern.pathParameter == nil { reportExpected("a parameter and its type") }
        close(.rightBracket, "']'")
      }
      require(.leftBrace, "'{'")
      pattern.cases = nested { $0.parsePatternCases() } ?? []
      close(.rightBrace, "'}'")
    }
    pattern.span = span(from: start)
    return pattern
  }

  private mutating func parsePatternCases() -> [PatternDeclarationSyntax.Case]? {
    var cases: [PatternDeclarationSyntax.Case] = []
    while current.kind == .leftParenthesis { cases.append(takePatternCase()) }
    if cases.isEmpty { reportExpected("'(' and the values of a case") }
    return cases
  }

  /// `("value", …).["path"] = { body };`
  private mutating func takePatternCase() -> PatternDeclarationSyntax.Case {
    advance()
    let values = parseList(ListRules(element: "a literal", isRequired: true)) { $0.parseUnsignedLiteral() }
    close(.rightParenthesis, "')' or ','")
    var path: LiteralSyntax?
    if take(.dot) != nil {
      require(.leftBracket, "'['")
      path = parseUnsignedLiteral()
      if path == nil { reportExpected("a string") }
      close(.rightBracket, "']'")
    }
    require(.equal, "'='")
    let body = requireFunctionBody()
    require(.semicolon, "';'")
    return PatternDeclarationSyntax.Case(values: values, path: path, body: body)
  }
}
