import KQLDiagnostics

// MARK: - Expressions with and without names

extension Parser {
  /// `name = expression`, `(a, b) = expression`, or an expression alone.
  mutating func parseNamedExpression() -> ExpressionSyntax? {
    let length = nameLength(.declared)
    if length > 0, token(ahead: length).kind == .equal {
      let name = requireName(.declared)
      advance()
      return .named(NamedExpressionSyntax(names: [name], isTuple: false, expression: requireExpression()))
    }
    if let listLength = nameListLength(), token(ahead: listLength).kind == .equal {
      advance()
      let names = parseList(ListRules(element: "a name", isRequired: true)) { $0.parseName(.declared) }
      close(.rightParenthesis, "')'")
      advance()
      return .named(NamedExpressionSyntax(names: names, isTuple: true, expression: requireExpression()))
    }
    return parseExpression()
  }

  mutating func requireNamedExpression() -> ExpressionSyntax {
    parseNamedExpression() ?? missingExpression("an expression")
  }

  mutating func requireExpression(_ description: String = "an expression") -> ExpressionSyntax {
    parseExpression() ?? missingExpression(description)
  }

  mutating func missingExpression(_ description: String) -> ExpressionSyntax {
    reportExpected(description, hint: reservedWordHint)
    return .missing(gap)
  }

  /// How many tokens `(a, b, …)` has, when it begins here and holds names alone.
  private func nameListLength() -> Int? {
    guard current.kind == .leftParenthesis else { return nil }
    var end = 1
    while !isAtCommonEnd(ahead: end) {
      let length = nameLength(.declared, ahead: end)
      guard length > 0 else { return nil }
      end += length
      guard token(ahead: end).kind == .comma else { break }
      end += 1
    }
    return token(ahead: end).kind == .rightParenthesis ? end + 1 : nil
  }
}

// MARK: - Operators

extension Parser {
  /// A scalar expression without a name.
  mutating func parseExpression() -> ExpressionSyntax? { parseBinary(atLeast: .or)?.expression }

  /// An expression and how high its tree is.
  private struct Measured {
    var expression: ExpressionSyntax
    var height: Int
  }

  /// An expression whose operators bind as tightly as `minimum` or more.
  private mutating func parseBinary(atLeast minimum: BinaryOperator.Level) -> Measured? {
    guard var left = parseOperand() else { return nil }
    // After `a == b` neither another comparison nor anything that binds tighter may follow.
    var ceiling = BinaryOperator.Level.text
    while let symbol = BinaryOperator(current), symbol.level >= minimum, symbol.level <= ceiling {
      // `make-series … on t in range(…)`
      if current.keyword == .in, token(ahead: 1).keyword == .range { break }
      switch symbol.form {
      case .membership: left = takeMembership(of: left, symbol)
      case .between: left = takeBetween(of: left, symbol)
      case .binary where symbol.level <= .and: left = takeChain(from: left, symbol)
      case .binary: left = takeBinary(from: left, symbol)
      }
      if symbol.level.isSingle {
        guard let below = BinaryOperator.Level(rawValue: symbol.level.rawValue - 1) else { break }
        ceiling = below
      } else {
        ceiling = symbol.level
      }
      complete(height: left.height)
    }
    return left
  }

  private mutating func takeBinary(from left: Measured, _ symbol: BinaryOperator) -> Measured {
    let name = takeSymbol(symbol)
    let right = requireOperand(above: symbol.level)
    let binary = BinaryExpressionSyntax(symbol: name, left: left.expression, right: right.expression)
    return Measured(expression: .binary(binary), height: max(left.height, right.height) + 1)
  }

  /// `a or b or c …`: long chains become a balanced tree, which is as good as any and never high.
  private mutating func takeChain(from left: Measured, _ symbol: BinaryOperator) -> Measured {
    var terms = [left]
    var names: [NameSyntax] = []
    while BinaryOperator(current)?.level == symbol.level {
      names.append(takeSymbol(symbol))
      terms.append(requireOperand(above: symbol.level))
    }
    if terms.count > 32 { return balanced(terms[...], names[...]) }
    return zip(terms.dropFirst(), names).reduce(left) { joined($0, $1.0, by: $1.1) }
  }

  /// - Parameter names: The operators between the terms: one fewer.
  private func balanced(_ terms: ArraySlice<Measured>, _ names: ArraySlice<NameSyntax>) -> Measured {
    if terms.count == 1 { return terms[terms.startIndex] }
    let half = terms.count / 2
    let left = balanced(terms.prefix(half), names.prefix(half - 1))
    let right = balanced(terms.dropFirst(half), names.dropFirst(half))
    return joined(left, right, by: names[names.startIndex + half - 1])
  }

