import KQLDiagnostics
import KQLPlan
import KQLSyntax

/// `sort`, `order`.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/sort-operator>
extension SortOperatorSyntax: BindableOperator {
  func bind(_ input: BoundTable, in pipeline: inout PipelineScope, _ binding: QueryBinding) -> BoundTable {
    binding.bindSort(input, by: by, limit: nil, in: pipeline)
  }
}

/// `top`.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/top-operator>
extension TopOperatorSyntax: BindableOperator {
  func bind(_ input: BoundTable, in pipeline: inout PipelineScope, _ binding: QueryBinding) -> BoundTable {
    let limit = binding.bindRowCount(count, of: "top", in: pipeline)
    return binding.bindSort(input, by: by, limit: limit, in: pipeline)
  }
}

extension QueryBinding {
  fileprivate func bindSort(
    _ input: BoundTable, by keys: [OrderedExpressionSyntax], limit: Int?, in pipeline: PipelineScope
  ) -> BoundTable {
    let scope = pipeline.windowedExpressions(over: input)
    let bound = bindSortKeys(keys, in: scope)
    guard let windows = scope.windows, !windows.isEmpty else {
      return input.replacingPlan(SortNode(input: input.plan, keys: bound, limit: limit), isSerialized: true)
    }
    let sorted = SortNode(input: windows.applied(to: input.plan), keys: bound, limit: limit)
    return input.replacingPlan(.passingOn(input.columns, of: sorted), isSerialized: true)
  }

  /// Descending unless said otherwise; nulls come last when descending and first when ascending.
  func bindSortKeys(_ keys: [OrderedExpressionSyntax], in scope: ExpressionScope) -> [SortKey] {
    keys.compactMap { key in
      if case .missing = key.expression { return nil }
      let value = bindExpression(key.expression.withoutName, in: scope)
      if !value.isInvalid, value.type == .dynamic {
        report(
          .typeMismatch, "rows cannot be ordered by a dynamic value", at: key.expression.span,
          hint: "convert it first, as with 'tolong(…)' or 'tostring(…)'")
      }
      let isDescending = key.direction != .ascending
      return SortKey(
        expression: value, isDescending: isDescending,
        nullsFirst: key.nullOrder.map { $0 == .first } ?? !isDescending)
    }
  }
}
