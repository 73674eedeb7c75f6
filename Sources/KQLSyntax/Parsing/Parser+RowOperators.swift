import KQLDiagnostics

// MARK: - Filtering and limiting

extension Parser {
  mutating func takeWhere() -> WhereOperatorSyntax {
    let start = position
    let keyword = takeWord()
    let parameters = parseParameters()
    let predicate = requireNamedExpression()
    return WhereOperatorSyntax(keyword: keyword, span: span(from: start), parameters: parameters, predicate: predicate)
  }

  mutating func takeTake() -> TakeOperatorSyntax {
    let start = position
    let keyword = takeWord()
    let parameters = parseParameters()
    let count = requireNamedExpression()
    return TakeOperatorSyntax(keyword: keyword, span: span(from: start), parameters: parameters, count: count)
  }

  mutating func takeTop() -> TopOperatorSyntax {
    let start = position
    let keyword = takeWord()
    let parameters = parseParameters()
    let count = requireNamedExpression()
    require(.by)
    let by = requireOrderedExpression()
    return TopOperatorSyntax(keyword: keyword, span: span(from: start), parameters: parameters, count: count, by: [by])
  }

  mutating func takeSample() -> SampleOperatorSyntax {
    let start = position
    let keyword = takeWord()
    let parameters = parseParameters()
    let count = requireNamedExpression()
    return SampleOperatorSyntax(keyword: keyword, span: span(from: start), parameters: parameters, count: count)
  }

  mutating func takeSampleDistinct() -> SampleDistinctOperatorSyntax {
    let start = position
    let keyword = takeWord()
    let parameters = parseParameters()
    let count = requireNamedExpression()
    require(.of)
    let of = requireNamedExpression()
    return SampleDistinctOperatorSyntax(
      keyword: keyword, span: span(from: start), parameters: parameters, count: count, of: of)
  }
}

// MARK: - Order

extension Parser {
  mutating func takeSort() -> SortOperatorSyntax {
    let start = position
    let keyword = takeWord()
    let parameters = parseParameters(needsEqual: false)
    require(.by)
    let by = parseList(ListRules(element: "an expression", isRequired: true)) { $0.parseOrderedExpression() }
    return SortOperatorSyntax(keyword: keyword, span: span(from: start), parameters: parameters, by: by)
  }

  mutating func takeSerialize() -> SerializeOperatorSyntax {
    let start = position
    let keyword = takeWord()
    let parameters = parseParameters()
    let columns = parseList(ListRules(element: "an expression")) { $0.parseNamedExpression() }
    return SerializeOperatorSyntax(
      keyword: keyword, span: span(from: start), parameters: parameters, columns: columns)
  }

  mutating func parseOrderedExpression() -> OrderedExpressionSyntax? {
    guard let expression = parseNamedExpression() else { return nil }
    var ordered = OrderedExpressionSyntax(expression: expression, direction: nil, nullOrder: nil)
    if current.keyword == .grannyAsc || current.keyword == .grannyDesc {
      report(
        .unsupported, "\(describe(current)) is not supported here", at: current.span,
        hint: "'project-reorder' sorts names so; rows are sorted by 'asc' or 'desc'")
      advance()
    } else if take(.asc) != nil {
      ordered.direction = .ascending
    } else if take(.desc) != nil {
      ordered.direction = .descending
    }
    if take(.nulls) != nil {
      if take(.first) != nil {
        ordered.nullOrder = .first
      } else if take(.last) != nil {
        ordered.nullOrder = .last
      } else {
        reportExpected("'first' or 'last'")
      }
    }
    return ordered
  }

  mutating func requireOrderedExpression() -> OrderedExpressionSyntax {
    if let ordered = parseOrderedExpression() { return ordered }
    return OrderedExpressionSyntax(expression: missingExpression("an expression"), direction: nil, nullOrder: nil)
  }
}

// MARK: - Operators that leave rows alone

extension Parser {
  mutating func takeCount() -> CountOperatorSyntax {
    let start = position
    let keyword = takeWord()
    let parameters = parseParameters()
    let alias = take(.as) == nil ? nil : requireName()
    return CountOperatorSyntax(keyword: keyword, span: span(from: start), parameters: parameters, alias: alias)
  }

  mutating func takeConsume() -> ConsumeOperatorSyntax {
    let start = position
    let keyword = takeWord()
    let parameters = parseParameters(needsEqual: false)
    return ConsumeOperatorSyntax(keyword: keyword, span: span(from: start), parameters: parameters)
  }

  mutating func takeGetSchema() -> GetSchemaOperatorSyntax {
    let start = position
    let keyword = takeWord()
    let parameters = parseParameters()
    return GetSchemaOperatorSyntax(keyword: keyword, span: span(from: start), parameters: parameters)
  }

  mutating func takeAs() -> AsOperatorSyntax {
    let start = position
    let keyword = takeWord()
    let parameters = parseParameters()
    let name = requireName()
    return AsOperatorSyntax(keyword: keyword, span: span(from: start), parameters: parameters, name: name)
  }

  mutating func takeAssertSchema() -> AssertSchemaOperatorSyntax {
    let start = position
    let keyword = takeWord()
    let schema = requireRowSchema()
    return AssertSchemaOperatorSyntax(keyword: keyword, span: span(from: start), schema: schema)
  }
}

// MARK: - Render

extension Parser {
  mutating func takeRender() -> RenderOperatorSyntax {
    let start = position
    let keyword = takeWord()
    let chart = requireName(.reference, "a chart type")
    var properties = takeOlderRenderProperties()
    if take(.with) != nil { properties += takeParameterList(OperatorParameters.render) }
    return RenderOperatorSyntax(keyword: keyword, span: span(from: start), chart: chart, properties: properties)
  }

  /// Properties in the form that came before `with (…)`: `kind=stacked title="x" by a, b`.
  private mutating func takeOlderRenderProperties() -> [OperatorParameterSyntax] {
    var properties: [OperatorParameterSyntax] = []
    while current.kind == .word {
      let text = text(current)
      if ["kind", "title", "accumulate"].contains(text), token(ahead: 1).kind == .equal {
        let name = takeWord()
        advance()
        properties.append(OperatorParameterSyntax(name: name, value: requireParameterValue()))
      } else if current.keyword == .with, token(ahead: 1).kind != .leftParenthesis {
        let name = takeWord()
        properties.append(OperatorParameterSyntax(name: name, value: requireParameterValue()))
      } else if current.keyword == .by {
        let name = takeWord()
        let rules = ListRules(element: "a column", ends: [.with, .title, .accumulate], isRequired: true)
        let columns = parseList(rules) { $0.isWord("kind") ? nil : $0.parseName(.declared) }
        properties += columns.map { OperatorParameterSyntax(name: name, value: .name($0)) }
      } else {
        break
      }
    }
    return properties
  }
}
