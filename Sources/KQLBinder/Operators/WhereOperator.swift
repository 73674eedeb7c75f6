import KQLPlan
import KQLSyntax

/// `where`, `filter`.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/where-operator>
extension WhereOperatorSyntax: BindableOperator {
  func bind(_ input: BoundTable, in pipeline: inout PipelineScope, _ binding: QueryBinding) -> BoundTable {
    let scope = pipeline.windowedExpressions(over: input)
    let condition = binding.bindCondition(predicate, in: scope)
    guard let windows = scope.windows, !windows.isEmpty else {
      return input.replacingPlan(FilterNode(input: input.plan, predicate: condition))
    }
    let filtered = FilterNode(input: windows.applied(to: input.plan), predicate: condition)
    return input.replacingPlan(.passingOn(input.columns, of: filtered))
  }
}

extension PlanNode where Self == ProjectNode {
  /// Keeps the given columns of a plan.
  static func passingOn(_ columns: [PlanColumn], of input: any PlanNode) -> ProjectNode {
    ProjectNode(input: input, items: columns.map { ProjectNode.Item(column: $0, expression: .column($0)) })
  }
}
