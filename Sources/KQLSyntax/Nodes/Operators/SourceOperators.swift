import KQLDiagnostics

/// `print a = expression, …`.
package struct PrintOperatorSyntax: OperatorSyntax {
  package var keyword: NameSyntax
  package var span: ByteSpan
  package var columns: [ExpressionSyntax]
}

/// `range name from start to end step step`.
package struct RangeOperatorSyntax: OperatorSyntax {
  package var keyword: NameSyntax
  package var span: ByteSpan
  package var name: NameSyntax
  package var from: ExpressionSyntax
  package var to: ExpressionSyntax
  package var step: ExpressionSyntax
}

/// `datatable (a:long, …) [ values ]`.
package struct DatatableOperatorSyntax: OperatorSyntax {
  package var keyword: NameSyntax
  package var span: ByteSpan
  package var parameters: [OperatorParameterSyntax]
  package var schema: TypeSyntax
  package var values: [ExpressionSyntax]
}

/// `externaldata (a:long, …) [ uris ] [with (…)]`.
package struct ExternalDataOperatorSyntax: OperatorSyntax {
  package var keyword: NameSyntax
  package var span: ByteSpan
  package var parameters: [OperatorParameterSyntax]
  package var schema: TypeSyntax
  package var locations: [ExpressionSyntax]
  package var properties: [OperatorParameterSyntax]
}

/// `search [kind=…] [in (tables)] predicate`, as a source or after a pipe.
package struct SearchOperatorSyntax: OperatorSyntax {
  package var keyword: NameSyntax
  package var span: ByteSpan
  package var parameters: [OperatorParameterSyntax]
  package var tables: [ExpressionSyntax]
  package var predicate: ExpressionSyntax
}

/// `find [withsource=…] [in (tables)] where predicate [project …|project-smart|project-away …]`.
package struct FindOperatorSyntax: OperatorSyntax {
  package enum Projection: Sendable {
    /// `project a, b:long, pack_all(x) …`: expressions, columns with a type, `pack(*)`.
    case columns([Item])
    case smart
    case away([ExpressionSyntax])
  }
  package struct Item: Sendable {
    package var expression: ExpressionSyntax
    package var type: NameSyntax?
  }
  package var keyword: NameSyntax
  package var span: ByteSpan
  package var parameters: [OperatorParameterSyntax]
  package var tables: [ExpressionSyntax]
  package var predicate: ExpressionSyntax
  package var projection: Projection?
}

/// `inline`, `macro-expand`, `execute-and-cache`, `execute_and_cache` and other forms that only clusters run: parsed
/// and refused by name.
package struct InlineTableOperatorSyntax: OperatorSyntax {
  package var keyword: NameSyntax
  package var span: ByteSpan
  package var body: [ExpressionSyntax]
}
