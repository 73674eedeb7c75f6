import KQLDiagnostics

/// A source and the operators that it is piped through.
package struct PipelineSyntax: Sendable {
  /// `nil` when the first operator is a source itself (`print`, `range`, `union`, `datatable`, …), or when the query
  /// begins with a pipe.
  package var source: ExpressionSyntax?
  /// Whether the text begins with `|`, so that the default table is the source.
  package var beginsWithPipe: Bool
  package var operators: [any OperatorSyntax]
  package var span: ByteSpan

  package init(
    source: ExpressionSyntax?, beginsWithPipe: Bool = false, operators: [any OperatorSyntax], span: ByteSpan
  ) {
    self.source = source
    self.beginsWithPipe = beginsWithPipe
    self.operators = operators
    self.span = span
  }
}

/// A tabular operator as written; one type an operator.
package protocol OperatorSyntax: Sendable {
  /// The keyword as written, such as `where` or `filter`.
  var keyword: NameSyntax { get }
  /// From the keyword to the end of the operator.
  var span: ByteSpan { get }
}

/// A setting of an operator: `kind=inner`, `hint.strategy=shuffle`, `withsource=T`, `isfuzzy=true`.
///
/// The value is a literal or a name; a setting that takes a list (`ycolumns=a, b`) stands here once for each element.
package struct OperatorParameterSyntax: Sendable {
  package var name: NameSyntax
  package var value: ExpressionSyntax

  package init(name: NameSyntax, value: ExpressionSyntax) {
    self.name = name
    self.value = value
  }
}

/// `expression [asc|desc] [nulls first|nulls last]`.
package struct OrderedExpressionSyntax: Sendable {
  package enum Direction: Sendable {
    case ascending
    case descending
  }
  package enum NullOrder: Sendable {
    case first
    case last
  }
  package var expression: ExpressionSyntax
  package var direction: Direction?
  package var nullOrder: NullOrder?

  package init(expression: ExpressionSyntax, direction: Direction?, nullOrder: NullOrder?) {
    self.expression = expression
    self.direction = direction
    self.nullOrder = nullOrder
  }
}
