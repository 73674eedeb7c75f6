import KQLDiagnostics

/// `project a, b = expression, …`.
package struct ProjectOperatorSyntax: OperatorSyntax {
  package var keyword: NameSyntax
  package var span: ByteSpan
  package var columns: [ExpressionSyntax]
}

/// `project-away a, b*`.
package struct ProjectAwayOperatorSyntax: OperatorSyntax {
  package var keyword: NameSyntax
  package var span: ByteSpan
  /// Names and name patterns.
  package var columns: [ExpressionSyntax]
}

/// `project-keep a, b*`.
package struct ProjectKeepOperatorSyntax: OperatorSyntax {
  package var keyword: NameSyntax
  package var span: ByteSpan
  /// Names and name patterns.
  package var columns: [ExpressionSyntax]
}

/// `project-rename new = old, …`.
package struct ProjectRenameOperatorSyntax: OperatorSyntax {
  package var keyword: NameSyntax
  package var span: ByteSpan
  package var columns: [ExpressionSyntax]
}

/// `project-reorder a, b* asc, …`.
package struct ProjectReorderOperatorSyntax: OperatorSyntax {
  package struct Item: Sendable {
    package enum Order: Sendable {
      case ascending
      case descending
      case naturalAscending
      case naturalDescending
    }
    /// A name, a name pattern or `*`.
    package var column: ExpressionSyntax
    package var order: Order?
  }
  package var keyword: NameSyntax
  package var span: ByteSpan
  package var columns: [Item]
}

/// `project-by-names expression, …`.
package struct ProjectByNamesOperatorSyntax: OperatorSyntax {
  package var keyword: NameSyntax
  package var span: ByteSpan
  package var columns: [ExpressionSyntax]
}

/// `extend a = expression, …`.
package struct ExtendOperatorSyntax: OperatorSyntax {
  package var keyword: NameSyntax
  package var span: ByteSpan
  package var columns: [ExpressionSyntax]
}

/// `distinct a, b`, `distinct *`.
package struct DistinctOperatorSyntax: OperatorSyntax {
  package var keyword: NameSyntax
  package var span: ByteSpan
  package var parameters: [OperatorParameterSyntax]
  package var columns: [ExpressionSyntax]
}

/// `mv-expand [bagexpansion=…] [with_itemindex=i] a [to typeof(T)], … [limit n]`, also `mvexpand`.
package struct MvExpandOperatorSyntax: OperatorSyntax {
  package struct Item: Sendable {
    /// An expression, possibly named.
    package var expression: ExpressionSyntax
    /// Of `to typeof(T)`.
    package var type: TypeSyntax?
  }
  package var keyword: NameSyntax
  package var span: ByteSpan
  package var parameters: [OperatorParameterSyntax]
  package var columns: [Item]
  package var limit: ExpressionSyntax?
}

/// `mv-apply [with_itemindex=i] a [to typeof(T)], … [limit n] on (pipeline)`.
package struct MvApplyOperatorSyntax: OperatorSyntax {
  package var keyword: NameSyntax
  package var span: ByteSpan
  package var parameters: [OperatorParameterSyntax]
  package var columns: [MvExpandOperatorSyntax.Item]
  package var limit: ExpressionSyntax?
  /// Operators that run on the expanded rows; its source is `nil`.
  package var body: PipelineSyntax
}

/// `parse`, `parse-where`: `parse [kind=…] [flags=…] expression with pattern`.
package struct ParseOperatorSyntax: OperatorSyntax {
  package enum Part: Sendable {
    /// A string literal; a regular expression when `kind=regex`.
    case text(LiteralSyntax)
    case column(NameSyntax, type: NameSyntax?)
    case star(ByteSpan)
  }
  package var keyword: NameSyntax
  package var span: ByteSpan
  package var parameters: [OperatorParameterSyntax]
  package var expression: ExpressionSyntax
  package var pattern: [Part]
}

/// `parse-kv expression as (a:long, …) [with (pair_delimiter=…, …)]`.
package struct ParseKvOperatorSyntax: OperatorSyntax {
  package var keyword: NameSyntax
  package var span: ByteSpan
  package var parameters: [OperatorParameterSyntax]
  package var expression: ExpressionSyntax
  package var columns: [ColumnDeclarationSyntax]
  package var options: [OperatorParameterSyntax]
}
