import KQLDiagnostics

/// An expression, scalar or tabular, as written.
package indirect enum ExpressionSyntax: Sendable {
  case literal(LiteralSyntax)
  case name(NameSyntax)
  /// `a*` where names may be given by pattern.
  case namePattern(NamePatternSyntax)
  /// `*` standing alone.
  case star(ByteSpan)
  /// `base.name`, also `base.['name']`; `database('x').T` too, where the name may hold `*`.
  case member(ExpressionSyntax, NameSyntax)
  /// `base[index]`.
  case element(ExpressionSyntax, index: ExpressionSyntax, span: ByteSpan)
  case call(CallSyntax)
  case unary(UnaryExpressionSyntax)
  case binary(BinaryExpressionSyntax)
  case membership(MembershipExpressionSyntax)
  case between(BetweenExpressionSyntax)
  case parenthesized(ExpressionSyntax, span: ByteSpan)
  case named(NamedExpressionSyntax)
  /// `typeof(…)` and column declarations.
  case type(TypeSyntax)
  /// A tabular expression: anything with a `|`, or one that begins with an operator that is a source.
  case pipeline(PipelineSyntax)
  /// Stands where an expression is missing; a diagnostic was reported.
  case missing(ByteSpan)
}

/// `name(arguments)`, `receiver.name(arguments)`.
package struct CallSyntax: Sendable {
  /// What the function belongs to, as in `cluster('c').database('d')`.
  package var receiver: ExpressionSyntax?
  package var name: NameSyntax
  package var arguments: [ExpressionSyntax]
  package var span: ByteSpan

  package init(
    receiver: ExpressionSyntax? = nil, name: NameSyntax, arguments: [ExpressionSyntax], span: ByteSpan
  ) {
    self.receiver = receiver
    self.name = name
    self.arguments = arguments
    self.span = span
  }
}

/// `-a`, `+a`.
package struct UnaryExpressionSyntax: Sendable {
  /// The operator's text.
  package var symbol: NameSyntax
  package var operand: ExpressionSyntax

  package init(symbol: NameSyntax, operand: ExpressionSyntax) {
    self.symbol = symbol
    self.operand = operand
  }
}

/// `a + b`, `a and b`, `a has b`, `a matches regex b`: the operator's text in KQL's spelling, one space within.
package struct BinaryExpressionSyntax: Sendable {
  package var symbol: NameSyntax
  package var left: ExpressionSyntax
  package var right: ExpressionSyntax

  package init(symbol: NameSyntax, left: ExpressionSyntax, right: ExpressionSyntax) {
    self.symbol = symbol
    self.left = left
    self.right = right
  }
}

/// `a in (…)`, `!in`, `in~`, `!in~`, `has_any`, `has_all`: a list of expressions, or one tabular expression.
package struct MembershipExpressionSyntax: Sendable {
  package var symbol: NameSyntax
  package var value: ExpressionSyntax
  package var items: [ExpressionSyntax]
  package var span: ByteSpan

  package init(symbol: NameSyntax, value: ExpressionSyntax, items: [ExpressionSyntax], span: ByteSpan) {
    self.symbol = symbol
    self.value = value
    self.items = items
    self.span = span
  }
}

/// `a between (low .. high)`, `!between`.
package struct BetweenExpressionSyntax: Sendable {
  package var symbol: NameSyntax
  package var value: ExpressionSyntax
  package var low: ExpressionSyntax
  package var high: ExpressionSyntax
  package var span: ByteSpan

  package init(
    symbol: NameSyntax, value: ExpressionSyntax, low: ExpressionSyntax, high: ExpressionSyntax, span: ByteSpan
  ) {
    self.symbol = symbol
    self.value = value
    self.low = low
    self.high = high
    self.span = span
  }
}

/// `name = expression`, `(a, b) = expression`.
package struct NamedExpressionSyntax: Sendable {
  package var names: [NameSyntax]
  /// Whether the names stand in parentheses, which one name may do too.
  package var isTuple: Bool
  package var expression: ExpressionSyntax

  package init(names: [NameSyntax], isTuple: Bool, expression: ExpressionSyntax) {
    self.names = names
    self.isTuple = isTuple
    self.expression = expression
  }
}

/// A type: `long`, or columns `(a:long, b:string)`; in `typeof(…)`, declarations and `to typeof(…)`.
package struct TypeSyntax: Sendable {
  package enum Form: Sendable {
    case scalar(NameSyntax)
    case columns([ColumnDeclarationSyntax], acceptsAny: Bool)
  }
  package var form: Form
  package var span: ByteSpan

  package init(_ form: Form, span: ByteSpan) {
    self.form = form
    self.span = span
  }
}

/// `name: type`; a `*` in a schema is ``TypeSyntax/Form`` `acceptsAny`.
package struct ColumnDeclarationSyntax: Sendable {
  package var name: NameSyntax
  package var type: NameSyntax

  package init(name: NameSyntax, type: NameSyntax) {
    self.name = name
    self.type = type
  }
}

// MARK: - Places

extension ExpressionSyntax {
  package var span: ByteSpan {
    switch self {
    case .literal(let literal): literal.span
    case .name(let name): name.span
    case .namePattern(let pattern): pattern.span
    case .star(let span), .missing(let span): span
    case .member(let base, let name): base.span.union(name.span)
    case .element(_, _, let span): span
    case .call(let call): call.span
    case .unary(let unary): unary.symbol.span.union(unary.operand.span)
    case .binary(let binary): binary.left.span.union(binary.right.span)
    case .membership(let membership): membership.span
    case .between(let between): between.span
    case .parenthesized(_, let span): span
    case .named(let named):
      named.names.reduce(named.expression.span) { $0.union($1.span) }
    case .type(let type): type.span
    case .pipeline(let pipeline): pipeline.span
    }
  }
}
