import KQLDiagnostics
import KQLFunctions
import KQLPlan
import KQLSyntax
import KQLTypes

extension QueryBinding {
  /// Takes a call that looks at other rows out of its expression; a column of a ``WindowNode`` stands in its place.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/window-functions>
  func bindWindowCall(
    _ function: WindowFunction, _ call: CallSyntax, in scope: ExpressionScope
  ) -> BoundExpression {
    guard let entry = FunctionSurface.scalars[function.name] else { return .invalid(.dynamic) }
    warnIfObsolete(entry, at: call.name.span)
    guard let arguments = bindArguments(of: entry, call, in: scope) else { return .invalid(entry.fallbackType) }
    let types = arguments.values.map(\.type)
    let type =
      OverloadResolution.resultType(
        arguments.match.signature.result, argumentTypes: types, commonType: arguments.match.commonType,
        typeLiteral: arguments.typeLiteral) ?? .dynamic
    guard let windows = scope.windows else {
      report(.invalidArgument, "'\(function.name)' cannot stand here", at: call.span)
      return .invalid(type)
    }
    if !windows.isSerialized, !options.isAnalysisOnly {
      report(
        .serializedInputRequired, "'\(function.name)' needs rows in a known order", at: call.span,
        hint: "put 'sort by …' or 'serialize' before it")
      return .invalid(type)
    }
    let canRun = canPrepare(arguments.values, of: function.name, type: type, at: call.span) {
      (site) throws(ExecutionError) in _ = try function.prepare(site)
    }
    guard canRun else { return .invalid(type) }
    let column = makeColumn(function.name, type)
    windows.add(WindowNode.Call(function: function, arguments: arguments.values, column: column, span: call.span))
    return .column(column)
  }
}
