import KQLDiagnostics

/// `scan [with_match_id=…] [declare (…)] [order by …] [partition by …] with (step …;)`.
package struct ScanOperatorSyntax: OperatorSyntax {
  package struct Step: Sendable {
    package enum Output: Sendable {
      case all
      case last
      case none
    }
    package var name: NameSyntax
    package var isOptional: Bool
    package var output: Output
    package var condition: ExpressionSyntax
    /// Of `=> name = expression, …`.
    package var assignments: [ExpressionSyntax]
    package var span: ByteSpan
  }
  package var keyword: NameSyntax
  package var span: ByteSpan
  package var parameters: [OperatorParameterSyntax]
  package var orderBy: [OrderedExpressionSyntax]
  package var partitionBy: [ExpressionSyntax]
  package var declarations: [ParameterDeclarationSyntax]
  package var steps: [Step]
}
