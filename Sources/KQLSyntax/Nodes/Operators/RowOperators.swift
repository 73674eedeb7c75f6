import KQLDiagnostics

/// `where predicate`, `filter predicate`.
package struct WhereOperatorSyntax: OperatorSyntax {
  package var keyword: NameSyntax
  package var span: ByteSpan
  package var parameters: [OperatorParameterSyntax]
  package var predicate: ExpressionSyntax
}

/// `take count`, `limit count`.
package struct TakeOperatorSyntax: OperatorSyntax {
  package var keyword: NameSyntax
  package var span: ByteSpan
  package var parameters: [OperatorParameterSyntax]
  package var count: ExpressionSyntax
}

/// `top count by expression [asc|desc] [nulls first|last]`.
package struct TopOperatorSyntax: OperatorSyntax {
  package var keyword: NameSyntax
  package var span: ByteSpan
  package var parameters: [OperatorParameterSyntax]
  package var count: ExpressionSyntax
  package var by: [OrderedExpressionSyntax]
}

/// `sort by …`, `order by …`.
package struct SortOperatorSyntax: OperatorSyntax {
  package var keyword: NameSyntax
  package var span: ByteSpan
  package var parameters: [OperatorParameterSyntax]
  package var by: [OrderedExpressionSyntax]
}

/// `sample count`.
package struct SampleOperatorSyntax: OperatorSyntax {
  package var keyword: NameSyntax
  package var span: ByteSpan
  package var parameters: [OperatorParameterSyntax]
  package var count: ExpressionSyntax
}

/// `sample-distinct count of expression`.
package struct SampleDistinctOperatorSyntax: OperatorSyntax {
  package var keyword: NameSyntax
  package var span: ByteSpan
  package var parameters: [OperatorParameterSyntax]
  package var count: ExpressionSyntax
  package var of: ExpressionSyntax
}

/// `serialize [a = expression, …]`.
package struct SerializeOperatorSyntax: OperatorSyntax {
  package var keyword: NameSyntax
  package var span: ByteSpan
  package var parameters: [OperatorParameterSyntax]
  package var columns: [ExpressionSyntax]
}

/// `count [as name]`.
package struct CountOperatorSyntax: OperatorSyntax {
  package var keyword: NameSyntax
  package var span: ByteSpan
  package var parameters: [OperatorParameterSyntax]
  package var alias: NameSyntax?
}

/// `consume`.
package struct ConsumeOperatorSyntax: OperatorSyntax {
  package var keyword: NameSyntax
  package var span: ByteSpan
  package var parameters: [OperatorParameterSyntax]
}

/// `getschema [kind=csl]`.
package struct GetSchemaOperatorSyntax: OperatorSyntax {
  package var keyword: NameSyntax
  package var span: ByteSpan
  package var parameters: [OperatorParameterSyntax]
}

/// `as name`.
package struct AsOperatorSyntax: OperatorSyntax {
  package var keyword: NameSyntax
  package var span: ByteSpan
  package var parameters: [OperatorParameterSyntax]
  package var name: NameSyntax
}

/// `assert-schema (a:long, …)`.
package struct AssertSchemaOperatorSyntax: OperatorSyntax {
  package var keyword: NameSyntax
  package var span: ByteSpan
  package var schema: TypeSyntax
}

/// `render chart [with (property = value, …)]`, also the older form with properties after the chart.
package struct RenderOperatorSyntax: OperatorSyntax {
  package var keyword: NameSyntax
  package var span: ByteSpan
  package var chart: NameSyntax
  package var properties: [OperatorParameterSyntax]
}
