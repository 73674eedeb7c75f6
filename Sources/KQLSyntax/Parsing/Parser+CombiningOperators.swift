import KQLDiagnostics

// MARK: - Tables as operands

extension Parser {
  /// A table: a name or pattern, a path such as `database('d').T*`, a call, or a query in parentheses.
  mutating func parseTableOperand() -> ExpressionSyntax? {
    if current.kind == .leftParenthesis { return parsePrimary() }
    if let pattern = parseNamePattern() { return pattern }
    let start = position
    guard var table = parseTableOperandStart() else { return nil }
    while true {
      if take(.dot) != nil {
        let length = namePatternLength()
        if length > 0 {
          let patternStart = position
          for _ in 0..<length { advance() }
          let span = span(from: patternStart)
          return .member(table, NameSyntax(source.text(span), at: span))
        }
        if isCall() {
          table = .call(takeCall(of: table, from: start))
        } else {
          table = .member(table, requireName(.reference, "a name after '.'"))
        }
      } else if current.kind == .leftBracket {
        table = takeElement(of: table, from: start)
      } else {
        return table
      }
    }
  }

  private mutating func parseTableOperandStart() -> ExpressionSyntax? {
    if current.keyword == .materialize { return parsePrimary() }
    if isCall() { return .call(takeCall(of: nil, from: position)) }
    guard let name = parseName() else { return nil }
    refuseDataScope()
    return .name(name)
  }

  /// A column, also within a dynamic one: `a`, `a.b`, `a["b"]`.
  mutating func parseColumnPath() -> ExpressionSyntax? {
    let start = position
    guard let name = parseName() else { return nil }
    var path = ExpressionSyntax.name(name)
    while true {
      if take(.dot) != nil {
        path = .member(path, requireName(.reference, "a name after '.'"))
      } else if current.kind == .leftBracket {
        path = takeElement(of: path, from: start)
      } else {
        return path
      }
    }
  }
}

// MARK: - Union and join

extension Parser {
  mutating func takeUnion() -> UnionOperatorSyntax {
    let start = position
    let keyword = takeWord()
    let parameters = parseParameters(OperatorParameters.union)
    let tables = parseList(ListRules(element: "a table", isRequired: true)) { $0.parseTableOperand() }
    return UnionOperatorSyntax(keyword: keyword, span: span(from: start), parameters: parameters, tables: tables)
  }

  mutating func takeJoin() -> JoinOperatorSyntax {
    let start = position
    let keyword = takeWord()
    let parameters = parseParameters()
    let right = requireJoinedTable("a table to join")
    var conditions: [ExpressionSyntax] = []
    if take(.on) != nil {
      conditions = parseConditions()
    } else if take(.where) != nil {
      conditions = [requireExpression()]
    }
    return JoinOperatorSyntax(
      keyword: keyword, span: span(from: start), parameters: parameters, right: right, conditions: conditions)
  }

  mutating func takeLookup() -> LookupOperatorSyntax {
    let start = position
    let keyword = takeWord()
    let parameters = parseParameters()
    let right = requireJoinedTable("a table to look up")
    let conditions = require(.on) ? parseConditions() : []
    return LookupOperatorSyntax(
      keyword: keyword, span: span(from: start), parameters: parameters, right: right, conditions: conditions)
  }

  private mutating func requireJoinedTable(_ description: String) -> ExpressionSyntax {
    // `on` may be a name, but hardly that of a table.
    current.keyword == .on ? missingExpression(description) : requireExpression(description)
  }

  private mutating func parseConditions() -> [ExpressionSyntax] {
    let rules = ListRules(element: "a column or condition", isRequired: true, endsWithoutComma: true)
    return parseList(rules) { $0.parseExpression() }
  }
}

// MARK: - Branches

extension Parser {
  mutating func takePartition() -> PartitionOperatorSyntax {
    let start = position
    let keyword = takeWord()
    let parameters = parseParameters(needsEqual: false)
    require(.by)
    let by = parseColumnPath() ?? missingExpression("a column")
    var scope: ExpressionSyntax?
    if take(.in) != nil { scope = parsePartitionScope() }
    let isBraced = current.kind == .leftBrace
    let body = isBraced ? takeBracedQuery() : parseBracketedSubpipeline()
    return PartitionOperatorSyntax(
      keyword: keyword, span: span(from: start), parameters: parameters, by: by, scope: scope, body: body,
      isBraced: isBraced)
  }

  private mutating func parsePartitionScope() -> ExpressionSyntax {
    if isCall() { return .call(takeCall(of: nil, from: position)) }
    if current.keyword == .dynamic, let literal = parseUnsignedLiteral() { return .literal(literal) }
    return missingExpression("a call or a dynamic literal")
  }

  private mutating func takeBracedQuery() -> PipelineSyntax {
    advance()
    let query = nested { $0.parseTabularExpression() } ?? missingExpression("a query")
    close(.rightBrace, "'}'")
    if case .pipeline(let pipeline) = query { return pipeline }
    return PipelineSyntax(source: query, operators: [], span: query.span)
  }

  mutating func takeFork() -> ForkOperatorSyntax {
    let start = position
    let keyword = takeWord()
    var branches: [ForkOperatorSyntax.Branch] = []
    while true {
      let length = nameLength()
      if length > 0, token(ahead: length).kind == .equal {
        let name = requireName()
        advance()
        branches.append(ForkOperatorSyntax.Branch(name: name, body: parseBracketedSubpipeline()))
      } else if current.kind == .leftParenthesis {
        branches.append(ForkOperatorSyntax.Branch(name: nil, body: parseBracketedSubpipeline()))
      } else {
        break
      }
    }
    if branches.isEmpty { reportExpected("'(' and operators") }
    return ForkOperatorSyntax(keyword: keyword, span: span(from: start), branches: branches)
  }
}

// MARK: - Calls

extension Parser {
  mutating func takeInvoke() -> InvokeOperatorSyntax {
    let start = position
    let keyword = takeWord()
    var call = requireCall("a function call")
    while current.kind == .dot, isCall(ahead: 1) {
      advance()
      call = takeCall(of: .call(call), from: start + 1)
    }
    return InvokeOperatorSyntax(keyword: keyword, span: span(from: start), parameters: [], call: call)
  }

  mutating func takeEvaluate() -> EvaluateOperatorSyntax {
    let start = position
    let keyword = takeWord()
    let parameters = parseParameters(needsEqual: false)
    let call = requireCall("a plugin call")
    let schema = take(.colon) == nil ? nil : requireRowSchema(allowsStar: true)
    return EvaluateOperatorSyntax(
      keyword: keyword, span: span(from: start), parameters: parameters, call: call, schema: schema)
  }

  private mutating func requireCall(_ description: String) -> CallSyntax {
    if isCall() { return takeCall(of: nil, from: position) }
    guard callNameLength() > 0 else {
      reportExpected(description)
      return CallSyntax(name: NameSyntax("", at: gap), arguments: [], span: gap)
    }
    let name = requireName()
    reportExpected("'(' after '\(name.text)'")
    return CallSyntax(name: name, arguments: [], span: name.span)
  }
}
