import KQLDiagnostics
import KQLFunctions
import KQLPlan
import KQLSyntax
import KQLTypes

extension QueryBinding {
  /// Binds a scalar expression. What was reported comes back as ``BoundExpression/invalid(_:)``, about which nothing
  /// more is said.
  func bindExpression(_ syntax: ExpressionSyntax, in scope: ExpressionScope) -> BoundExpression {
    nested(at: syntax.span, otherwise: .invalid(.dynamic)) {
      switch syntax {
      case .literal(let literal): return bindLiteral(literal)
      case .name(let name): return bindName(name, in: scope)
      case .parenthesized(let inner, _): return bindExpression(inner, in: scope)
      case .member(let base, let name): return bindMember(base, name, in: scope)
      case .element(let base, let index, let span): return bindElement(base, index, at: span, in: scope)
      case .call(let call): return bindCall(call, in: scope)
      case .unary(let unary): return bindUnary(unary, in: scope)
      case .binary(let binary): return bindBinary(binary, in: scope)
      case .membership(let membership): return bindMembership(membership, in: scope)
      case .between(let between): return bindBetween(between, in: scope)
      case .named(let named): return bindExpression(named.expression, in: scope)
      case .missing: return .invalid(.dynamic)
      case .star(let span):
        report(.unexpectedSyntax, "'*' cannot stand here", at: span)
        return .invalid(.dynamic)
      case .namePattern(let pattern):
        report(.unknownName, "unknown name '\(pattern.pattern)'", at: pattern.span)
        return .invalid(.dynamic)
      case .type(let type):
        report(.scalarExpected, "a value is expected here, not a type", at: type.span)
        return .invalid(.dynamic)
      case .pipeline(let pipeline):
        if pipeline.operators.isEmpty, let source = pipeline.source { return bindExpression(source, in: scope) }
        report(
          .scalarExpected, "a value is expected here, not a table", at: pipeline.span,
          hint: "'toscalar(…)' gives the first value of a table")
        return .invalid(.dynamic)
      }
    }
  }

  /// Binds a condition: an expression of type `bool`.
  func bindCondition(_ syntax: ExpressionSyntax, in scope: ExpressionScope) -> BoundExpression {
    let bound = bindExpression(syntax, in: scope)
    if bound.isInvalid { return .invalid(.bool) }
    switch bound.type {
    case .bool: return bound
    case .dynamic: return convert(bound, to: .bool, at: syntax.span)
    default:
      report(.typeMismatch, "a condition must be a bool, not a \(bound.type.name)", at: syntax.span)
      return .invalid(.bool)
    }
  }
}

// MARK: - Names

extension QueryBinding {
  private func bindName(_ name: NameSyntax, in scope: ExpressionScope) -> BoundExpression {
    if let column = scope.row[name.text] { return value(of: column) }
    // An element of a graph pattern hides what else has its name.
    if scope.graphFunctions != nil, scope.elements[name.text] != nil {
      report(.scalarExpected, "'\(name.text)' has columns; name one of them after a dot", at: name.span)
      return .invalid(.dynamic)
    }
    switch scope.environment[name.text] {
    case .scalar(let value): return mayInline(value, at: name.span) ? value : .invalid(value.type)
    case .invalid: return .invalid(.dynamic)
    case .function(let function):
      if function.declaration.parameters.isEmpty, !function.isTabular {
        return bindCall(CallSyntax(name: name, arguments: [], span: name.span), in: scope)
      }
      report(.expectedSyntax, "function '\(name.text)' needs an argument list", at: name.span)
      return .invalid(.dynamic)
    case .table, .pattern:
      report(
        .scalarExpected, "'\(name.text)' is a table; a value is expected here", at: name.span,
        hint: "'toscalar(\(name.text))' gives its first value")
      return .invalid(.dynamic)
    case nil: break
    }
    if let type = scope.missingColumns[name.text] { return .constant(.null(type)) }
    if scope.row.isOpen { return .invalid(.dynamic) }
    if scope.elements[name.text] != nil {
      report(.scalarExpected, "'\(name.text)' has columns; name one of them after a dot", at: name.span)
    } else if catalog[name.text] != nil {
      report(.scalarExpected, "'\(name.text)' is a table; a value is expected here", at: name.span)
    } else if FunctionSurface.scalars[name.text] != nil {
      report(.expectedSyntax, "function '\(name.text)' needs an argument list", at: name.span)
    } else {
      report(
        .unknownColumn, "unknown column '\(name.text)'", at: name.span,
        hint: didYouMean(name.text, among: scope.row.columns.map(\.name) + scope.environment.names))
    }
    return .invalid(.dynamic)
  }

