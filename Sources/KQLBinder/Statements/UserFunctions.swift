import KQLDiagnostics
import KQLPlan
import KQLSyntax
import KQLTypes

/// What a call of a declared function, or a function's body, gives.
enum BoundValue {
  case scalar(BoundExpression)
  case table(BoundTable)
  case invalid
}

// MARK: - Declarations

extension QueryBinding {
  /// Declares a function after checking its body with arguments of the declared types.
  func declare(_ declaration: FunctionDeclarationSyntax, name: String, in environment: Environment) -> UserFunction {
    var inner = environment
    var isInvalid = false
    var acceptsAnyTable = false
    var names: Set<String> = []
    for parameter in declaration.parameters {
      if !names.insert(parameter.name.text).inserted {
        report(.duplicateName, "there is another parameter '\(parameter.name.text)'", at: parameter.name.span)
        isInvalid = true
      }
      switch declaredParameter(parameter, in: environment) {
      case .invalid?:
        isInvalid = true
        inner[parameter.name.text] = .invalid
      case let value?:
        if case .columns(_, true) = parameter.type.form { acceptsAnyTable = true }
        inner[parameter.name.text] = value
      case nil: break
      }
    }
    let outer = materializations
    materializations = Materializations()
    defer { materializations = outer }
    // With a table of unknown columns the body can be judged only where the function is called.
    let wasChecking = isCheckingFunction
    isCheckingFunction = true
    defer { isCheckingFunction = wasChecking }
    let wasNamedByArguments = isNamedByArguments
    isNamedByArguments = false
    let value = checking {
      acceptsAnyTable
        ? silently { bindBody(declaration.body, in: inner) }
        : reporting(unless: { isNamedByArguments }) { bindBody(declaration.body, in: inner) }
    }
    if isNamedByArguments { acceptsAnyTable = true }
    isNamedByArguments = isNamedByArguments || wasNamedByArguments
    var isTabular = false
    switch value {
    case .table(let table):
      isTabular = true
      if table.isInvalid, !acceptsAnyTable { isInvalid = true }
    case .scalar: break
    case .invalid:
      isTabular = bodyIsTabular(declaration.body, in: inner)
      if !acceptsAnyTable { isInvalid = true }
    }
    var shared: Materializations?
    if declaration.parameters.isEmpty {
      shared = Materializations()
      shared?.scalars = [:]
    }
    return UserFunction(
      name: name, declaration: declaration, environment: environment, isTabular: isTabular, isInvalid: isInvalid,
      materializations: shared)
  }

  /// What stands for a parameter while the body is checked.
  private func declaredParameter(_ parameter: ParameterDeclarationSyntax, in environment: Environment) -> NamedValue? {
    switch parameter.type.form {
    case .scalar(let typeName):
      guard let type = bindTypeName(typeName) else { return .invalid }
      if let syntax = parameter.defaultValue {
        let value = bindExpression(syntax, in: ExpressionScope(environment: environment))
        if value.isInvalid { return .invalid }
      }
      return .scalar(.column(makeParameterColumn(parameter.name.text, type)))
    case .columns(let columns, let acceptsAny):
      guard let fields = bindColumnDeclarations(columns) else { return .invalid }
      return .table(
        TableVariable(
          name: parameter.name.text,
          source: .declared(fields.map { ($0.name, $0.type) }, isOpen: acceptsAny || fields.isEmpty)))
    }
  }

  /// Stands for a scalar whose value is not known yet.
  func makeParameterColumn(_ name: String, _ type: ScalarType) -> PlanColumn {
    let column = makeColumn(name, type)
    parameterColumns.insert(column.id)
    return column
  }

  private func bodyIsTabular(_ body: [StatementSyntax], in environment: Environment) -> Bool {
    var inner = environment
    for statement in body {
      if case .expression(let expression) = statement { return isTabular(expression, in: inner) }
      silently { bindDeclaration(statement, in: &inner) }
    }
    return false
  }

