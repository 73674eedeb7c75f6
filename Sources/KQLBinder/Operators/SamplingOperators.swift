import KQLDiagnostics
import KQLFunctions
import KQLPlan
import KQLSyntax
import KQLTypes

/// `sample`.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/sample-operator>
extension SampleOperatorSyntax: BindableOperator {
  func bind(_ input: BoundTable, in pipeline: inout PipelineScope, _ binding: QueryBinding) -> BoundTable {
    let count = binding.bindRowCount(count, of: "sample", in: pipeline, allowsReal: true)
    return input.replacingPlan(
      SampleNode(input: input.plan, count: count, seed: binding.makeSampleSeed()), isSerialized: false)
  }
}

/// `sample-distinct`: any distinct values will do, so the first ones do.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/sample-distinct-operator>
extension SampleDistinctOperatorSyntax: BindableOperator {
  func bind(_ input: BoundTable, in pipeline: inout PipelineScope, _ binding: QueryBinding) -> BoundTable {
    let count = binding.bindRowCount(count, of: "sample-distinct", in: pipeline, allowsReal: true)
    var builder = ProjectionBuilder()
    let plan = binding.bindComputedColumns([of], into: &builder, style: .project, over: input, in: pipeline)
    var result = input.replacingPlan(
      LimitNode(input: DistinctNode(input: plan, columns: builder.columns), count: count), isSerialized: false)
    result.isOpen = false
    return result
  }
}

/// `top-hitters`: exact here, where Kusto estimates.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/top-hitters-operator>
extension TopHittersOperatorSyntax: BindableOperator {
  func bind(_ input: BoundTable, in pipeline: inout PipelineScope, _ binding: QueryBinding) -> BoundTable {
    let limit = binding.bindRowCount(count, of: "top-hitters", in: pipeline, allowsReal: true)
    let scope = pipeline.windowedExpressions(over: input)
    var builder = ProjectionBuilder()
    let tuples = TupleExtraction()
    let keys = binding.bindGroups([of], into: &builder, tuples: tuples, in: scope)

    var aggregateScope = scope
    let extraction = AggregateExtraction()
    extraction.names = UniqueNames(keys.map(\.column.name))
    aggregateScope.aggregates = extraction
    let function = by == nil ? "count" : "sum"
    let call = CallSyntax(
      name: NameSyntax(function, at: keyword.span), arguments: by.map { [$0.withoutName] } ?? [],
      span: by?.span ?? of.span)
    guard let entry = FunctionSurface.aggregates[function],
      case .column(let rank)? = binding.bindAggregate(entry, call, in: aggregateScope).first?.expression,
      let key = keys.first
    else { return .invalid }
    let hitters = by.map { ResultName.of($0) ?? "" } ?? key.column.name
    let source = tuples.applied(to: scope.windows?.applied(to: input.plan) ?? input.plan)
    var named = rank
    named.name = by == nil ? "approximate_count_\(hitters)" : "approximate_sum_\(hitters)"
    let node = AggregateNode(input: source, keys: keys, aggregates: extraction.aggregates)
    // Of values that weigh the same, those that came later are kept.
    var order = [SortKey(expression: .column(rank), isDescending: true, nullsFirst: false)]
    var numbered: any PlanNode = node
    if let rowNumber = binding.registry.window("row_number") {
      let number = binding.makeColumn("row_number", .long)
      numbered = WindowNode(
        input: node,
        calls: [WindowNode.Call(function: rowNumber, arguments: [], column: number, span: keyword.span)])
      order.append(SortKey(expression: .column(number), isDescending: true, nullsFirst: false))
    }
    let sorted = SortNode(input: numbered, keys: order, limit: limit)
    let items = [
      ProjectNode.Item(column: key.column, expression: .column(key.column)),
      ProjectNode.Item(column: named, expression: .column(rank)),
    ]
    var result = input.replacingPlan(ProjectNode(input: sorted, items: items), isSerialized: true)
    result.isOpen = false
    return result
  }
}
