import KQLDiagnostics
import KQLPlan
import KQLSyntax
import KQLTypes

/// `make-series`.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/make-series-operator>
extension MakeSeriesOperatorSyntax: BindableOperator {
  func bind(_ input: BoundTable, in pipeline: inout PipelineScope, _ binding: QueryBinding) -> BoundTable {
    let settings = OperatorParameters(parameters)
    settings.report(unknownExcept: ["kind"], of: "make-series", binding)
    let scope = pipeline.windowedExpressions(over: input)
    var builder = ProjectionBuilder()
    let tuples = TupleExtraction()
    let keys = binding.bindGroups(groups, into: &builder, tuples: tuples, in: scope)

    var aggregateScope = scope
    let extraction = AggregateExtraction()
    aggregateScope.aggregates = extraction
    var names = UniqueNames(keys.map(\.column.name))
    var series: [MakeSeriesNode.Series] = []
    for item in aggregates {
      let values = binding.bindValues(item.aggregate.withoutName, tuples: TupleExtraction(), in: aggregateScope)
      guard let first = values.first else { continue }
      binding.checkAggregated(
        [first.expression], syntax: [item.aggregate], aggregates: extraction.columns, groups: [],
        of: scope.row)
      var name = first.name
      if case .named(let named) = item.aggregate { name = named.names.first?.text }
      series.append(
        MakeSeriesNode.Series(
          value: first.expression, defaultValue: defaultValue(item, first.expression.type, pipeline, binding),
          column: binding.makeColumn(names.add(name), .dynamic)))
    }

    let axisValue = binding.bindExpression(axis.withoutName, in: scope)
    if !axisValue.isInvalid, !axisValue.type.isSummable {
      binding.report(
        .typeMismatch, "the axis must be a number, datetime or timespan, not a \(axisValue.type.name)", at: axis.span)
    }
    let axisColumn = binding.makeColumn(names.add(ResultName.of(axis)), .dynamic)
    let source = tuples.applied(to: scope.windows?.applied(to: input.plan) ?? input.plan)
    let stepType: ScalarType = axisValue.type == .datetime ? .timespan : axisValue.type
    var result = input.replacingPlan(
      MakeSeriesNode(
        input: source, keys: keys, aggregates: extraction.aggregates, series: series, axis: axisValue,
        axisColumn: axisColumn, from: from.map { bound($0, axisValue, axisValue.type, pipeline, binding) },
        to: to.map { bound($0, axisValue, axisValue.type, pipeline, binding) },
        step: step.map { bound($0, axisValue, stepType, pipeline, binding) } ?? .constant(.null(stepType)),
        includesEnd: isRangeForm, fillsEmptyInput: settings.word("kind")?.text.lowercased() == "nonempty"),
      isSerialized: false)
    result.isOpen = false
    return result
  }

  private func defaultValue(
    _ item: Item, _ type: ScalarType, _ pipeline: PipelineScope, _ binding: QueryBinding
  ) -> BoundExpression {
    guard let syntax = item.defaultValue else {
      return .constant(type.isNumeric ? ScalarValue.long(0).converted(to: type) : .null(type))
    }
    let given = binding.bindExpression(syntax, in: ExpressionScope(environment: pipeline.environment))
    if given.isInvalid { return .invalid(type) }
    if !binding.isConstant(given) {
      binding.report(.constantExpected, "the default of a series must be a constant", at: syntax.span)
      return .invalid(type)
    }
    return binding.convert(given, to: type, at: syntax.span)
  }

  /// A bound or the step of the axis.
  private func bound(
    _ syntax: ExpressionSyntax, _ axis: BoundExpression, _ type: ScalarType, _ pipeline: PipelineScope,
    _ binding: QueryBinding
  ) -> BoundExpression {
    let value = binding.bindExpression(syntax, in: ExpressionScope(environment: pipeline.environment))
    if value.isInvalid || axis.isInvalid { return .invalid(type) }
    if !binding.isConstant(value) {
      binding.report(.constantExpected, "the bounds and the step of the axis must be constants", at: syntax.span)
      return .invalid(type)
    }
    guard value.type == type || (value.type.isNumeric && type.isNumeric) else {
      binding.report(.typeMismatch, "a \(type.name) is expected here, not a \(value.type.name)", at: syntax.span)
      return .invalid(type)
    }
    // A fraction of a whole number's axis stays one.
    return type.isInteger && !value.type.isInteger ? value : binding.convert(value, to: type, at: syntax.span)
  }
}
