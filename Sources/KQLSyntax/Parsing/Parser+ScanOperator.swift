import KQLDiagnostics

extension Parser {
  mutating func takeScan() -> ScanOperatorSyntax {
    let start = position
    let keyword = takeWord()
    let parameters = parseParameters(needsEqual: false)
    let ends: [Keyword] = [.partition, .order, .by, .declare, .with]
    var orderBy: [OrderedExpressionSyntax] = []
    if take(.order) != nil {
      require(.by)
      let rules = ListRules(element: "an expression", ends: ends, isRequired: true)
      orderBy = parseList(rules) { $0.parseOrderedExpression() }
    }
    var partitionBy: [ExpressionSyntax] = []
    if take(.partition) != nil {
      require(.by)
      let rules = ListRules(element: "an expression", ends: ends, isRequired: true)
      partitionBy = parseList(rules) { $0.parseExpression() }
    }
    var declarations: [ParameterDeclarationSyntax] = []
    if take(.declare) != nil { declarations = requireParameterDeclarations() }
    require(.with)
    let steps = parseScanSteps()
    return ScanOperatorSyntax(
      keyword: keyword, span: span(from: start), parameters: parameters, orderBy: orderBy, partitionBy: partitionBy,
      declarations: declarations, steps: steps)
  }

  private mutating func parseScanSteps() -> [ScanOperatorSyntax.Step] {
    takeParenthesized("'step' or ')'") { parser -> [ScanOperatorSyntax.Step]? in
      var steps: [ScanOperatorSyntax.Step] = []
      while parser.current.keyword == .step { steps.append(parser.takeScanStep()) }
      return steps
    } ?? []
  }

  /// `step name [optional] [output=all|last|none]: condition [=> name = expression, …];`
  private mutating func takeScanStep() -> ScanOperatorSyntax.Step {
    let start = position
    advance()
    let name = requireName(.declared)
    let isOptional = take(.optional) != nil
    var output = ScanOperatorSyntax.Step.Output.all
    if take(.output) != nil {
      require(.equal, "'='")
      output = requireScanOutput()
    }
    require(.colon, "':'")
    let condition = requireExpression("a condition")
    var assignments: [ExpressionSyntax] = []
    if take(.fatArrow) != nil {
      let rules = ListRules(element: "an assignment", isRequired: true)
      assignments = parseList(rules) { $0.parseScanAssignment() }
    }
    if !require(.semicolon, "';' after the step") {
      skipToEnd(includingPipes: false)
      _ = take(.semicolon)
    }
    return ScanOperatorSyntax.Step(
      name: name, isOptional: isOptional, output: output, condition: condition, assignments: assignments,
      span: span(from: start))
  }

  private mutating func requireScanOutput() -> ScanOperatorSyntax.Step.Output {
    switch current.kind == .word ? text(current) : "" {
    case "all":
      advance()
      return .all
    case "last":
      advance()
      return .last
    case "none":
      advance()
      return .none
    default:
      reportExpected("'all', 'last' or 'none'")
      return .all
    }
  }

  private mutating func parseScanAssignment() -> ExpressionSyntax? {
    guard let name = parseName(.declared) else { return nil }
    require(.equal, "'='")
    return .named(NamedExpressionSyntax(names: [name], isTuple: false, expression: requireExpression()))
  }
}
