import KQLDiagnostics
import KQLFunctions
import KQLPlan
import KQLSyntax
import KQLTypes

extension QueryBinding {
  /// Takes a call of an aggregate out of its expression.
  ///
  /// - Returns: The columns that stand for its results under the names that they get when the query does not name
  ///   them; none when something was reported.
  func bindAggregate(
    _ entry: FunctionSurface.Entry, _ call: CallSyntax, in scope: ExpressionScope
  ) -> [ProjectedValue] {
    warnIfObsolete(entry, at: call.name.span)
    guard let extraction = scope.aggregates else { return [] }
    var inner = scope
    inner.aggregates = nil
    inner.isInsideAggregate = true
    let written = writingOutStars(call, excluding: extraction.excludedFromStar, in: scope)
    guard let arguments = bindArguments(of: entry, written, in: inner) else { return [] }
    guard let function = aggregateImplementation(of: entry.name, at: call.name.span) else { return [] }

    let types = arguments.values.map(\.type)
    let constants = arguments.values.map(\.constant)
    let single =
      function.resultType?(types, constants)
      ?? OverloadResolution.resultType(
        arguments.match.signature.result, argumentTypes: types, commonType: arguments.match.commonType,
        typeLiteral: nil)
      ?? CustomResultTypes.type(of: entry.name, argumentTypes: types)
    let canRun = canPrepare(arguments.values, of: function.name, type: single, at: call.span) {
      (site) throws(ExecutionError) in _ = try function.prepare(site)
    }
    guard canRun else { return [] }
    var columnTypes = function.columnTypes(argumentTypes: types, single: single)
    if case .eachPercentile = function.shape { columnTypes = columnTypes.map { _ in single } }
    let names = AggregateNames.columnNames(of: entry.name, written, constants: constants, count: columnTypes.count)
    let columns = zip(names, columnTypes).map { makeColumn(extraction.names.add($0), $1) }
    extraction.add(BoundAggregate(function: function, arguments: arguments.values, columns: columns))
    return zip(names, columns).map { ProjectedValue(name: $0, expression: .column($1)) }
  }

  private func aggregateImplementation(of name: String, at span: ByteSpan) -> AggregateFunction? {
    if let function = registry.aggregate(name) { return function }
    guard options.isAnalysisOnly else {
      report(.unsupported, "aggregate '\(name)' is not supported", at: span)
      return nil
    }
    return AggregateFunction(name, shape: AggregateNames.shape(of: name)) { _ throws(ExecutionError) in
      throw .unsupported("aggregate '\(name)' is not supported")
    }
  }

  /// The call with each `*` replaced by the columns that it stands for: all but the groups' and those named before.
  private func writingOutStars(
    _ call: CallSyntax, excluding groups: Set<ColumnID>, in scope: ExpressionScope
  ) -> CallSyntax {
    guard call.arguments.contains(where: { if case .star = $0 { true } else { false } }) else { return call }
    let named = Set(call.arguments.compactMap(\.simpleName))
    var result = call
    result.arguments = call.arguments.flatMap { argument -> [ExpressionSyntax] in
      guard case .star(let span) = argument else { return [argument] }
      return scope.row.columns.filter { !groups.contains($0.id) && !named.contains($0.name) }
        .map { .name(NameSyntax($0.name, at: span)) }
    }
    return result
  }
}

/// Names of the columns that aggregates give.
enum AggregateNames {
  private enum Style {
    /// *prefix*_*first argument*.
    case prefix(String)
    /// The names of the arguments themselves.
    case arguments
  }

