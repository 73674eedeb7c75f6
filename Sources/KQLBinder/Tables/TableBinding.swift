import KQLCatalog
import KQLDiagnostics
import KQLFunctions
import KQLPlan
import KQLSyntax
import KQLTypes

extension QueryBinding {
  /// Binds an expression that must give a table.
  func bindTable(_ syntax: ExpressionSyntax, in environment: Environment) -> BoundTable {
    switch syntax {
    case .pipeline(let pipeline): return bindPipeline(pipeline, environment: environment)
    case .parenthesized(let inner, let span):
      return nested(at: span, otherwise: .invalid) { bindTable(inner, in: environment) }
    case .name(let name): return bindTable(named: name, in: environment)
    case .call(let call): return bindTableCall(call, in: environment)
    case .member(let base, let name): return bindQualifiedTable(base, name, in: environment)
    case .named(let named): return bindTable(named.expression, in: environment)
    case .namePattern(let pattern):
      report(.tableExpected, "a pattern of names can stand only in 'union', 'search' and 'find'", at: pattern.span)
      return .invalid
    case .missing: return .invalid
    default:
      report(.tableExpected, "a table is expected here", at: syntax.span)
      return .invalid
    }
  }

  /// Whether an expression gives a table; nothing is reported.
  func isTabular(_ syntax: ExpressionSyntax, in environment: Environment) -> Bool {
    switch syntax {
    case .pipeline(let pipeline):
      if pipeline.operators.isEmpty, let source = pipeline.source { return isTabular(source, in: environment) }
      return true
    case .parenthesized(let inner, _): return isTabular(inner, in: environment)
    case .named(let named): return isTabular(named.expression, in: environment)
    case .name(let name):
      switch environment[name.text] {
      case .table: return true
      case .function(let function): return function.isTabular
      case .scalar, .pattern: return false
      case .invalid, nil: return catalog[name.text] != nil
      }
    case .call(let call):
      if case .function(let function) = environment[call.name.text] { return function.isTabular }
      if case .pattern = environment[call.name.text] { return true }
      return Self.tabularFunctions.contains(call.name.text)
    case .member(let base, _):
      if case .call(let call) = base, case .pattern = environment[call.name.text] { return true }
      return isDatabaseReference(base)
    default: return false
    }
  }

  /// Built-in functions whose call is a table.
  static let tabularFunctions: Set<String> = [
    "materialize", "table", "external_table", "materialized_view", "stored_query_result", "cluster", "database",
    "entity_group", "graph",
  ]
}

// MARK: - Names

extension QueryBinding {
  /// A table of the catalogue, with columns of its own.
  func scan(_ table: any TableProvider, name: String) -> BoundTable {
    let columns = table.schema.fields.map { makeColumn($0.name, $0.type) }
    return BoundTable(
      ScanNode(tableName: name, table: table, columns: columns, columnIndexes: Array(columns.indices)), name: name)
  }

  func bindTable(named name: NameSyntax, in environment: Environment) -> BoundTable {
    guard countPart(at: name.span) else { return .invalid }
    switch environment[name.text] {
    case .table(let variable): return bindTable(variable, at: name.span)
    case .function(let function):
      // A function without parameters may be named without an argument list.
      guard function.declaration.parameters.isEmpty else {
        report(.expectedSyntax, "function '\(name.text)' needs an argument list", at: name.span)
        return .invalid
      }
      var table = bindTableCall(CallSyntax(name: name, arguments: [], span: name.span), in: environment)
      // A view is like a table where tables are told apart by name.
      table.name = function.declaration.isView ? name.text : nil
      return table
    case .invalid: return .invalid
    case .scalar, .pattern:
      report(.tableExpected, "'\(name.text)' is not a table", at: name.span)
      return .invalid
    case nil: break
    }
    if let accessible = environment.accessibleTables, !accessible.contains(name.text) {
      report(.unknownTable, "access to '\(name.text)' is restricted", at: name.span)
      return .invalid
    }
    guard let table = catalog[name.text] else {
      reportUnknownTable(name, in: environment)
      return .invalid
    }
    return scan(table, name: name.text)
  }

  func reportUnknownTable(_ name: NameSyntax, in environment: Environment) {
    report(
      .unknownTable, "unknown table '\(name.text)'", at: name.span,
      hint: didYouMean(name.text, among: environment.tableNames + environment.functionNames + catalog.names))
  }

  func bindTable(_ variable: TableVariable, at span: ByteSpan) -> BoundTable {
    switch variable.source {
    case .shared(let identity, let table): return sharedCopy(of: table, identity: identity)
    case .declared(let columns, let isOpen):
      var table = BoundTable(ValuesNode(columns: columns.map { makeColumn($0.name, $0.type) }, batches: []))
      table.isOpen = isOpen
      return table
    case .syntax(let syntax, let environment):
      return nested(at: span, otherwise: .invalid) {
        let outer = materializations
        materializations = variable.materializations
        defer { materializations = outer }
        // In `withsource` a variable has no name of its own.
        var table = bindTable(syntax, in: environment)
        table.name = nil
        return table
      }
    }
  }

  /// Another use of a plan that is to run once.
  func sharedCopy(of table: BoundTable, identity: Int) -> BoundTable {
    var copy = table
    copy.plan = SharedNode(
      identity: identity, input: table.plan, columns: table.columns.map { makeColumn($0.name, copying: $0) })
    copy.name = nil
    return copy
  }
}

// MARK: - Calls

