import KQLColumnar
import KQLDiagnostics
import KQLFunctions
import KQLPlan
import KQLSyntax
import KQLTypes

extension Binder {
  /// Functions that run although the registry has none of their names: binding answers them, or the graph operators do.
  package static var namesBoundSpecially: Set<String> {
    let graphFunctions: Set = [
      "all", "any", "map", "inner_nodes", "node_id", "node_degree_in", "node_degree_out", "labels",
    ]
    return graphFunctions.union(QueryBinding.specialCalls.keys).union(["materialize", "table"])
  }
}

extension QueryBinding {
  /// Binds a call that ordinary rules do not cover.
  typealias SpecialCall = @Sendable (QueryBinding, CallSyntax, ExpressionScope) -> BoundExpression

  /// Calls that look at tables or at the columns in scope, by name.
  static let specialCalls: [String: SpecialCall] = [
    "toscalar": { $0.bindToScalar($1, in: $2) },
    "materialize": { binding, call, _ in
      binding.report(
        .scalarExpected, "'materialize' gives a table; a value is expected here", at: call.span,
        hint: "'toscalar(…)' gives the first value of a table")
      return .invalid(.dynamic)
    },
    "column_ifexists": { $0.bindColumnIfExists($1, in: $2) },
    "columnifexists": { $0.bindColumnIfExists($1, in: $2) },
    "iscolumnexists": { $0.bindIsColumnExists($1, in: $2) },
    "pack_all": { $0.bindPackAll($1, in: $2) },
    "bag_pack_columns": { $0.bindPackColumns($1, in: $2) },
    "pack_array": { $0.bindWithStar($1, in: $2) },
    "estimate_data_size": { $0.bindWithStar($1, in: $2) },
    "column_names_of": { $0.bindColumnNames($1, in: $2) },
    "bin_auto": { $0.bindBinAuto($1, in: $2) },
  ]

  /// `toscalar(query)`: the first value of the first row; a scalar argument is itself. Computed once, even where a
  /// function without parameters is called often.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/toscalar-function>
  private func bindToScalar(_ call: CallSyntax, in scope: ExpressionScope) -> BoundExpression {
    if let known = materializations.scalars?[call.span] { return .subquery(known) }
    let bound = bindNewScalar(call, in: scope)
    if case .subquery(let subquery) = bound, subquery.plan.subplanInputsRead.isEmpty {
      materializations.scalars?[call.span] = subquery
    }
    return bound
  }

  private func bindNewScalar(_ call: CallSyntax, in scope: ExpressionScope) -> BoundExpression {
    guard call.arguments.count == 1, let argument = call.arguments.first else {
      report(.wrongArgumentCount, "'toscalar' takes 1 argument, not \(call.arguments.count)", at: call.span)
      return .invalid(.dynamic)
    }
    guard isTabular(argument, in: scope.environment) else {
      var inner = ExpressionScope(environment: scope.environment)
      inner.row = RowScope([], isOpen: false)
      let value = bindExpression(argument, in: inner)
      // What `rand()` and the like give is computed once for all rows, too.
      return value.isDeterministic ? value : .subquery(Subquery(form: .scalar, plan: row(of: value), type: value.type))
    }
    let table = bindTable(argument, in: scope.environment)
    guard !table.isInvalid else { return .invalid(.dynamic) }
    guard let first = table.columns.first else {
      if !table.isOpen { report(.tableExpected, "the table has no column", at: argument.span) }
      return .invalid(.dynamic)
    }
    return .subquery(Subquery(form: .scalar, plan: table.plan, type: first.type))
  }

  private func row(of value: BoundExpression) -> any PlanNode {
    let oneRow = ValuesNode(columns: [], batches: [RecordBatch(columns: [], rowCount: 1)])
    return ProjectNode(
      input: oneRow, items: [ProjectNode.Item(column: makeColumn("value", for: value), expression: value)])
  }

  /// `column_ifexists("name", default)`.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/column-ifexists-function>
  private func bindColumnIfExists(_ call: CallSyntax, in scope: ExpressionScope) -> BoundExpression {
    guard let entry = FunctionSurface.scalars[call.name.text] else { return .invalid(.dynamic) }
    warnIfObsolete(entry, at: call.name.span)
    guard call.arguments.count == 2 else {
      reportArgumentCount(of: entry, call)
      return .invalid(.dynamic)
    }
    let fallback = bindExpression(call.arguments[1], in: scope)
    guard let name = bindColumnName(call.arguments[0], of: call, in: scope) else { return .invalid(fallback.type) }
    if let column = scope.row[name] { return .column(column) }
    return fallback
  }

  private func bindIsColumnExists(_ call: CallSyntax, in scope: ExpressionScope) -> BoundExpression {
    guard let entry = FunctionSurface.scalars[call.name.text], call.arguments.count == 1 else {
      FunctionSurface.scalars[call.name.text].map { reportArgumentCount(of: $0, call) }
      return .invalid(.bool)
    }
    warnIfObsolete(entry, at: call.name.span)
    guard let name = bindColumnName(call.arguments[0], of: call, in: scope) else { return .invalid(.bool) }
    return .constant(.bool(scope.row[name] != nil))
  }

