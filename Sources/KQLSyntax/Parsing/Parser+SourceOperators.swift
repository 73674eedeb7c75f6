import KQLDiagnostics

// MARK: - Rows from the query itself

extension Parser {
  mutating func takePrint() -> PrintOperatorSyntax {
    let start = position
    let keyword = takeWord()
    let columns = parseNamedExpressions(isRequired: true)
    return PrintOperatorSyntax(keyword: keyword, span: span(from: start), columns: columns)
  }

  mutating func takeRange() -> RangeOperatorSyntax {
    let start = position
    let keyword = takeWord()
    let name = requireName()
    require(.from)
    let from = requireExpression()
    require(.to)
    let to = requireExpression()
    require(.step)
    let step = requireExpression()
    return RangeOperatorSyntax(keyword: keyword, span: span(from: start), name: name, from: from, to: to, step: step)
  }

  mutating func takeDatatable() -> DatatableOperatorSyntax {
    let start = position
    let keyword = takeWord()
    let parameters = parseParameters(needsEqual: false)
    let schema = requireRowSchema()
    let values = takeBracketedList("a literal") { $0.parseLiteral() }
    return DatatableOperatorSyntax(
      keyword: keyword, span: span(from: start), parameters: parameters, schema: schema, values: values)
  }

  mutating func takeExternalData() -> ExternalDataOperatorSyntax {
    let start = position
    let keyword = takeWord()
    let parameters = parseParameters(needsEqual: false)
    let schema = requireRowSchema()
    let locations = takeBracketedList("a location") { $0.parseTabularExpression() }
    var properties: [OperatorParameterSyntax] = []
    if take(.with) != nil {
      properties =
        takeParenthesized("')' or ','") { parser -> [OperatorParameterSyntax]? in
          parser.parseList(ListRules(element: "a property")) { $0.parseExternalProperty() }
        } ?? []
    }
    return ExternalDataOperatorSyntax(
      keyword: keyword, span: span(from: start), parameters: parameters, schema: schema, locations: locations,
      properties: properties)
  }

  /// `[element, …]`; commas at both ends are allowed.
  private mutating func takeBracketedList(
    _ element: String, _ parseElement: (inout Parser) -> ExpressionSyntax?
  ) -> [ExpressionSyntax] {
    guard require(.leftBracket, "'['") else { return [] }
    _ = take(.comma)
    let values = nested { parser -> [ExpressionSyntax]? in
      parser.parseList(ListRules(element: element, allowsTrailingComma: true), parseElement)
    }
    close(.rightBracket, "']' or ','")
    return values ?? []
  }

  private mutating func parseExternalProperty() -> OperatorParameterSyntax? {
    guard let name = parseName(.declared) else { return nil }
    require(.equal, "'='")
    return OperatorParameterSyntax(name: name, value: requireParameterValue())
  }
}

// MARK: - Rows from many tables

extension Parser {
  mutating func takeSearch() -> SearchOperatorSyntax {
    let start = position
    let keyword = takeWord()
    let parameters = parseParameters()
    refuseDataScope()
    let tables = takeSearchedTables()
    let predicate = requireSearchPredicate()
    return SearchOperatorSyntax(
      keyword: keyword, span: span(from: start), parameters: parameters, tables: tables, predicate: predicate)
  }

  /// An expression, `*`, or `* and expression`.
  private mutating func requireSearchPredicate() -> ExpressionSyntax {
    if let predicate = parseExpression() { return predicate }
    guard let star = take(.asterisk) else { return missingExpression("what to search for") }
    guard current.keyword == .and else { return .star(star.span) }
    let symbol = takeWord()
    let right = requireExpression()
    return .binary(BinaryExpressionSyntax(symbol: symbol, left: .star(star.span), right: right))
  }

  /// `in (tables)`, if it stands here.
  private mutating func takeSearchedTables() -> [ExpressionSyntax] {
    take(.in) == nil ? [] : takeTableList()
  }

  /// `(table, …)`.
  mutating func takeTableList() -> [ExpressionSyntax] {
    takeParenthesized("')' or ','") { parser -> [ExpressionSyntax]? in
      parser.parseList(ListRules(element: "a table", isRequired: true)) { $0.parseTableOperand() }
    } ?? []
  }