  private static let styles: [String: Style] = [
    "makelist": .prefix("list"), "make_list": .prefix("list"), "make_list_if": .prefix("list"),
    "make_list_with_nulls": .prefix("list"), "makeset": .prefix("set"), "make_set": .prefix("set"),
    "make_set_if": .prefix("set"), "make_dictionary": .prefix("dictionary"), "make_bag": .prefix("bag"),
    "make_bag_if": .prefix("bag"), "buildschema": .prefix("schema"), "merge_tdigest": .prefix("merge_tdigests"),
    "tdigest_merge": .prefix("merge_tdigests"),
    "percentiles_array": .prefix("percentiles"),
    "percentilesw_array": .prefix("percentiles"), "passthrough": .arguments,
    "take_anyif": .arguments, "binary_all_or": .arguments, "binary_all_and": .arguments,
    "binary_all_xor": .arguments,
  ]

  /// The name that an expression over one aggregate passes on, as `round(avg(x))` does.
  static func name(of call: CallSyntax) -> String? {
    let count = shape(of: call.name.text).isSingle ? 1 : call.arguments.count
    return columnNames(of: call.name.text, call, constants: call.arguments.map { $0.literalValue }, count: count).first
  }

  static func columnNames(
    of aggregate: String, _ call: CallSyntax, constants: [ScalarValue?], count: Int
  ) -> [String] {
    let given = call.arguments.map { ResultName.of($0) }
    let names = given.map { $0 ?? "" }
    let first = names.first ?? ""
    /// Names of all arguments, with numbers for those that have none.
    func numbered(_ prefix: String) -> [String] { given.enumerated().map { $1 ?? "\(prefix)arg\($0)" } }
    switch aggregate {
    case "arg_max", "arg_min":
      let extreme = aggregate.dropFirst("arg_".count)
      return given.enumerated().map { index, name in
        name ?? (index == 0 ? "\(extreme)_" : "\(extreme)_\(first)_arg\(index)")
      }
    case "argmax", "argmin":
      let prefix = "\(aggregate.dropFirst("arg".count))_\(first)"
      return numbered("").enumerated().map { $0 == 0 ? prefix : "\(prefix)_\($1)" }
    case "any": return count == 1 ? ["any_\(first)"] : numbered("").map { "any_\($0)" }
    case "take_any": return numbered("any_")
    case "percentile", "percentiles":
      return constants.dropFirst().prefix(count).map { "percentile_\(first)_\(percentileText($0))" }
    case "percentilew", "percentilesw":
      return constants.dropFirst(2).prefix(count).map { "percentile_\(first)_\(percentileText($0))" }
    case "covariance", "covarianceif", "covariancep", "covariancepif":
      return ["\(aggregate)_\(first)_\(names.count > 1 ? names[1] : "")"]
    default: break
    }
    switch styles[aggregate] {
    case .arguments?: return count == 1 ? [first] : names
    case .prefix(let prefix)?: return ["\(prefix)_\(first)"]
    case nil: return ["\(aggregate)_\(first)"]
    }
  }

  /// `95`, `99_9`; nothing for a percentile that is no constant.
  private static func percentileText(_ value: ScalarValue?) -> String {
    guard let value, !value.isNull else { return "" }
    return String(value.text.map { $0 == "." ? "_" : $0 })
  }

  /// The columns of aggregates that this engine does not run, for their schema.
  static func shape(of aggregate: String) -> AggregateFunction.ResultShape {
    switch aggregate {
    case "arg_max", "arg_min", "argmax", "argmin", "take_any", "any": .eachArgument
    case "percentile", "percentiles": .eachPercentile(from: 1)
    case "percentilew", "percentilesw": .eachPercentile(from: 2)
    default: .single
    }
  }
}

extension AggregateFunction.ResultShape {
  fileprivate var isSingle: Bool {
    if case .single = self { true } else { false }
  }
}

extension ExpressionSyntax {
  /// The value of a plain literal.
  fileprivate var literalValue: ScalarValue? {
    guard case .literal(let literal) = self else { return nil }
    switch literal.kind {
    case .long: return LiteralText.value(of: .long, literal.content)
    case .real: return LiteralText.value(of: .real, literal.content)
    default: return nil
    }
  }
}