  private func bindColumnName(_ syntax: ExpressionSyntax, of call: CallSyntax, in scope: ExpressionScope) -> String? {
    let bound = bindExpression(syntax, in: scope)
    if bound.isInvalid { return nil }
    guard isConstant(bound), let value = constantValue(bound), case .string(let name) = value else {
      if isUnknownYet(bound) {
        isNamedByArguments = true
      } else {
        report(
          .constantExpected, "the name of the column in '\(call.name.text)' must be a constant string", at: syntax.span)
      }
      return nil
    }
    return name
  }

  /// `pack_all([ignore_null_empty])`: the implementation gets the flag, then name and value of each column.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/pack-all-function>
  private func bindPackAll(_ call: CallSyntax, in scope: ExpressionScope) -> BoundExpression {
    guard let entry = FunctionSurface.scalars["pack_all"] else { return .invalid(.dynamic) }
    guard let flag = bindArguments(of: entry, call, in: scope) else { return .invalid(.dynamic) }
    var arguments = [flag.values.first.map { convert($0, to: .bool, at: call.span) } ?? .constant(.bool(false))]
    for column in scope.row.columns { arguments += [.constant(.string(column.name)), .column(column)] }
    return makeCall("pack_all", arguments, type: .dynamic, at: call.span)
  }

  /// `bag_pack_columns(a, b)`: the implementation gets name and value of each column.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/bag-pack-columns-function>
  private func bindPackColumns(_ call: CallSyntax, in scope: ExpressionScope) -> BoundExpression {
    guard !call.arguments.isEmpty else {
      FunctionSurface.scalars[call.name.text].map { reportArgumentCount(of: $0, call) }
      return .invalid(.dynamic)
    }
    var arguments: [BoundExpression] = []
    var isInvalid = false
    for argument in call.arguments {
      let value = bindExpression(argument, in: scope)
      guard case .column(let column) = value else {
        if !value.isInvalid { report(.columnExpected, "a column is expected here", at: argument.span) }
        isInvalid = true
        continue
      }
      arguments += [.constant(.string(column.name)), value]
    }
    return isInvalid ? .invalid(.dynamic) : makeCall(call.name.text, arguments, type: .dynamic, at: call.span)
  }

  /// Functions in which a single star stands for all columns.
  private func bindWithStar(_ call: CallSyntax, in scope: ExpressionScope) -> BoundExpression {
    guard let entry = FunctionSurface.scalars[call.name.text] else { return .invalid(.dynamic) }
    guard call.arguments.count == 1, case .star = call.arguments[0] else {
      return bindFunction(entry, call, in: scope)
    }
    return makeCall(call.name.text, scope.row.columns.map { .column($0) }, type: entry.fallbackType, at: call.span)
  }

  /// `column_names_of(T)`: a constant array.
  private func bindColumnNames(_ call: CallSyntax, in scope: ExpressionScope) -> BoundExpression {
    guard call.arguments.count == 1, let argument = call.arguments.first else {
      FunctionSurface.scalars[call.name.text].map { reportArgumentCount(of: $0, call) }
      return .invalid(.dynamic)
    }
    let table = bindTable(argument, in: scope.environment)
    guard !table.isInvalid else { return .invalid(.dynamic) }
    return .constant(.dynamic(.array(table.columns.map { .string($0.name) })))
  }

  /// `bin_auto(x)`: `bin_at` with what `set query_bin_auto_size` and `query_bin_auto_at` ask for.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/bin-auto-function>
  private func bindBinAuto(_ call: CallSyntax, in scope: ExpressionScope) -> BoundExpression {
    guard let entry = FunctionSurface.scalars["bin_auto"],
      let arguments = bindArguments(of: entry, call, in: scope), let value = arguments.values.first
    else { return .invalid(.dynamic) }
    let type = CustomResultTypes.type(of: "bin_auto", argumentTypes: [value.type])
    guard let size = requestOptions["query_bin_auto_size"] else {
      if options.isAnalysisOnly { return convert(value, to: type, at: call.span) }
      report(
        .constantExpected, "'bin_auto' needs the size of its bins", at: call.span,
        hint: "write 'set query_bin_auto_size=1h;' before the query")
      return .invalid(type)
    }
    let isTime = value.type == .datetime || value.type == .timespan
    let origin = requestOptions["query_bin_auto_at"] ?? (isTime ? .datetime(0) : .long(0))
    return makeCall(
      "bin_at",
      [
        value, .constant(isTime ? size.converted(to: .timespan) : size),
        .constant(value.type == .timespan ? origin.converted(to: .timespan) : origin),
      ], type: type, at: call.span)
  }
}
