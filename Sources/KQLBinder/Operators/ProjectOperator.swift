import KQLPlan
import KQLSyntax

/// `project`.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/project-operator>
extension ProjectOperatorSyntax: BindableOperator {
  func bind(_ input: BoundTable, in pipeline: inout PipelineScope, _ binding: QueryBinding) -> BoundTable {
    var builder = ProjectionBuilder()
    let plan = binding.bindComputedColumns(columns, into: &builder, style: .project, over: input, in: pipeline)
    var result = input.replacingPlan(plan)
    result.isOpen = false
    return result
  }
}

/// `extend`.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/extend-operator>
extension ExtendOperatorSyntax: BindableOperator {
  func bind(_ input: BoundTable, in pipeline: inout PipelineScope, _ binding: QueryBinding) -> BoundTable {
    var builder = ProjectionBuilder(input.columns)
    let plan = binding.bindComputedColumns(columns, into: &builder, style: .extend, over: input, in: pipeline)
    return input.replacingPlan(plan)
  }
}

/// `serialize`: marks the order of the rows as meant, and may compute columns.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/serialize-operator>
extension SerializeOperatorSyntax: BindableOperator {
  func bind(_ input: BoundTable, in pipeline: inout PipelineScope, _ binding: QueryBinding) -> BoundTable {
    var serialized = input
    serialized.isSerialized = true
    if columns.isEmpty { return serialized }
    var builder = ProjectionBuilder(input.columns)
    let plan = binding.bindComputedColumns(columns, into: &builder, style: .extend, over: serialized, in: pipeline)
    return serialized.replacingPlan(plan)
  }
}

extension QueryBinding {
  /// Binds computed columns over a table and puts what they need below them: window functions, then calls that give
  /// several values.
  func bindComputedColumns(
    _ columns: [ExpressionSyntax], into builder: inout ProjectionBuilder, style: ProjectionStyle,
    over input: BoundTable, in pipeline: PipelineScope
  ) -> any PlanNode {
    let scope = pipeline.windowedExpressions(over: input)
    let tuples = TupleExtraction()
    bindProjection(columns, into: &builder, style: style, tuples: tuples, in: scope)
    let windowed = scope.windows?.applied(to: input.plan) ?? input.plan
    return ProjectNode(input: tuples.applied(to: windowed), items: builder.items)
  }
}
