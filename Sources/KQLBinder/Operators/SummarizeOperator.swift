import KQLDiagnostics
import KQLFunctions
import KQLPlan
import KQLSyntax
import KQLTypes

/// `summarize`.
///
/// Expressions over several aggregates and groups are computed above the node that aggregates.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/summarize-operator>
extension SummarizeOperatorSyntax: BindableOperator {
  func bind(_ input: BoundTable, in pipeline: inout PipelineScope, _ binding: QueryBinding) -> BoundTable {
    let scope = pipeline.windowedExpressions(over: input)
    var builder = ProjectionBuilder()
    let groupTuples = TupleExtraction()
    let keys = binding.bindGroups(groups, into: &builder, tuples: groupTuples, in: scope)

    var aggregateScope = scope
    let extraction = AggregateExtraction()
    extraction.excludedFromStar = Set(
      keys.compactMap { if case .column(let column) = $0.expression { column.id } else { nil } })
    extraction.names = UniqueNames(keys.map(\.column.name))
    aggregateScope.aggregates = extraction
    let tuples = TupleExtraction()
    let groupCount = builder.items.count
    binding.bindProjection(aggregates, into: &builder, style: .summarize, tuples: tuples, in: aggregateScope)

    let replacements = binding.groupReplacements(keys)
    var items = builder.items
    var outputs = extraction.columns
    for index in tuples.items.indices {
      tuples.items[index].expression = tuples.items[index].expression.mapping { replacements.apply($0) }
      if !tuples.items[index].expression.columns.isDisjoint(with: outputs) {
        outputs.insert(tuples.items[index].column.id)
      }
    }
    for index in items.indices.dropFirst(groupCount) {
      items[index].expression = items[index].expression.mapping { replacements.apply($0) }
    }
    binding.checkAggregated(
      items.dropFirst(groupCount).map(\.expression), syntax: aggregates, aggregates: outputs,
      groups: Set(keys.map(\.column.id)),
      of: scope.row)
    let source = groupTuples.applied(to: scope.windows?.applied(to: input.plan) ?? input.plan)
    let node = AggregateNode(input: source, keys: keys, aggregates: extraction.aggregates)
    var result = input.replacingPlan(
      ProjectNode(input: tuples.applied(to: node), items: items), isSerialized: false)
    result.isOpen = false
    return result
  }
}

/// What columns of the input become above an aggregation: the groups that they are.
struct GroupReplacements {
  var columns: [ColumnID: PlanColumn] = [:]

  func apply(_ expression: BoundExpression) -> BoundExpression {
    if case .column(let column) = expression, let group = columns[column.id] { return .column(group) }
    return expression
  }
}

extension QueryBinding {
  /// Binds the groups of an aggregating operator; the builder gets a column for each.
  func bindGroups(
    _ groups: [ExpressionSyntax], into builder: inout ProjectionBuilder, tuples: TupleExtraction,
    in scope: ExpressionScope
  ) -> [AggregateNode.Key] {
    let start = builder.items.count
    bindProjection(groups, into: &builder, style: .summarize, tuples: tuples, in: scope)
    var keys: [AggregateNode.Key] = []
    let added = Array(builder.items[start...])
    for (index, item) in added.enumerated() {
      if item.expression.type == .dynamic, !item.expression.isInvalid {
        report(
          .typeMismatch, "rows cannot be grouped by a dynamic value", at: groups[min(index, groups.count - 1)].span,
          hint: "convert it first, as with 'tostring(…)'")
      }
      // A group is another value than the column of a row, so it has an id of its own.
      let column = makeColumn(item.column.name, for: item.expression)
      keys.append(AggregateNode.Key(expression: item.expression, column: column))
    }
    builder.replaceItems(
      from: start, with: keys.map { ProjectNode.Item(column: $0.column, expression: .column($0.column)) })
    return keys
  }

  func groupReplacements(_ keys: [AggregateNode.Key]) -> GroupReplacements {
    var replacements = GroupReplacements()
    for key in keys {
      if case .column(let column) = key.expression { replacements.columns[column.id] = key.column }
    }
    return replacements
  }

  /// Reports expressions that are neither aggregates nor made of aggregates and groups.
  func checkAggregated(
    _ expressions: [BoundExpression], syntax: [ExpressionSyntax], aggregates: Set<ColumnID>, groups: Set<ColumnID>,
    of row: RowScope
  ) {
    let input = Set(row.columns.map(\.id))
    for (index, expression) in expressions.enumerated() {
      if expression.isInvalid { continue }
      let columns = expression.columns
      let span = syntax[min(index, syntax.count - 1)].span
      if columns.isDisjoint(with: aggregates) {
        report(.aggregateExpected, "an aggregate such as 'count()' is expected here", at: span)
      } else if !columns.intersection(input).subtracting(groups).isEmpty {
        report(
          .aggregateExpected, "a column outside of aggregates must be one that rows are grouped by", at: span)
      }
    }
  }
}
