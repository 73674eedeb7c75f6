import KQLDiagnostics
import KQLPlan
import KQLSyntax
import KQLTypes

/// `top-nested`.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/top-nested-operator>
extension TopNestedOperatorSyntax: BindableOperator {
  func bind(_ input: BoundTable, in pipeline: inout PipelineScope, _ binding: QueryBinding) -> BoundTable {
    let scope = pipeline.windowedExpressions(over: input)
    let tuples = TupleExtraction()
    var names = UniqueNames()
    var bound: [TopNestedNode.Level] = []
    for level in levels {
      bound.append(bind(level, &names, tuples: tuples, scope, pipeline, binding))
    }
    let source = tuples.applied(to: scope.windows?.applied(to: input.plan) ?? input.plan)
    var result = input.replacingPlan(TopNestedNode(input: source, levels: bound), isSerialized: false)
    result.isOpen = false
    return result
  }

  private func bind(
    _ level: Level, _ names: inout UniqueNames, tuples: TupleExtraction, _ scope: ExpressionScope,
    _ pipeline: PipelineScope, _ binding: QueryBinding
  ) -> TopNestedNode.Level {
    let value = binding.bindExpression(level.of.withoutName, in: scope)
    if !value.isInvalid, value.type == .dynamic {
      binding.report(
        .typeMismatch, "rows cannot be grouped by a dynamic value", at: level.of.span,
        hint: "convert it first, as with 'tostring(…)'")
    }
    let column = binding.makeColumn(names.add(ResultName.of(level.of)), value.type)
    var others: BoundExpression?
    if let syntax = level.others {
      let given = binding.bindExpression(syntax, in: ExpressionScope(environment: pipeline.environment))
      if !given.isInvalid, !binding.isConstant(given) {
        binding.report(.constantExpected, "the value that stands for others must be a constant", at: syntax.span)
      }
      others = binding.convert(given, to: value.type, at: syntax.span)
    }
    var aggregateScope = scope
    let extraction = AggregateExtraction()
    aggregateScope.aggregates = extraction
    let by = level.by.expression
    let rank = binding.bindExpression(by.withoutName, in: aggregateScope)
    binding.checkAggregated(
      [rank], syntax: [by], aggregates: extraction.columns, groups: [],
      of: scope.row)
    var rankName = "aggregated_\(column.name)"
    if case .named(let named) = by, let name = named.names.first { rankName = name.text }
    let isDescending = level.by.direction != .ascending
    return TopNestedNode.Level(
      count: level.count.map { binding.bindRowCount($0, of: "top-nested", in: pipeline) }, value: value,
      column: column, others: others, aggregates: extraction.aggregates, rank: rank,
      rankColumn: binding.makeColumn(names.add(rankName), rank.type), isDescending: isDescending,
      nullsFirst: level.by.nullOrder.map { $0 == .first } ?? !isDescending)
  }
}
