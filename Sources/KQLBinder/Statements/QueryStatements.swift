import KQLDiagnostics
import KQLFunctions
import KQLPlan
import KQLSyntax
import KQLTypes

extension QueryBinding {
  /// Binds all statements of a query; its results are those of the tabular statements, in order.
  func bindQuery(_ block: QueryBlockSyntax) -> BoundQuery {
    var environment = Environment()
    var results: [BoundQuery.Result] = []
    for statement in block.statements {
      guard case .expression(let expression) = statement else {
        bindDeclaration(statement, in: &environment)
        continue
      }
      if case .missing = expression { continue }
      materializations = Materializations()
      let table = bindQueryExpression(expression, in: environment)
      results += self.results(of: table)
    }
    return BoundQuery(results: results)
  }

  private func results(of table: BoundTable) -> [BoundQuery.Result] {
    if table.graph != nil { return [] }
    let results =
      table.branches.isEmpty
      ? [BoundQuery.Result(plan: table.plan, visualization: table.visualization)] : table.branches
    return results.map { result in
      var result = result
      result.plan = applyingOptions(to: result.plan)
      return result
    }
  }

  /// Binds a statement of the query itself; a scalar expression is no query.
  private func bindQueryExpression(_ expression: ExpressionSyntax, in environment: Environment) -> BoundTable {
    if !isTabular(expression, in: environment), case .name(let name) = expression.withoutParentheses,
      environment[name.text] == nil
    {
      reportUnknownTable(name, in: environment)
      return .invalid
    }
    return bindTable(expression, in: environment)
  }

  /// Binds a statement that gives no rows.
  func bindDeclaration(_ statement: StatementSyntax, in environment: inout Environment) {
    switch statement {
    case .expression: break
    case .let(let statement): bindLet(statement, in: &environment)
    case .set(let name, let value, _): bindSet(name, value, in: environment)
    case .declareParameters(let parameters, _): bindQueryParameters(parameters, in: &environment)
    case .declarePattern(let pattern): environment[pattern.name.text] = .pattern(pattern, environment)
    case .alias(let name, _, let span):
      environment[name.text] = .invalid
      reportUnsupported("aliases of databases are not supported: there is one database", at: span)
    case .restrict(let expressions, _): bindRestrict(expressions, in: &environment)
    }
  }
}

// MARK: - let

extension QueryBinding {
  private func bindLet(_ statement: LetStatementSyntax, in environment: inout Environment) {
    let name = statement.name.text
    switch statement.value {
    case .function(let declaration):
      environment[name] = .function(declare(declaration, name: name, in: environment))
    case .expression(let expression):
      environment[name] = bindVariable(expression, name: name, in: environment)
    }
  }

  private func bindVariable(
    _ expression: ExpressionSyntax, name: String, in environment: Environment
  ) -> NamedValue {
    if case .missing = expression { return .invalid }
    guard isTabular(expression, in: environment) else {
      let value = bindExpression(expression, in: ExpressionScope(environment: environment))
      if value.isInvalid { return .invalid }
      return mayInline(value, at: expression.span) ? .scalar(value) : .invalid
    }
    materializations = Materializations()
    // Bound once for what is wrong with it; each use is bound anew, for columns of its own.
    if case .call(let call) = expression.withoutParentheses, call.name.text == "materialize",
      environment["materialize"] == nil
    {
      let table = bindTable(expression, in: environment)
      guard !table.isInvalid, let entry = materializations.entries[call.span] else { return .invalid }
      return .table(TableVariable(name: name, source: .shared(identity: entry.identity, entry.table)))
    }
    let variable = TableVariable(name: name, source: .syntax(expression, environment))
    materializations = variable.materializations
    let table = checking { bindTable(expression, in: environment) }
    return table.isInvalid ? .invalid : .table(variable)
  }
}

// MARK: - Query parameters

extension QueryBinding {
  private func bindQueryParameters(_ parameters: [ParameterDeclarationSyntax], in environment: inout Environment) {
    var names: Set<String> = []
    for parameter in parameters {
      let name = parameter.name.text
      if !names.insert(name).inserted {
        report(.duplicateName, "there is another parameter '\(name)'", at: parameter.name.span)
      }
      guard case .scalar(let typeName) = parameter.type.form, let type = bindTypeName(typeName) else {
        if case .columns = parameter.type.form {
          report(.scalarExpected, "query parameter '\(name)' must be a scalar", at: parameter.type.span)
        }
        environment[name] = .invalid
        continue
      }
      environment[name] = queryParameter(parameter, type: type, in: environment)
    }
  }

  private func queryParameter(
    _ parameter: ParameterDeclarationSyntax, type: ScalarType, in environment: Environment
  ) -> NamedValue {
    let name = parameter.name.text
    if let given = options.parameters[name] {
      let value = given.converted(to: type)
      if value.isNull, !given.isNull {
        report(
          .typeMismatch, "the value given for parameter '\(name)' is not a \(type.name)", at: parameter.name.span)
        return .invalid
      }
      return .scalar(.constant(value))
    }
    if let syntax = parameter.defaultValue {
      let bound = bindExpression(syntax, in: ExpressionScope(environment: environment))
      if bound.isInvalid { return .invalid }
      guard let value = constantValue(bound) else {
        report(.constantExpected, "the default of parameter '\(name)' must be a constant", at: syntax.span)
        return .invalid
      }
      return .scalar(.constant(value.converted(to: type)))
    }
    if options.isAnalysisOnly { return .scalar(.column(makeParameterColumn(name, type))) }
    report(.constantExpected, "query parameter '\(name)' has no value", at: parameter.name.span)
    return .invalid
  }
}

extension ExpressionSyntax {
  var withoutParentheses: ExpressionSyntax {
    var result = self
    while true {
      if case .parenthesized(let inner, _) = result {
        result = inner
      } else if case .pipeline(let pipeline) = result, pipeline.operators.isEmpty, let source = pipeline.source {
        result = source
      } else {
        return result
      }
    }
  }
}
