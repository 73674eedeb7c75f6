import KQLDiagnostics

/// `summarize [aggregates] [by groups]`.
package struct SummarizeOperatorSyntax: OperatorSyntax {
  package var keyword: NameSyntax
  package var span: ByteSpan
  package var parameters: [OperatorParameterSyntax]
  package var aggregates: [ExpressionSyntax]
  package var groups: [ExpressionSyntax]
  package var hasBy: Bool
}

/// `make-series [a =] aggregate [default = value], … on axis [from start] [to end] step step [by groups]`, also `in
/// range(start, end, step)`.
package struct MakeSeriesOperatorSyntax: OperatorSyntax {
  package struct Item: Sendable {
    package var aggregate: ExpressionSyntax
    package var defaultValue: ExpressionSyntax?
  }
  package var keyword: NameSyntax
  package var span: ByteSpan
  package var parameters: [OperatorParameterSyntax]
  package var aggregates: [Item]
  package var axis: ExpressionSyntax
  package var from: ExpressionSyntax?
  package var to: ExpressionSyntax?
  package var step: ExpressionSyntax?
  /// Whether written as `in range(start, stop, step)`, where stop is included.
  package var isRangeForm: Bool
  package var groups: [ExpressionSyntax]
}

/// `top-nested [n] of expression [with others = value] by aggregate [asc|desc], …`.
package struct TopNestedOperatorSyntax: OperatorSyntax {
  package struct Level: Sendable {
    package var count: ExpressionSyntax?
    package var of: ExpressionSyntax
    package var others: ExpressionSyntax?
    package var by: OrderedExpressionSyntax
  }
  package var keyword: NameSyntax
  package var span: ByteSpan
  package var levels: [Level]
}

/// `top-hitters n of expression [by weight]`.
package struct TopHittersOperatorSyntax: OperatorSyntax {
  package var keyword: NameSyntax
  package var span: ByteSpan
  package var parameters: [OperatorParameterSyntax]
  package var count: ExpressionSyntax
  package var of: ExpressionSyntax
  package var by: ExpressionSyntax?
}

/// `reduce [kind=…] by expression [with threshold=…, characters=…]`.
package struct ReduceOperatorSyntax: OperatorSyntax {
  package var keyword: NameSyntax
  package var span: ByteSpan
  package var parameters: [OperatorParameterSyntax]
  package var by: ExpressionSyntax
  package var options: [OperatorParameterSyntax]
}

/// `facet by a, b [with (pipeline)]`.
package struct FacetOperatorSyntax: OperatorSyntax {
  package var keyword: NameSyntax
  package var span: ByteSpan
  package var parameters: [OperatorParameterSyntax]
  package var columns: [ExpressionSyntax]
  package var body: PipelineSyntax?
}