  /// Binds the statements of a function's body.
  func bindBody(_ body: [StatementSyntax], in environment: Environment) -> BoundValue {
    var inner = environment
    var value = BoundValue.invalid
    for statement in body {
      guard case .expression(let expression) = statement else {
        bindDeclaration(statement, in: &inner)
        continue
      }
      if isTabular(expression, in: inner) {
        value = .table(bindTable(expression, in: inner))
      } else {
        let scalar = bindExpression(expression, in: ExpressionScope(environment: inner))
        value = scalar.isInvalid ? .invalid : .scalar(scalar)
      }
    }
    return value
  }
}

// MARK: - Calls

extension QueryBinding {
  /// Writes a call out: binds the body with the arguments in place of the parameters.
  ///
  /// - Parameter scope: Where the call stands; scalar arguments may use its columns.
  /// - Parameter input: The table that `invoke` passes as the first argument.
  func expand(
    _ function: UserFunction, _ call: CallSyntax, in scope: ExpressionScope, input: BoundTable? = nil
  ) -> BoundValue {
    nested(at: call.span, otherwise: .invalid) {
      guard countPart(at: call.span) else { return .invalid }
      guard let arguments = matchArguments(of: function, call, hasInput: input != nil) else { return .invalid }
      var inner = function.environment
      var isInvalid = function.isInvalid
      for (parameter, argument) in zip(function.declaration.parameters, arguments) {
        let value = bindArgument(argument, for: parameter, of: function, call, in: scope, input: input)
        if case .invalid = value { isInvalid = true }
        inner[parameter.name.text] = value
      }
      guard !isInvalid else { return .invalid }
      let outer = materializations
      materializations = function.materializations ?? Materializations()
      defer { materializations = outer }
      let value = bindBody(function.declaration.body, in: inner)
      if case .scalar(let expression) = value, !mayInline(expression, at: call.span) { return .invalid }
      if case .scalar(let expression) = value, isCorrelated(expression, with: scope) {
        report(
          .unsupported, "'\(function.name)' would run a query for each row: its argument is used inside a subquery",
          at: call.span)
        return .invalid
      }
      return value
    }
  }

  private enum MatchedArgument {
    case syntax(ExpressionSyntax)
    case input
    case defaultValue(ExpressionSyntax)
  }

  /// The argument of each parameter, by position or name; `nil` when the numbers do not fit.
  private func matchArguments(of function: UserFunction, _ call: CallSyntax, hasInput: Bool) -> [MatchedArgument]? {
    let parameters = function.declaration.parameters
    var matched = [MatchedArgument?](repeating: nil, count: parameters.count)
    var next = 0
    if hasInput {
      guard !parameters.isEmpty else {
        report(.wrongArgumentCount, "function '\(function.name)' takes no table", at: call.span)
        return nil
      }
      matched[0] = .input
      next = 1
    }
    for argument in call.arguments {
      if case .named(let named) = argument, !named.isTuple, let name = named.names.first,
        let index = parameters.firstIndex(where: { $0.name.text == name.text })
      {
        if matched[index] != nil {
          report(.duplicateName, "parameter '\(name.text)' is given twice", at: name.span)
          return nil
        }
        matched[index] = .syntax(named.expression)
        next = index + 1
        continue
      }
      guard next < parameters.count else {
        reportArgumentCount(of: function, call)
        return nil
      }
      matched[next] = .syntax(argument)
      next += 1
    }
    for (index, parameter) in parameters.enumerated() where matched[index] == nil {
      guard let syntax = parameter.defaultValue else {
        reportArgumentCount(of: function, call)
        return nil
      }
      matched[index] = .defaultValue(syntax)
    }
    return matched.compactMap { $0 }
  }

