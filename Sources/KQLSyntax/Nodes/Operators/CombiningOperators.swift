import KQLDiagnostics

/// `union [kind=…] [withsource=…] [isfuzzy=…] a, (b), c*`.
package struct UnionOperatorSyntax: OperatorSyntax {
  package var keyword: NameSyntax
  package var span: ByteSpan
  package var parameters: [OperatorParameterSyntax]
  package var tables: [ExpressionSyntax]
}

/// `join [kind=…] (right) on conditions`, `| where` forms included as expressions over `$left` and `$right`.
package struct JoinOperatorSyntax: OperatorSyntax {
  package var keyword: NameSyntax
  package var span: ByteSpan
  package var parameters: [OperatorParameterSyntax]
  package var right: ExpressionSyntax
  package var conditions: [ExpressionSyntax]
}

/// `lookup [kind=…] (right) on conditions`.
package struct LookupOperatorSyntax: OperatorSyntax {
  package var keyword: NameSyntax
  package var span: ByteSpan
  package var parameters: [OperatorParameterSyntax]
  package var right: ExpressionSyntax
  package var conditions: [ExpressionSyntax]
}

/// `partition [hint.strategy=…] by column (pipeline)`, also `{ query }` and `in scope` forms.
package struct PartitionOperatorSyntax: OperatorSyntax {
  package var keyword: NameSyntax
  package var span: ByteSpan
  package var parameters: [OperatorParameterSyntax]
  package var by: ExpressionSyntax
  package var scope: ExpressionSyntax?
  package var body: PipelineSyntax
  /// Whether the body is `{ … }`, a whole query of its own.
  package var isBraced: Bool
}

/// `fork [name =] (pipeline) …`.
package struct ForkOperatorSyntax: OperatorSyntax {
  package struct Branch: Sendable {
    package var name: NameSyntax?
    package var body: PipelineSyntax
  }
  package var keyword: NameSyntax
  package var span: ByteSpan
  package var branches: [Branch]
}

/// `invoke function(…)`.
package struct InvokeOperatorSyntax: OperatorSyntax {
  package var keyword: NameSyntax
  package var span: ByteSpan
  package var parameters: [OperatorParameterSyntax]
  package var call: CallSyntax
}

/// `evaluate plugin(…) [: (a:long, …)]`.
package struct EvaluateOperatorSyntax: OperatorSyntax {
  package var keyword: NameSyntax
  package var span: ByteSpan
  package var parameters: [OperatorParameterSyntax]
  package var call: CallSyntax
  package var schema: TypeSyntax?
}
