import KQLDiagnostics

// MARK: - Choosing columns

extension Parser {
  mutating func takeProject() -> ProjectOperatorSyntax {
    let start = position
    let keyword = takeWord()
    let columns = parseNamedExpressions()
    return ProjectOperatorSyntax(keyword: keyword, span: span(from: start), columns: columns)
  }

  mutating func takeExtend() -> ExtendOperatorSyntax {
    let start = position
    let keyword = takeWord()
    let columns = parseNamedExpressions(isRequired: true)
    return ExtendOperatorSyntax(keyword: keyword, span: span(from: start), columns: columns)
  }

  mutating func takeProjectAway() -> ProjectAwayOperatorSyntax {
    let start = position
    let keyword = takeWord()
    let columns = parseNamesAndPatterns()
    return ProjectAwayOperatorSyntax(keyword: keyword, span: span(from: start), columns: columns)
  }

  mutating func takeProjectKeep() -> ProjectKeepOperatorSyntax {
    let start = position
    let keyword = takeWord()
    let columns = parseNamesAndPatterns()
    return ProjectKeepOperatorSyntax(keyword: keyword, span: span(from: start), columns: columns)
  }

  mutating func takeProjectRename() -> ProjectRenameOperatorSyntax {
    let start = position
    let keyword = takeWord()
    let columns = parseNamedExpressions()
    return ProjectRenameOperatorSyntax(keyword: keyword, span: span(from: start), columns: columns)
  }

  mutating func takeProjectByNames() -> ProjectByNamesOperatorSyntax {
    let start = position
    let keyword = takeWord()
    let columns = parseList(ListRules(element: "a column")) { $0.parseNamePattern() ?? $0.parseExpression() }
    return ProjectByNamesOperatorSyntax(keyword: keyword, span: span(from: start), columns: columns)
  }

  mutating func takeProjectReorder() -> ProjectReorderOperatorSyntax {
    let start = position
    let keyword = takeWord()
    let columns = parseList(ListRules(element: "a column")) { parser -> ProjectReorderOperatorSyntax.Item? in
      guard let column = parser.parseNameOrPattern() else { return nil }
      let order: ProjectReorderOperatorSyntax.Item.Order? =
        switch parser.current.keyword {
        case .asc: .ascending
        case .desc: .descending
        case .grannyAsc: .naturalAscending
        case .grannyDesc: .naturalDescending
        default: nil
        }
      if order != nil { parser.advance() }
      return ProjectReorderOperatorSyntax.Item(column: column, order: order)
    }
    return ProjectReorderOperatorSyntax(keyword: keyword, span: span(from: start), columns: columns)
  }

  mutating func takeDistinct() -> DistinctOperatorSyntax {
    let start = position
    let keyword = takeWord()
    let parameters = parseParameters()
    let columns = parseList(ListRules(element: "a column or '*'", isRequired: true)) { parser in
      parser.take(.asterisk).map { .star($0.span) } ?? parser.parseNamedExpression()
    }
    return DistinctOperatorSyntax(keyword: keyword, span: span(from: start), parameters: parameters, columns: columns)
  }

  mutating func parseNamedExpressions(isRequired: Bool = false) -> [ExpressionSyntax] {
    parseList(ListRules(element: "an expression", isRequired: isRequired)) { $0.parseNamedExpression() }
  }

  private mutating func parseNamesAndPatterns() -> [ExpressionSyntax] {
    parseList(ListRules(element: "a column")) { $0.parseNameOrPattern() }
  }
}

// MARK: - Expanding arrays

extension Parser {
  mutating func takeMvExpand() -> MvExpandOperatorSyntax {
    let start = position
    let keyword = takeWord()
    let parameters = parseParameters()
    let columns = parseExpandedColumns(ends: [.limit])
    let limit = take(.limit) == nil ? nil : requireExpression()
    return MvExpandOperatorSyntax(
      keyword: keyword, span: span(from: start), parameters: parameters, columns: columns, limit: limit)
  }

  mutating func takeMvApply() -> MvApplyOperatorSyntax {
    let start = position
    let keyword = takeWord()
    let parameters = parseParameters()
    let columns = parseExpandedColumns(ends: [.limit, .id, .on])
    let limit = take(.limit) == nil ? nil : requireExpression()
    if current.keyword == .id {
      report(.unsupported, "'id' of 'mv-apply' is not supported", at: current.span)
      advance()
      _ = requireExpression()
    }
    require(.on)
    let body = parseBracketedSubpipeline()
    return MvApplyOperatorSyntax(
      keyword: keyword, span: span(from: start), parameters: parameters, columns: columns, limit: limit, body: body)
  }

  /// `(operators)`, reported when it is not there.
  mutating func parseBracketedSubpipeline() -> PipelineSyntax {
    takeParenthesized { $0.requireSubpipeline() } ?? PipelineSyntax(source: nil, operators: [], span: gap)
  }

  private mutating func parseExpandedColumns(ends: [Keyword]) -> [MvExpandOperatorSyntax.Item] {
    parseList(ListRules(element: "an expression", ends: ends, isRequired: true)) { parser in
      let expression =
        parser.current.keyword == .to ? parser.missingExpression("an expression") : parser.parseNamedExpression()
      guard let expression else { return nil }
      let type = parser.take(.to) == nil ? nil : parser.requireTypeof()
      return MvExpandOperatorSyntax.Item(expression: expression, type: type)
    }
  }
}

// MARK: - Parsing text

extension Parser {
  mutating func takeParse() -> ParseOperatorSyntax {
    let start = position
    let keyword = takeWord()
    let parameters = parseParameters(OperatorParameters.parse)
    let expression = requireExpression()
    require(.with)
    var pattern: [ParseOperatorSyntax.Part] = []
    while let part = parsePatternPart() { pattern.append(part) }
    return ParseOperatorSyntax(
      keyword: keyword, span: span(from: start), parameters: parameters, expression: expression, pattern: pattern)
  }

  private mutating func parsePatternPart() -> ParseOperatorSyntax.Part? {
    if let star = take(.asterisk) { return .star(star.span) }
    if let literal = parseStringLiteral() { return .text(literal) }
    guard current.kind == .colon || nameLength(.declared) > 0 else { return nil }
    let name = requireName(.declared)
    guard take(.colon) != nil else { return .column(name, type: nil) }
    return .column(name, type: requireTypeName())
  }

  mutating func takeParseKv() -> ParseKvOperatorSyntax {
    let start = position
    let keyword = takeWord()
    let expression = requireExpression()
    require(.as)
    let schema = requireRowSchema()
    var columns: [ColumnDeclarationSyntax] = []
    if case .columns(let declared, _) = schema.form { columns = declared }
    let options = take(.with) == nil ? [] : takeParameterList(OperatorParameters.parseKv)
    return ParseKvOperatorSyntax(
      keyword: keyword, span: span(from: start), parameters: [], expression: expression, columns: columns,
      options: options)
  }
}
