import KQLDiagnostics

/// A whole query text: statements separated by `;`.
package struct QueryBlockSyntax: Sendable {
  package var statements: [StatementSyntax]

  package init(statements: [StatementSyntax]) {
    self.statements = statements
  }
}

package enum StatementSyntax: Sendable {
  /// A tabular (or, inside function bodies, scalar) expression.
  case expression(ExpressionSyntax)
  case `let`(LetStatementSyntax)
  /// `set name = value` or `set name`.
  case set(name: NameSyntax, value: ExpressionSyntax?, span: ByteSpan)
  /// `declare query_parameters(a:long = 1, …)`.
  case declareParameters([ParameterDeclarationSyntax], span: ByteSpan)
  case declarePattern(PatternDeclarationSyntax)
  /// `alias database name = expression`.
  case alias(name: NameSyntax, expression: ExpressionSyntax, span: ByteSpan)
  /// `restrict access to (a, b)`.
  case restrict([ExpressionSyntax], span: ByteSpan)
}

/// `let name = …`.
package struct LetStatementSyntax: Sendable {
  package enum Value: Sendable {
    case expression(ExpressionSyntax)
    case function(FunctionDeclarationSyntax)
  }
  package var name: NameSyntax
  package var value: Value
  package var span: ByteSpan

  package init(name: NameSyntax, value: Value, span: ByteSpan) {
    self.name = name
    self.value = value
    self.span = span
  }
}

/// `(a:long, T:(x:string), b:int = 5) { statements }`, possibly after `view`.
package struct FunctionDeclarationSyntax: Sendable {
  package var isView: Bool
  package var parameters: [ParameterDeclarationSyntax]
  package var body: [StatementSyntax]
  package var span: ByteSpan

  package init(isView: Bool, parameters: [ParameterDeclarationSyntax], body: [StatementSyntax], span: ByteSpan) {
    self.isView = isView
    self.parameters = parameters
    self.body = body
    self.span = span
  }
}

package struct ParameterDeclarationSyntax: Sendable {
  package var name: NameSyntax
  package var type: TypeSyntax
  package var defaultValue: ExpressionSyntax?

  package init(name: NameSyntax, type: TypeSyntax, defaultValue: ExpressionSyntax?) {
    self.name = name
    self.type = type
    self.defaultValue = defaultValue
  }
}

/// `declare pattern name = (parameters) [path] { (values).[path] = { body }; … }`, or only its name.
package struct PatternDeclarationSyntax: Sendable {
  package struct Case: Sendable {
    package var values: [LiteralSyntax]
    package var path: LiteralSyntax?
    package var body: [StatementSyntax]

    package init(values: [LiteralSyntax], path: LiteralSyntax?, body: [StatementSyntax]) {
      self.values = values
      self.path = path
      self.body = body
    }
  }
  package var name: NameSyntax
  package var parameters: [ParameterDeclarationSyntax]
  package var pathParameter: ParameterDeclarationSyntax?
  package var cases: [Case]
  package var span: ByteSpan

  package init(
    name: NameSyntax, parameters: [ParameterDeclarationSyntax], pathParameter: ParameterDeclarationSyntax?,
    cases: [Case], span: ByteSpan
  ) {
    self.name = name
    self.parameters = parameters
    self.pathParameter = pathParameter
    self.cases = cases
    self.span = span
  }
}
