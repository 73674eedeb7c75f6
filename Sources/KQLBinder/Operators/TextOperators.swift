import KQLDiagnostics
import KQLPlan
import KQLSyntax
import KQLTypes

/// `parse-kv`.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/parse-kv-operator>
extension ParseKvOperatorSyntax: BindableOperator {
  func bind(_ input: BoundTable, in pipeline: inout PipelineScope, _ binding: QueryBinding) -> BoundTable {
    let scope = pipeline.windowedExpressions(over: input)
    let value = binding.bindExpression(expression, in: scope)
    guard let fields = binding.bindColumnDeclarations(columns) else { return .invalid }
    var columns = input.columns
    var keys: [(key: String, column: PlanColumn)] = []
    for field in fields {
      let column = binding.makeColumn(field.name, field.type)
      if let position = columns.firstIndex(where: { $0.name == field.name }) {
        columns[position] = column
      } else {
        columns.append(column)
      }
      keys.append((field.name, column))
    }
    let source = scope.windows?.applied(to: input.plan) ?? input.plan
    return input.replacingPlan(
      ParseKvNode(
        input: source, expression: binding.convert(value, to: .string, at: expression.span), keys: keys,
        options: bindOptions(pipeline, binding), columns: columns))
  }

  private func bindOptions(_ pipeline: PipelineScope, _ binding: QueryBinding) -> ParseKvNode.Options {
    let settings = OperatorParameters(options)
    settings.report(
      unknownExcept: ["pair_delimiter", "kv_delimiter", "quote", "escape", "greedy", "regex"], of: "parse-kv", binding)
    var result = ParseKvNode.Options(
      pairDelimiter: settings.word("pair_delimiter")?.text, keyValueDelimiter: settings.word("kv_delimiter")?.text,
      isGreedy: settings.isTrue("greedy"), regex: settings.word("regex")?.text)
    for option in options {
      switch option.name.text.lowercased() {
      case "quote": result.quotes += texts(option.value, binding).compactMap { quotes($0) }
      case "escape": result.escapes += texts(option.value, binding).filter { !$0.isEmpty }
      default: break
      }
    }
    return result
  }

  /// One text, or a list of them.
  private func texts(_ syntax: ExpressionSyntax, _ binding: QueryBinding) -> [String] {
    switch binding.propertyValue(syntax) {
    case .dynamic(let value): value.array?.map(\.text) ?? [value.text]
    case let value: [value.text]
    }
  }

  /// Of two characters the first one opens and the second one closes; a single one does both.
  private func quotes(_ text: String) -> (open: String, close: String)? {
    guard let first = text.first, let last = text.last else { return nil }
    return (String(first), String(last))
  }
}

/// `reduce`.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/reduce-operator>
extension ReduceOperatorSyntax: BindableOperator {
  func bind(_ input: BoundTable, in pipeline: inout PipelineScope, _ binding: QueryBinding) -> BoundTable {
    let settings = OperatorParameters(parameters)
    settings.report(unknownExcept: ["kind"], of: "reduce", binding)
    let with = OperatorParameters(options)
    with.report(unknownExcept: ["threshold", "characters"], of: "reduce", binding)
    let scope = pipeline.windowedExpressions(over: input)
    let value = binding.bindExpression(by.withoutName, in: scope)
    let keepsRows = settings.word("kind")?.text.lowercased() == "source"
    let pattern = binding.makeColumn("Pattern", .string)
    let columns =
      keepsRows
      ? input.columns + [pattern]
      : [pattern, binding.makeColumn("Count", .long), binding.makeColumn("Representative", .string)]
    let threshold = with["threshold"].flatMap { binding.propertyValue($0.value).number }
    if let threshold, !(0...1 ~= threshold), let parameter = with["threshold"] {
      binding.report(.invalidArgument, "the threshold must be between 0 and 1", at: parameter.value.span)
    }
    let source = scope.windows?.applied(to: input.plan) ?? input.plan
    var result = input.replacingPlan(
      ReduceNode(
        input: source, expression: binding.convert(value, to: .string, at: by.span), threshold: threshold,
        characters: with.word("characters")?.text ?? "", keepsRows: keepsRows, columns: columns),
      isSerialized: false)
    result.isOpen = keepsRows && input.isOpen
    return result
  }
}
