import KQLDiagnostics
import KQLPlan
import KQLSyntax
import KQLTypes

/// `parse`, `parse-where`.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/parse-operator>
extension ParseOperatorSyntax: BindableOperator {
  func bind(_ input: BoundTable, in pipeline: inout PipelineScope, _ binding: QueryBinding) -> BoundTable {
    let settings = OperatorParameters(parameters)
    settings.report(unknownExcept: ["kind", "flags"], of: keyword.text, binding)
    let kind = parseKind(settings, binding)
    let scope = pipeline.windowedExpressions(over: input)
    let value = binding.bindExpression(expression, in: scope)
    var columns = input.columns
    var declared: Set<String> = []
    var parts: [ParseNode.Part] = []
    for (index, part) in pattern.enumerated() {
      checkEnd(of: part, before: index + 1 < pattern.count ? pattern[index + 1] : nil, binding)
      switch part {
      case .text(let literal): parts.append(.text(literal.content))
      case .star: parts.append(.column(nil))
      case .column(let name, let typeName):
        let type = typeName.map { binding.bindTypeName($0) ?? .string } ?? .string
        if !declared.insert(name.text).inserted {
          binding.report(.duplicateName, "column '\(name.text)' is given twice", at: name.span)
        }
        let column = binding.makeColumn(name.text, type)
        if let position = columns.firstIndex(where: { $0.name == name.text }) {
          columns[position] = column
        } else {
          columns.append(column)
        }
        parts.append(.column(column))
      }
    }
    let source = scope.windows?.applied(to: input.plan) ?? input.plan
    return input.replacingPlan(
      ParseNode(
        input: source, expression: binding.convert(value, to: .string, at: expression.span), kind: kind, parts: parts,
        dropsUnmatched: keyword.text == "parse-where", columns: columns))
  }

  /// Only a text says where a string ends.
  private func checkEnd(of part: Part, before next: Part?, _ binding: QueryBinding) {
    guard case .column(let name, let type) = part, type == nil || type?.text == "string", let next else { return }
    guard case .column = next else { return }
    binding.report(
      .expectedSyntax, "a text is expected after the string column '\(name.text)', to say where it ends", at: name.span)
  }

  private func parseKind(_ settings: OperatorParameters, _ binding: QueryBinding) -> ParseNode.Kind {
    guard let word = settings.word("kind") else { return .simple }
    switch word.text.lowercased() {
    case "simple": return .simple
    case "relaxed": return .relaxed
    case "regex": return .regex(flags: settings.word("flags")?.text ?? "")
    default:
      binding.report(
        .invalidArgument, "'\(word.text)' is no kind of parse", at: word.span,
        hint: "write 'simple', 'regex' or 'relaxed'")
      return .simple
    }
  }
}
