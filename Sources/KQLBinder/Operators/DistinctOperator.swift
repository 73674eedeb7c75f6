import KQLDiagnostics
import KQLPlan
import KQLSyntax

/// `distinct`.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/distinct-operator>
extension DistinctOperatorSyntax: BindableOperator {
  func bind(_ input: BoundTable, in pipeline: inout PipelineScope, _ binding: QueryBinding) -> BoundTable {
    var builder = ProjectionBuilder()
    let plan = binding.bindComputedColumns(columns, into: &builder, style: .project, over: input, in: pipeline)
    var result = input.replacingPlan(DistinctNode(input: plan, columns: builder.columns), isSerialized: false)
    result.isOpen = input.isOpen && columns.contains { if case .star = $0 { true } else { false } }
    return result
  }
}
