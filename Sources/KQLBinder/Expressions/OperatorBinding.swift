import KQLDiagnostics
import KQLFunctions
import KQLPlan
import KQLTypes

extension QueryBinding {
  /// Binds an operator, which is a function under its KQL text.
  ///
  /// - Parameters:
  ///   - symbolSpan: Where the operator stands, for messages.
  ///   - span: The whole expression.
  func bindOperator(
    _ name: String, shown: String, _ operands: [BoundExpression], _ spans: [ByteSpan], at symbolSpan: ByteSpan,
    span: ByteSpan
  ) -> BoundExpression {
    let key = name == "matches regex" ? "matches_regex" : name
    guard let entry = FunctionSurface.operators[key] ?? FunctionSurface.operators[Self.operatorAliases[key] ?? ""]
    else {
      report(.unsupported, "operator '\(shown)' is not supported", at: symbolSpan)
      return .invalid(.bool)
    }
    let fallback = BoundExpression.invalid(entry.fallbackType)
    guard !operands.contains(where: \.isInvalid) else { return fallback }
    let types = operands.map(\.type)
    guard let match = OverloadResolution(argumentTypes: types).best(of: entry.signatures) else {
      report(
        .typeMismatch,
        types.count == 1
          ? "operator '\(shown)' cannot be applied to \(types[0].name)"
          : "operator '\(shown)' cannot be applied to \(types.map(\.name).shortened.formattedList)",
        at: symbolSpan, hint: hint(for: name, types))
      return fallback
    }
    if !options.isAnalysisOnly, Self.arithmetic.contains(name), types.allSatisfy({ $0 == .dynamic }), types.count == 2 {
      report(
        .typeMismatch, "operator '\(shown)' cannot be applied to two dynamic values", at: symbolSpan,
        hint: "convert one first, as with 'tolong(…)' or 'todouble(…)'")
      return fallback
    }
    var values = operands
    for index in values.indices {
      values[index] = converted(values[index], for: match.parameters[index].type, match, at: spans[index])
    }
    guard let function = implementation(of: name, at: symbolSpan) else { return fallback }
    return finish(function, BoundArguments(values: values, match: match, typeLiteral: nil), at: span)
  }

  /// Operators that Kusto declares for two dynamic values but does not compute.
  private static let arithmetic: Set<String> = ["+", "-", "*", "/", "%"]
  private static let operatorAliases: [String: String] = ["<>": "!="]

  private func hint(for name: String, _ types: [ScalarType]) -> String? {
    guard types.count == 2 else { return nil }
    if name == "+", types == [.string, .string] { return "'strcat(a, b)' joins strings" }
    let other = types[0] == .string ? types[1] : types[0]
    if types.contains(.string) {
      if FunctionSurface.operators[name]?.signatures.first?.parameters.first?.type == .stringOrDynamic {
        return TypeHints.converting(other, to: .string)
      }
      return TypeHints.converting(.string, to: other)
    }
    if types.contains(.datetime), types.contains(.timespan) { return "'ago(1h)' is an hour before now" }
    if types.contains(.timespan), types.contains(where: \.isNumeric) {
      return TypeHints.converting(.long, to: .timespan)
    }
    return nil
  }
}

extension [String] {
  /// No more than a message can hold.
  var shortened: [String] { count > 8 ? prefix(7) + ["…"] : self }

  /// `a`, `a and b`, `a, b and c`.
  var formattedList: String {
    guard count > 1, let last else { return first ?? "" }
    return dropLast().joined(separator: ", ") + " and " + last
  }
}
