import KQLDiagnostics
import KQLFunctions
import KQLPlan
import KQLSyntax
import KQLTypes

/// `take`, `limit`.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/take-operator>
extension TakeOperatorSyntax: BindableOperator {
  func bind(_ input: BoundTable, in pipeline: inout PipelineScope, _ binding: QueryBinding) -> BoundTable {
    let count = binding.bindRowCount(count, of: keyword.text, in: pipeline)
    return input.replacingPlan(LimitNode(input: input.plan, count: count))
  }
}

/// `count`.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/count-operator>
extension CountOperatorSyntax: BindableOperator {
  func bind(_ input: BoundTable, in pipeline: inout PipelineScope, _ binding: QueryBinding) -> BoundTable {
    let column = binding.makeColumn(alias?.text ?? "Count", .long)
    guard let function = binding.registry.aggregate("count") else {
      binding.reportUnsupported("aggregate 'count' is not supported", at: keyword.span)
      var result = input.replacingPlan(ValuesNode(columns: [column], batches: []), isSerialized: false)
      result.isOpen = false
      return result
    }
    let aggregate = BoundAggregate(function: function, arguments: [], columns: [column])
    var result = input.replacingPlan(
      AggregateNode(input: input.plan, keys: [], aggregates: [aggregate]), isSerialized: false)
    result.isOpen = false
    return result
  }
}

extension QueryBinding {
  /// The constant number of rows that an operator asks for; 0 when something was reported about it.
  ///
  /// - Parameter allowsReal: Whether a real number without a fraction will do.
  func bindRowCount(
    _ syntax: ExpressionSyntax, of operatorName: String, in pipeline: PipelineScope, allowsReal: Bool = false
  ) -> Int {
    var bound = bindExpression(syntax, in: ExpressionScope(environment: pipeline.environment))
    if allowsReal, isConstant(bound), case .real(let number)? = constantValue(bound),
      let whole = Int64(exactly: number)
    {
      bound = .constant(.long(whole))
    }
    return bindCount(bound, at: syntax.span, of: "the count of '\(operatorName)'") ?? 0
  }
}