  private func joined(_ left: Measured, _ right: Measured, by name: NameSyntax) -> Measured {
    let binary = BinaryExpressionSyntax(symbol: name, left: left.expression, right: right.expression)
    return Measured(expression: .binary(binary), height: max(left.height, right.height) + 1)
  }

  private mutating func takeMembership(of value: Measured, _ symbol: BinaryOperator) -> Measured {
    let name = takeSymbol(symbol)
    let items = takeParenthesized("')' or ','") { parser -> [ExpressionSyntax]? in
      parser.parseList(ListRules(element: "an expression", isRequired: true)) { $0.parseTabularExpression() }
    }
    let span = value.expression.span.union(name.span).union(gap)
    let membership = MembershipExpressionSyntax(
      symbol: name, value: value.expression, items: items ?? [], span: span)
    return Measured(expression: .membership(membership), height: max(value.height, nestedHeight) + 1)
  }

  private mutating func takeBetween(of value: Measured, _ symbol: BinaryOperator) -> Measured {
    let name = takeSymbol(symbol)
    let bounds = takeParenthesized("')'") { parser -> (low: ExpressionSyntax, high: ExpressionSyntax)? in
      let low = parser.requireOperand()
      parser.require(.dotDot, "'..'")
      return (low, parser.requireOperand())
    }
    let span = value.expression.span.union(name.span).union(gap)
    let between = BetweenExpressionSyntax(
      symbol: name, value: value.expression, low: bounds?.low ?? .missing(gap), high: bounds?.high ?? .missing(gap),
      span: span)
    return Measured(expression: .between(between), height: max(value.height, nestedHeight) + 1)
  }

  private mutating func takeSymbol(_ symbol: BinaryOperator) -> NameSyntax {
    NameSyntax(symbol.symbol, at: advance().span)
  }

  private mutating func requireOperand(above level: BinaryOperator.Level) -> Measured {
    let next = BinaryOperator.Level(rawValue: level.rawValue + 1)
    let operand = next.map { parseBinary(atLeast: $0) } ?? parseOperand()
    return operand ?? Measured(expression: missingExpression("an expression"), height: 1)
  }
}

// MARK: - Operands

extension Parser {
  /// An operand with its sign; no operators, as the bounds of `between` are.
  mutating func requireOperand() -> ExpressionSyntax {
    parseOperand()?.expression ?? missingExpression("an expression")
  }

  mutating func parseOperandExpression() -> ExpressionSyntax? { parseOperand()?.expression }

  private mutating func parseOperand() -> Measured? {
    if current.kind == .asterisk, isStarOperand { return Measured(expression: .star(advance().span), height: 1) }
    guard current.kind == .minus || current.kind == .plus else { return parsePath() }
    let symbol = takeWord()
    let operand = parsePath() ?? Measured(expression: missingExpression("an expression"), height: 1)
    let unary = UnaryExpressionSyntax(symbol: symbol, operand: operand.expression)
    complete(height: operand.height + 1)
    return Measured(expression: .unary(unary), height: operand.height + 1)
  }

  /// `* has "x"`, `* == "x"`: any column.
  private var isStarOperand: Bool {
    guard let symbol = BinaryOperator(token(ahead: 1)), symbol.form == .binary else { return false }
    return symbol.level == .text || symbol.symbol == "=="
  }

  /// `primary.name[index].function()…`
  private mutating func parsePath() -> Measured? {
    let outerPeak = peakHeight
    peakHeight = 0
    let start = position
    guard var path = parsePrimary() else {
      peakHeight = outerPeak
      return nil
    }
    var height = peakHeight + 1
    while let next = parseSelector(of: path, from: start) {
      path = next
      height = max(height, peakHeight) + 1
      complete(height: height)
    }
    peakHeight = max(outerPeak, height)
    return Measured(expression: path, height: height)
  }

  /// What follows after `base`, which began at token `start`: `.name`, `.function(…)`, `[index]`.
  private mutating func parseSelector(of base: ExpressionSyntax, from start: Int) -> ExpressionSyntax? {
    switch current.kind {
    case .dot:
      advance()
      if isCall() { return .call(takeCall(of: base, from: start)) }
      if let name = parseName() { return .member(base, name) }
      if current.kind == .leftBracket { return takeElement(of: base, from: start) }
      return .member(base, requireName(.reference, "a name after '.'"))
    case .leftBracket: return takeElement(of: base, from: start)
    default: return nil
    }
  }

  mutating func takeElement(of base: ExpressionSyntax, from start: Int) -> ExpressionSyntax {
    advance()
    let index = nested { $0.parseExpression() } ?? missingExpression("an index")
    close(.rightBracket, "']'")
    return .element(base, index: index, span: span(from: start))
  }
}