  mutating func takeFind() -> FindOperatorSyntax {
    let start = position
    let keyword = takeWord()
    refuseDataScope()
    let parameters = parseParameters(needsEqual: false)
    let hasTables = current.keyword == .in
    let tables = takeSearchedTables()
    if hasTables || !parameters.isEmpty { require(.where) } else { _ = take(.where) }
    let predicate = requireExpression("what to find")
    let projection = takeFindProjection()
    return FindOperatorSyntax(
      keyword: keyword, span: span(from: start), parameters: parameters, tables: tables, predicate: predicate,
      projection: projection)
  }

  private mutating func takeFindProjection() -> FindOperatorSyntax.Projection? {
    switch current.keyword {
    case .projectSmart:
      advance()
      return .smart
    case .project:
      advance()
      let rules = ListRules(element: "a column", isRequired: true, endsWithoutComma: true)
      return .columns(parseList(rules) { $0.parseFoundColumn() })
    case .projectAway:
      advance()
      let rules = ListRules(element: "a column", isRequired: true, endsWithoutComma: true)
      return .away(parseList(rules) { $0.parseNameOrPattern() })
    default: return nil
    }
  }

  /// `name`, `name:type`, `*`, `pack(*)`, `pack_all()`.
  private mutating func parseFoundColumn() -> FindOperatorSyntax.Item? {
    if let star = take(.asterisk) { return FindOperatorSyntax.Item(expression: .star(star.span), type: nil) }
    if current.keyword == .pack {
      let start = position
      let name = takeWord()
      let star = takeParenthesized { parser -> ByteSpan? in
        let span = parser.current.span
        return parser.require(.asterisk, "'*'") ? span : nil
      }
      let call = CallSyntax(name: name, arguments: [.star(star ?? gap)], span: span(from: start))
      return FindOperatorSyntax.Item(expression: .call(call), type: nil)
    }
    if isWord("pack_all"), isCall() {
      return FindOperatorSyntax.Item(expression: .call(takeCall(of: nil, from: position)), type: nil)
    }
    guard let name = parseName() else { return nil }
    let type = take(.colon) == nil ? nil : requireTypeName()
    return FindOperatorSyntax.Item(expression: .name(name), type: type)
  }
}

// MARK: - What only a cluster can run

extension Parser {
  /// `macro-expand entities as X (statements)`.
  mutating func takeMacroExpand() -> InlineTableOperatorSyntax {
    let start = position
    let keyword = takeWord()
    _ = parseParameters(OperatorParameters.union)
    var body: [ExpressionSyntax] = []
    if current.keyword == .entityGroup {
      body.append(takeEntityGroup())
    } else {
      body.append(parseTableOperand() ?? missingExpression("an entity group"))
    }
    if take(.as) != nil { _ = requireName() }
    let statements = takeParenthesized { parser -> [StatementSyntax]? in parser.parseStatements() }
    for case .expression(let expression) in statements ?? [] { body.append(expression) }
    return InlineTableOperatorSyntax(keyword: keyword, span: span(from: start), body: body)
  }

  /// `entity_group [a, b]`.
  mutating func takeEntityGroup() -> ExpressionSyntax {
    let start = position
    let name = takeWord()
    require(.leftBracket, "'['")
    let entities = nested { parser -> [ExpressionSyntax]? in
      parser.parseList(ListRules(element: "an entity", isRequired: true)) { $0.parseExpression() }
    }
    close(.rightBracket, "']' or ','")
    return .call(CallSyntax(name: name, arguments: entities ?? [], span: span(from: start)))
  }

  /// Operators that clusters use among themselves: skipped, to be refused by name.
  mutating func takeClusterOnlyOperator() -> InlineTableOperatorSyntax {
    let start = position
    let keyword = takeWord()
    skipToEnd(includingPipes: true)
    return InlineTableOperatorSyntax(keyword: keyword, span: span(from: start), body: [])
  }

  mutating func parseContextualDatatable() -> InlineTableOperatorSyntax? {
    current.keyword == .contextualDatatable ? takeClusterOnlyOperator() : nil
  }
}
