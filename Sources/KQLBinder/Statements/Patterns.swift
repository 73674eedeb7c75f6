import KQLDiagnostics
import KQLPlan
import KQLSyntax
import KQLTypes

extension QueryBinding {
  /// `app("x").events`: the body of the first case whose values and path are those of the call.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/pattern-statement>
  func bindPatternCall(
    _ pattern: PatternDeclarationSyntax, _ call: CallSyntax, path: NameSyntax?, declared: Environment,
    in environment: Environment
  ) -> BoundTable {
    nested(at: call.span, otherwise: .invalid) {
      let name = pattern.name.text
      guard !pattern.cases.isEmpty else {
        report(
          .unknownName, "pattern '\(name)' is declared without cases", at: call.span,
          hint: "'declare pattern \(name) = (name: string) { (\"a\") = { … }; };' defines what its calls give")
        return .invalid
      }
      guard call.arguments.count == pattern.parameters.count else {
        report(
          .wrongArgumentCount,
          "pattern '\(name)' takes \(pattern.parameters.count) arguments, not \(call.arguments.count)", at: call.span)
        return .invalid
      }
      var values: [ScalarValue] = []
      for argument in call.arguments {
        let bound = bindExpression(argument, in: ExpressionScope(environment: environment))
        if bound.isInvalid { return .invalid }
        guard let value = constantValue(bound) else {
          report(.constantExpected, "the arguments of pattern '\(name)' must be constants", at: argument.span)
          return .invalid
        }
        values.append(value)
      }
      let matching = pattern.cases.first {
        $0.values.map(\.content) == values.map(\.text) && $0.path?.content == path?.text
      }
      guard let matching else {
        report(.unknownName, "pattern '\(name)' has no case for this call", at: call.span)
        return .invalid
      }
      var inner = declared
      for (parameter, value) in zip(pattern.parameters, values) {
        inner[parameter.name.text] = .scalar(.constant(value))
      }
      if let path, let parameter = pattern.pathParameter {
        inner[parameter.name.text] = .scalar(.constant(.string(path.text)))
      }
      let outer = materializations
      materializations = Materializations()
      defer { materializations = outer }
      switch bindBody(matching.body, in: inner) {
      case .table(let table): return table
      case .scalar:
        report(.tableExpected, "this case of pattern '\(name)' gives a scalar, not a table", at: call.span)
        return .invalid
      case .invalid: return .invalid
      }
    }
  }
}