extension QueryBinding {
  func bindTableCall(_ call: CallSyntax, in environment: Environment) -> BoundTable {
    let name = call.name.text
    switch environment[name] {
    case .function(let function):
      switch expand(function, call, in: ExpressionScope(environment: environment)) {
      case .table(let table): return table
      case .scalar:
        report(.tableExpected, "function '\(name)' gives a scalar where a table is expected", at: call.span)
        return .invalid
      case .invalid: return .invalid
      }
    case .pattern(let pattern, let declared):
      return bindPatternCall(pattern, call, path: nil, declared: declared, in: environment)
    case .invalid: return .invalid
    case .table, .scalar, nil: break
    }
    switch name {
    case "materialize": return bindMaterialize(call, in: environment)
    case "table":
      return bindTableFunction(call, in: environment)
    case "database", "cluster":
      report(.tableExpected, "'\(name)()' needs the name of a table after a dot", at: call.span)
      return .invalid
    case _ where Self.tabularFunctions.contains(name):
      report(.unsupported, "function '\(name)' is not supported: it reads from a cluster", at: call.name.span)
      return .invalid
    case _ where FunctionSurface.plugins[name] != nil:
      report(
        .unknownFunction, "'\(name)' is a plugin", at: call.name.span,
        hint: "write 'evaluate \(name)(…)' after a pipe")
      return .invalid
    case _ where FunctionSurface.scalars[name] != nil || FunctionSurface.aggregates[name] != nil:
      report(.tableExpected, "function '\(name)' gives a scalar where a table is expected", at: call.span)
      return .invalid
    default:
      report(
        .unknownFunction, "there is no function '\(name)'", at: call.name.span,
        hint: didYouMean(name, among: environment.functionNames + Self.tabularFunctions.sorted()))
      return .invalid
    }
  }

  private func bindMaterialize(_ call: CallSyntax, in environment: Environment) -> BoundTable {
    guard call.arguments.count == 1, let argument = call.arguments.first else {
      report(.wrongArgumentCount, "'materialize' takes 1 argument, not \(call.arguments.count)", at: call.span)
      return .invalid
    }
    if let entry = materializations.entries[call.span] {
      return sharedCopy(of: entry.table, identity: entry.identity)
    }
    let table = bindTable(argument, in: environment)
    guard !table.isInvalid else { return table }
    let identity = makeSharedIdentity()
    materializations.entries[call.span] = Materializations.Entry(identity: identity, table: table)
    return sharedCopy(of: table, identity: identity)
  }

  /// `table(name)`, `table(name, dataScope)`: here all data is in every scope.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/table-function>
  private func bindTableFunction(_ call: CallSyntax, in environment: Environment) -> BoundTable {
    guard let argument = call.arguments.first, call.arguments.count <= 2 else {
      report(
        .wrongArgumentCount, "'table' takes 1 or 2 arguments, not \(call.arguments.count)", at: call.span)
      return .invalid
    }
    let scopes = ["all", "default", "hotcache"]
    if let scope = call.arguments.dropFirst().first {
      switch bindConstantString(scope, in: environment) {
      case .unknownYet: break
      case .known(let text) where scopes.contains(text): break
      case .known:
        report(.invalidArgument, "the data scope must be 'all', 'default' or 'hotcache'", at: scope.span)
        return .invalid
      case .invalid: return .invalid
      }
    }
    switch bindConstantString(argument, in: environment) {
    case .known(let name): return bindTable(named: NameSyntax(name, at: call.span), in: environment)
    case .unknownYet:
      isNamedByArguments = true
      var table = BoundTable(ValuesNode(columns: [], batches: []))
      table.isOpen = true
      return table
    case .invalid: return .invalid
    }
  }

  private enum ConstantString {
    case known(String)
    /// A parameter of a function whose body is only checked.
    case unknownYet
    case invalid
  }

  private func bindConstantString(_ argument: ExpressionSyntax, in environment: Environment) -> ConstantString {
    let bound = bindExpression(argument, in: ExpressionScope(environment: environment))
    if bound.isInvalid { return .invalid }
    if let text = constantValue(bound)?.string { return .known(text) }
    if isCheckingFunction, bound.type == .string, isUnknownYet(bound) { return .unknownYet }
    report(.constantExpected, "an argument of 'table' must be a constant string", at: argument.span)
    return .invalid
  }
}

// MARK: - Databases

extension QueryBinding {
  func isDatabaseReference(_ syntax: ExpressionSyntax) -> Bool {
    switch syntax {
    case .call(let call): call.name.text == "database" || call.name.text == "cluster"
    case .member(let base, _): isDatabaseReference(base)
    default: false
    }
  }

  /// `database()`: there is one database here.
  func isThisDatabase(_ syntax: ExpressionSyntax) -> Bool {
    guard case .call(let call) = syntax else { return false }
    return call.name.text == "database" && call.arguments.isEmpty
  }

  /// `database().T`; other databases and clusters are refused.
  private func bindQualifiedTable(
    _ base: ExpressionSyntax, _ name: NameSyntax, in environment: Environment
  ) -> BoundTable {
    if case .call(let call) = base, case .pattern(let pattern, let declared) = environment[call.name.text] {
      return bindPatternCall(pattern, call, path: name, declared: declared, in: environment)
    }
    guard isDatabaseReference(base) else {
      report(.tableExpected, "a table is expected here", at: base.span.union(name.span))
      return .invalid
    }
    if isThisDatabase(base) {
      // Variables are not in the database, but what is restricted stays so.
      var database = Environment()
      database.accessibleTables = environment.accessibleTables
      return bindTable(named: name, in: database)
    }
    report(.unsupported, "tables of other databases and clusters are not supported", at: base.span)
    return .invalid
  }
}