  /// `a.b`: a property of a dynamic value, a column of `$left` or `$right`, or of an element of a graph.
  private func bindMember(
    _ base: ExpressionSyntax, _ name: NameSyntax, in scope: ExpressionScope
  ) -> BoundExpression {
    if case .name(let side) = base {
      if let join = scope.join, side.text == "$left" || side.text == "$right" {
        let row = side.text == "$left" ? join.left : join.right
        return bindColumn(name, in: row, of: "the \(side.text.dropFirst()) table of the join")
      }
      if let element = scope.elements[side.text], scope.row[side.text] == nil || element.row[name.text] != nil {
        return element.column(named: name.text, self).map { .column($0) }
          ?? bindColumn(name, in: element.row, of: "'\(side.text)'")
      }
    }
    let value = bindExpression(base, in: scope)
    if value.isInvalid { return .invalid(.dynamic) }
    guard value.type == .dynamic else {
      report(
        .typeMismatch, "'.\(name.text)' needs a dynamic value, not a \(value.type.name)", at: name.span,
        hint: value.type == .string ? "'parse_json(…)' turns text into a dynamic value" : nil)
      return .invalid(.dynamic)
    }
    return makeCall(
      "getmember", [value, .constant(.string(name.text))], type: .dynamic, at: base.span.union(name.span))
  }

  private func bindColumn(_ name: NameSyntax, in row: RowScope, of owner: String) -> BoundExpression {
    if let column = row[name.text] { return value(of: column) }
    if !row.isOpen {
      report(
        .unknownColumn, "unknown column '\(name.text)' in \(owner)", at: name.span,
        hint: didYouMean(name.text, among: row.columns.map(\.name)))
    }
    return .invalid(.dynamic)
  }

  private func bindElement(
    _ base: ExpressionSyntax, _ index: ExpressionSyntax, at span: ByteSpan, in scope: ExpressionScope
  ) -> BoundExpression {
    if case .name(let side) = base, case .literal(let literal) = index, literal.kind == .string {
      // `$left['a b']` is a column.
      if scope.join != nil, side.text == "$left" || side.text == "$right" {
        return bindMember(base, NameSyntax(literal.content, at: literal.span, isBracketed: true), in: scope)
      }
    }
    let value = bindExpression(base, in: scope)
    let position = bindExpression(index, in: scope)
    if value.isInvalid { return .invalid(.dynamic) }
    guard value.type == .dynamic else {
      report(.typeMismatch, "'[…]' needs a dynamic value, not a \(value.type.name)", at: base.span)
      return .invalid(.dynamic)
    }
    if position.isInvalid { return .invalid(.dynamic) }
    switch position.type {
    case .string, .long: break
    case .int, .dynamic: break
    default:
      report(
        .typeMismatch, "the index must be a string, an int or a long, not a \(position.type.name)", at: index.span)
      return .invalid(.dynamic)
    }
    let argument = position.type == .int ? convert(position, to: .long, at: index.span) : position
    return makeCall("getelement", [value, argument], type: .dynamic, at: span)
  }
}

// MARK: - Operators

extension QueryBinding {
  private func bindUnary(_ unary: UnaryExpressionSyntax, in scope: ExpressionScope) -> BoundExpression {
    let span = unary.symbol.span.union(unary.operand.span)
    if case .literal(let literal) = unary.operand, unary.symbol.text == "-", literal.kind == .long {
      // The smallest long has no positive counterpart.
      if let value = IntegerText.parse("-" + literal.content) { return .constant(.long(value)) }
    }
    let operand = bindExpression(unary.operand, in: scope)
    let bound = bindOperator(
      "unary" + unary.symbol.text, shown: unary.symbol.text, [operand], [unary.operand.span], at: unary.symbol.span,
      span: span)
    if case .constant(let value) = operand, let negated = negated(value, unary.symbol.text) {
      return .constant(negated)
    }
    return bound
  }

  private func negated(_ value: ScalarValue, _ symbol: String) -> ScalarValue? {
    switch value {
    case .long(let number) where symbol == "-" && number != .min: .long(-number)
    case .real(let number) where symbol == "-": .real(-number)
    case .timespan(let ticks) where symbol == "-" && ticks != .min: .timespan(-ticks)
    default: nil
    }
  }

