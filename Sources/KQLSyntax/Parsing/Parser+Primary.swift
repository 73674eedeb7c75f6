import KQLDiagnostics

extension Parser {
  /// A literal, a name, a call, or something in parentheses.
  mutating func parsePrimary() -> ExpressionSyntax? {
    if let literal = parseUnsignedLiteral() { return .literal(literal) }
    if current.kind == .leftParenthesis { return takeParenthesizedExpression() }
    switch current.keyword {
    case .datatable: return sourceExpression(takeDatatable())
    case .externaldata, .externalData: return sourceExpression(takeExternalData())
    case .inlineExternalTable where token(ahead: 1).kind == .leftParenthesis || isWord("kind", ahead: 1):
      return sourceExpression(takeClusterOnlyOperator())
    case .materializedViewCombine, .contextualDatatable: return sourceExpression(takeClusterOnlyOperator())
    case .toscalar, .totable: return takeTabularCall()
    case .materialize where token(ahead: 1).kind == .leftParenthesis: return takeTabularCall()
    case .typeof:
      if let type = parseTypeof() { return type }
    default: break
    }
    if isCall() { return .call(takeCall(of: nil, from: position)) }
    guard let name = parseName() else { return nil }
    refuseDataScope()
    return .name(name)
  }

  private func sourceExpression(_ source: any OperatorSyntax) -> ExpressionSyntax {
    .pipeline(PipelineSyntax(source: nil, operators: [source], span: source.span))
  }

  private mutating func takeParenthesizedExpression() -> ExpressionSyntax {
    let start = position
    let expression = takeParenthesized { $0.parseTabularExpression() ?? $0.missingExpression("an expression") }
    return .parenthesized(expression ?? .missing(gap), span: span(from: start))
  }

  /// `name(arguments)`; the name is there and `(` follows.
  mutating func takeCall(of receiver: ExpressionSyntax?, from start: Int) -> CallSyntax {
    let name = parseName() ?? takeWord()
    let arguments = takeParenthesized("')' or ','") { parser -> [ExpressionSyntax]? in
      parser.parseList(ListRules(element: "an argument")) { $0.parseArgument() }
    }
    return CallSyntax(receiver: receiver, name: name, arguments: arguments ?? [], span: span(from: start))
  }

  private mutating func parseArgument() -> ExpressionSyntax? {
    if current.kind == .asterisk {
      let next = token(ahead: 1).kind
      if next == .rightParenthesis || next == .comma { return .star(advance().span) }
    }
    return parseNamedExpression()
  }

  /// `toscalar(T | …)`, `totable(…)`, `materialize(…)`: calls whose argument may be a pipeline.
  private mutating func takeTabularCall() -> ExpressionSyntax {
    let start = position
    let name = takeWord()
    // The only kind says how to run the query, not what comes out.
    if isWord("kind"), token(ahead: 1).kind == .equal {
      advance()
      advance()
      _ = requireName(.declared)
    }
    let argument = takeParenthesized { $0.parseTabularExpression() ?? $0.missingExpression("a query") }
    return .call(CallSyntax(name: name, arguments: [argument ?? .missing(gap)], span: span(from: start)))
  }

  /// `T datascope=hotcache`: data here has no scopes.
  mutating func refuseDataScope() {
    guard current.keyword == .datascope else { return }
    report(.unsupported, "'datascope' is not supported: exported data has no cache", at: current.span)
    advance()
    if take(.equal) != nil, current.kind == .word { advance() }
  }
}
