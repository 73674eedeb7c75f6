import KQLDiagnostics

extension Parser {
  mutating func takeSummarize() -> SummarizeOperatorSyntax {
    let start = position
    let keyword = takeWord()
    let parameters = parseParameters()
    let aggregates = parseList(ListRules(element: "an aggregate", ends: [.by])) { $0.parseNamedExpression() }
    var groups: [ExpressionSyntax] = []
    let hasBy = take(.by) != nil
    if hasBy { groups = parseNamedExpressions(isRequired: true) }
    return SummarizeOperatorSyntax(
      keyword: keyword, span: span(from: start), parameters: parameters, aggregates: aggregates, groups: groups,
      hasBy: hasBy)
  }

  mutating func takeReduce() -> ReduceOperatorSyntax {
    let start = position
    let keyword = takeWord()
    let parameters = parseParameters(OperatorParameters.reduce, needsEqual: false)
    require(.by)
    let by = requireNamedExpression()
    let options = take(.with) == nil ? [] : parseParameterList(OperatorParameters.reduce)
    return ReduceOperatorSyntax(
      keyword: keyword, span: span(from: start), parameters: parameters, by: by, options: options)
  }

  mutating func takeFacet() -> FacetOperatorSyntax {
    let start = position
    let keyword = takeWord()
    require(.by)
    let rules = ListRules(element: "a column", ends: [.with], isRequired: true)
    let columns = parseList(rules) { $0.parseColumnPath() }
    var body: PipelineSyntax?
    if take(.with) != nil { body = parseFacetBody() }
    return FacetOperatorSyntax(
      keyword: keyword, span: span(from: start), parameters: [], columns: columns, body: body)
  }

  /// `(operators)`, or one operator without parentheses.
  private mutating func parseFacetBody() -> PipelineSyntax {
    if current.kind == .leftParenthesis { return parseBracketedSubpipeline() }
    guard let step = nested({ $0.requireOperator() }) else {
      return PipelineSyntax(source: nil, operators: [], span: gap)
    }
    return PipelineSyntax(source: nil, operators: [step], span: step.span)
  }
}

// MARK: - Top values

extension Parser {
  mutating func takeTopHitters() -> TopHittersOperatorSyntax {
    let start = position
    let keyword = takeWord()
    let count = requireNamedExpression()
    require(.of)
    let of = requireNamedExpression()
    let by = take(.by) == nil ? nil : requireNamedExpression()
    return TopHittersOperatorSyntax(
      keyword: keyword, span: span(from: start), parameters: [], count: count, of: of, by: by)
  }

  mutating func takeTopNested() -> TopNestedOperatorSyntax {
    let start = position
    let keyword = takeWord()
    rewind(to: start)
    let rules = ListRules(element: "'top-nested'", isRequired: true)
    let levels = parseList(rules) { parser -> TopNestedOperatorSyntax.Level? in
      guard parser.take(.topNested) != nil else { return nil }
      return parser.takeTopNestedLevel()
    }
    return TopNestedOperatorSyntax(keyword: keyword, span: span(from: start), levels: levels)
  }

  private mutating func takeTopNestedLevel() -> TopNestedOperatorSyntax.Level {
    let count = parseNamedExpression()
    require(.of)
    let of = requireNamedExpression()
    var others: ExpressionSyntax?
    if take(.with) != nil {
      require(.others)
      require(.equal, "'='")
      others = requireExpression()
    }
    require(.by)
    let by = requireOrderedExpression()
    return TopNestedOperatorSyntax.Level(count: count, of: of, others: others, by: by)
  }
}

// MARK: - Series

extension Parser {
  mutating func takeMakeSeries() -> MakeSeriesOperatorSyntax {
    let start = position
    let keyword = takeWord()
    let parameters = parseParameters()
    let rules = ListRules(element: "an aggregate", ends: [.on, .from, .in], isRequired: true)
    let aggregates = parseList(rules) { parser -> MakeSeriesOperatorSyntax.Item? in
      guard let aggregate = parser.parseNamedExpression() else { return nil }
      guard parser.take(.default) != nil else {
        return MakeSeriesOperatorSyntax.Item(aggregate: aggregate, defaultValue: nil)
      }
      parser.require(.equal, "'='")
      return MakeSeriesOperatorSyntax.Item(aggregate: aggregate, defaultValue: parser.requireNamedExpression())
    }
    require(.on)
    let axis = requireNamedExpression()
    let range = takeSeriesRange()
    var groups: [ExpressionSyntax] = []
    if take(.by) != nil { groups = parseNamedExpressions(isRequired: true) }
    return MakeSeriesOperatorSyntax(
      keyword: keyword, span: span(from: start), parameters: parameters, aggregates: aggregates, axis: axis,
      from: range.from, to: range.to, step: range.step, isRangeForm: range.isRangeForm, groups: groups)
  }

  private struct SeriesRange {
    var from: ExpressionSyntax?
    var to: ExpressionSyntax?
    var step: ExpressionSyntax?
    var isRangeForm = false
  }

  private mutating func takeSeriesRange() -> SeriesRange {
    if take(.in) != nil { return takeSeriesRangeForm() }
    var range = SeriesRange()
    if take(.from) != nil { range.from = requireExpression() }
    if take(.to) != nil { range.to = requireExpression() }
    require(.step)
    range.step = requireExpression()
    return range
  }

  /// After `in`: `range(start, stop, step)`.
  private mutating func takeSeriesRangeForm() -> SeriesRange {
    require(.range)
    let parts =
      takeParenthesized("')' or ','") { parser -> [ExpressionSyntax]? in
        let start = parser.current.span
        let parts = parser.parseNamedExpressions()
        if parts.count != 3 {
          let span = start.union(parser.gap)
          parser.report(.expectedSyntax, "expected a start, a stop and a step in 'range'", at: span)
        }
        return parts
      } ?? []
    return SeriesRange(
      from: parts.first, to: parts.dropFirst().first, step: parts.dropFirst(2).first, isRangeForm: true)
  }
}