  /// Binds chains of operators without descending into their left sides one by one: `a or b or …` may be long.
  private func bindBinary(_ binary: BinaryExpressionSyntax, in scope: ExpressionScope) -> BoundExpression {
    var steps = [binary]
    while case .binary(let left) = steps[steps.count - 1].left { steps.append(left) }
    let first = steps[steps.count - 1]
    var value: BoundExpression
    var span = first.left.span
    var index = steps.count - 1
    if case .star = first.left, first.symbol.text != "and", first.symbol.text != "or" {
      value = bindStarComparison(first, in: scope)
      span = span.union(first.right.span)
      index -= 1
    } else {
      value = bindExpression(first.left, in: scope)
    }
    while index >= 0 {
      let symbol = steps[index].symbol.text
      guard symbol == "and" || symbol == "or" else {
        value = bindBinaryStep(steps[index], left: value, leftSpan: span, in: scope)
        span = span.union(steps[index].right.span)
        index -= 1
        continue
      }
      // A run of the same connective becomes a balanced tree, so that its depth stays small.
      var operands = [(value, span)]
      var symbolSpans: [ByteSpan] = []
      while index >= 0, steps[index].symbol.text == symbol {
        let right = steps[index].right
        operands.append((bindExpression(right, in: scope), right.span))
        symbolSpans.append(steps[index].symbol.span)
        index -= 1
      }
      (value, span) = combine(operands[...], symbolSpans[...], symbol: symbol)
    }
    return value
  }

  private func combine(
    _ operands: ArraySlice<(BoundExpression, ByteSpan)>, _ symbolSpans: ArraySlice<ByteSpan>, symbol: String
  ) -> (BoundExpression, ByteSpan) {
    guard operands.count > 1 else { return operands[operands.startIndex] }
    let middle = operands.startIndex + (operands.count + 1) / 2
    let symbolSpan = symbolSpans[symbolSpans.startIndex + (middle - operands.startIndex) - 1]
    let left = combine(
      operands[..<middle], symbolSpans.prefix(middle - operands.startIndex - 1), symbol: symbol)
    let right = combine(
      operands[middle...], symbolSpans.dropFirst(middle - operands.startIndex), symbol: symbol)
    let span = left.1.union(right.1)
    return (
      bindOperator(symbol, shown: symbol, [left.0, right.0], [left.1, right.1], at: symbolSpan, span: span), span
    )
  }

  private func bindBinaryStep(
    _ binary: BinaryExpressionSyntax, left: BoundExpression, leftSpan: ByteSpan, in scope: ExpressionScope
  ) -> BoundExpression {
    let right = bindExpression(binary.right, in: scope)
    let span = leftSpan.union(binary.right.span)
    return bindOperator(
      binary.symbol.text, shown: binary.symbol.text, [left, right], [leftSpan, binary.right.span],
      at: binary.symbol.span, span: span)
  }

  /// `a in (…)`, `a has_any (…)`: items, or one table whose first column gives them.
  private func bindMembership(_ membership: MembershipExpressionSyntax, in scope: ExpressionScope) -> BoundExpression {
    let symbol = membership.symbol.text
    let value = bindExpression(membership.value, in: scope)
    if membership.items.count == 1, let item = membership.items.first, isTabular(item, in: scope.environment),
      scope.row[(item.withoutParentheses.simpleName ?? "")] == nil
    {
      guard let set = bindSet(item, in: scope) else { return .invalid(.bool) }
      return bindOperator(
        symbol, shown: symbol, [value, set], [membership.value.span, item.span], at: membership.symbol.span,
        span: membership.span)
    }
    let items = membership.items.map { bindExpression($0, in: scope) }
    return bindOperator(
      symbol, shown: symbol, [value] + items, [membership.value.span] + membership.items.map(\.span),
      at: membership.symbol.span, span: membership.span)
  }

  private func bindSet(_ syntax: ExpressionSyntax, in scope: ExpressionScope) -> BoundExpression? {
    let table = bindTable(syntax, in: scope.environment)
    guard !table.isInvalid else { return nil }
    guard !table.columns.isEmpty || table.isOpen else {
      report(.tableExpected, "the table has no column", at: syntax.span)
      return nil
    }
    return .subquery(Subquery(form: .set, plan: table.plan, type: .dynamic))
  }

  private func bindBetween(_ between: BetweenExpressionSyntax, in scope: ExpressionScope) -> BoundExpression {
    let operands = [between.value, between.low, between.high]
    return bindOperator(
      between.symbol.text, shown: between.symbol.text, operands.map { bindExpression($0, in: scope) },
      operands.map(\.span), at: between.symbol.span, span: between.span)
  }
}

extension ExpressionSyntax {
  /// The text of a plain name.
  var simpleName: String? {
    if case .name(let name) = self { return name.text }
    return nil
  }
}