  private func reportArgumentCount(of function: UserFunction, _ call: CallSyntax) {
    let parameters = function.declaration.parameters
    let required = parameters.count { $0.defaultValue == nil }
    let expected = required == parameters.count ? "\(required)" : "\(required) to \(parameters.count)"
    report(
      .wrongArgumentCount,
      "function '\(function.name)' takes \(expected) argument\(expected == "1" ? "" : "s"), "
        + "not \(call.arguments.count)",
      at: call.span)
  }

  private func bindArgument(
    _ argument: MatchedArgument, for parameter: ParameterDeclarationSyntax, of function: UserFunction,
    _ call: CallSyntax, in scope: ExpressionScope, input: BoundTable?
  ) -> NamedValue {
    let name = parameter.name.text
    switch parameter.type.form {
    case .scalar(let typeName):
      guard let type = bindTypeName(typeName) else { return .invalid }
      let syntax: ExpressionSyntax
      let value: BoundExpression
      switch argument {
      case .input:
        report(.typeMismatch, "parameter '\(name)' of '\(function.name)' is not a table", at: call.span)
        return .invalid
      case .syntax(let given):
        syntax = given
        value = bindExpression(given, in: scope)
      case .defaultValue(let given):
        syntax = given
        value = bindExpression(given, in: ExpressionScope(environment: function.environment))
      }
      if value.isInvalid { return .invalid }
      guard isCompatible(value.type, with: type) else {
        report(
          .typeMismatch, "parameter '\(name)' of '\(function.name)' is a \(type.name), not a \(value.type.name)",
          at: syntax.span)
        return .invalid
      }
      guard mayInline(value, at: syntax.span) else { return .invalid }
      return .scalar(convert(value, to: type, at: syntax.span))
    case .columns(let columns, _):
      let table: BoundTable
      let span: ByteSpan
      switch argument {
      case .input:
        table = input ?? .invalid
        span = call.span
      case .syntax(let given), .defaultValue(let given):
        table = bindTable(given, in: scope.environment)
        span = given.span
      }
      guard !table.isInvalid, hasColumns(columns, table, for: parameter, of: function, at: span) else {
        return .invalid
      }
      let source: TableVariable.Source =
        switch argument {
        case .input: .shared(identity: makeSharedIdentity(), table)
        case .syntax(let given), .defaultValue(let given): .syntax(given, scope.environment)
        }
      return .table(TableVariable(name: name, source: source))
    }
  }

  /// Checks that a table has the columns that a tabular parameter asks for. It may have more.
  private func hasColumns(
    _ columns: [ColumnDeclarationSyntax], _ table: BoundTable, for parameter: ParameterDeclarationSyntax,
    of function: UserFunction, at span: ByteSpan
  ) -> Bool {
    guard let fields = bindColumnDeclarations(columns) else { return false }
    var isMissing = false
    let row = RowScope(table)
    for field in fields {
      guard let column = row[field.name] else {
        if table.isOpen { continue }
        report(
          .unknownColumn,
          "the table given for '\(parameter.name.text)' of '\(function.name)' has no column '\(field.name)'", at: span)
        isMissing = true
        continue
      }
      if column.type != field.type {
        report(
          .typeMismatch,
          "column '\(field.name)' of the table given for '\(parameter.name.text)' is a \(column.type.name), "
            + "not a \(field.type.name)", at: span)
        isMissing = true
      }
    }
    return !isMissing
  }

  /// Whether a subquery within the expression reads columns of the row outside.
  private func isCorrelated(_ expression: BoundExpression, with scope: ExpressionScope) -> Bool {
    guard !scope.row.columns.isEmpty else { return false }
    let outside = Set(scope.row.columns.map(\.id))
    var result = false
    _ = expression.mapping { part in
      if case .subquery(let subquery) = part, subquery.plan.readsColumns(of: outside) { result = true }
      return part
    }
    return result
  }
}

extension PlanNode {
  /// Whether an expression anywhere in the plan reads one of the columns.
  func readsColumns(of outside: Set<ColumnID>) -> Bool {
    !expressionColumns.isDisjoint(with: outside) || inputs.contains { $0.readsColumns(of: outside) }
  }
}
