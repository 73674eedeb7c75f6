import KQLColumnar
import KQLDiagnostics
import KQLFunctions
import KQLPlan
import KQLSyntax
import KQLTypes

/// `evaluate`: hands the whole input to a plugin.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/evaluate-operator>
extension EvaluateOperatorSyntax: BindableOperator, BindableSource {
  func bindSource(in pipeline: inout PipelineScope, _ binding: QueryBinding) -> BoundTable {
    bind(BoundTable(ValuesNode(columns: [], batches: [])), in: &pipeline, binding)
  }

  func bind(_ input: BoundTable, in pipeline: inout PipelineScope, _ binding: QueryBinding) -> BoundTable {
    let name = call.name.text
    guard let entry = FunctionSurface.plugins[name] ?? FunctionSurface.undeclaredPlugins[name] else {
      binding.report(
        .unknownPlugin, "there is no plugin '\(name)'", at: call.name.span,
        hint: binding.didYouMean(name, among: FunctionSurface.plugins.visibleNames))
      return .invalid
    }
    binding.warnIfObsolete(entry, at: call.name.span)
    guard binding.options.isAnalysisOnly || binding.registry.table(name) != nil else {
      let reason = Plugins.refusal(of: name).map { ": \($0)" } ?? ""
      binding.report(.unsupported, "plugin '\(name)' is not supported\(reason)", at: call.name.span)
      return .invalid
    }
    var arguments = PluginArguments(call: call, entry: entry, input: input, pipeline: pipeline)
    guard arguments.bind(binding) else { return .invalid }
    if let function = binding.registry.table(name), !function.furtherResults.isEmpty, !binding.options.isAnalysisOnly {
      guard pipeline.isLastOperator, schema == nil else {
        binding.report(
          .unexpectedSyntax, "nothing can follow '\(name)': it gives several tables", at: call.name.span)
        return .invalid
      }
      return finishWithSeveralResults([function] + function.furtherResults, arguments, input, binding)
    }
    return finish(arguments, input, binding)
  }

  /// Plugins that give several tables run once for each of them, over one computation of their input.
  private func finishWithSeveralResults(
    _ functions: [TableFunction], _ arguments: PluginArguments, _ input: BoundTable, _ binding: QueryBinding
  ) -> BoundTable {
    let tableCall = arguments.tableCall(now: binding.options.now)
    let identity = binding.makeSharedIdentity()
    var result = input
    for function in functions {
      do throws(ExecutionError) {
        let source = SharedNode(
          identity: identity, input: arguments.source,
          columns: arguments.source.columns.map { binding.makeColumn($0.name, $0.type) })
        var names = UniqueNames()
        let columns = (try function.schema(tableCall)?.fields ?? []).map { field in
          binding.makeColumn(names.add(field.name), field.type)
        }
        result.branches.append(
          BoundQuery.Result(
            plan: TableFunctionNode(
              function: function, call: tableCall, input: source, tables: arguments.tables.map(\.plan),
              columns: columns)))
      } catch {
        binding.report(.invalidArgument, error.message, at: call.span)
        return .invalid
      }
    }
    return result
  }

  private func finish(
    _ arguments: PluginArguments, _ input: BoundTable, _ binding: QueryBinding
  ) -> BoundTable {
    var tableCall = arguments.tableCall(now: binding.now)
    var declaredFields: [Field]?
    if let schema {
      guard case .columns(let columns, let acceptsAny) = schema.form,
        let fields = binding.bindColumnDeclarations(columns)
      else { return .invalid }
      declaredFields = acceptsAny ? PluginSchemas.knownFields(of: tableCall) + fields : fields
      tableCall.declared = Schema(fields)
      tableCall.declaredKeepsInput = acceptsAny
    } else {
      declaredFields = arguments.outputFields
    }
    var source = arguments.source
    var fields: [Field]?
    do throws(ExecutionError) {
      let function = binding.registry.table(call.name.text)
      fields = declaredFields
      if fields == nil { fields = try function?.schema(tableCall)?.fields }
      if fields == nil, function == nil { fields = PluginSchemas.schema(of: tableCall)?.fields }
      if fields == nil, !binding.options.isAnalysisOnly, let evaluate = binding.evaluation, source.standsAlone {
        // The rows decide on the columns: they are computed once, now, and the plan goes on with them.
        var known = binding.materializations.pluginInputs[call.span]
        if known == nil { known = try evaluate(source).compacted() }
        let rows = known ?? RecordBatch.empty(source.columns.map(\.type))
        binding.materializations.pluginInputs[call.span] = rows
        source = ValuesNode(columns: source.columns, batches: [rows])
        tableCall.rows = rows
        fields = try function?.schema(tableCall)?.fields
      }
    } catch {
      binding.report(.invalidArgument, error.message, at: call.span)
      return .invalid
    }
    let isOpen = fields == nil
    if isOpen, !binding.options.isAnalysisOnly, !binding.isCheckingFunction {
      if !binding.hasErrors {
        binding.report(
          .unsupported, "the columns that '\(call.name.text)' gives depend on the rows, which are not known here",
          at: call.span, hint: "declare them: 'evaluate \(call.name.text)(…) : (a:long, b:string)'")
      }
      return .invalid
    }
    var names = UniqueNames()
    let columns = (fields ?? PluginSchemas.knownFields(of: tableCall)).map { field in
      binding.makeColumn(binding.options.isAnalysisOnly ? field.name : names.add(field.name), field.type)
    }
    guard let function = binding.registry.table(call.name.text) else {
      var result = input.replacingPlan(ValuesNode(columns: columns, batches: []), isSerialized: false)
      result.isOpen = isOpen
      return result
    }
    tableCall.rows = nil
    var result = input.replacingPlan(
      TableFunctionNode(
        function: function, call: tableCall, input: source, tables: arguments.tables.map(\.plan), columns: columns),
      isSerialized: false)
    result.isOpen = isOpen
    return result
  }
}

extension PlanNode {
  /// Whether the plan can run by itself: no part of it waits for the rows of an operator around it.
  fileprivate var standsAlone: Bool { !(self is SubplanInputNode) && inputs.allSatisfy(\.standsAlone) }
}

/// The arguments of a plugin's call while they are bound.
struct PluginArguments {
  let call: CallSyntax
  let entry: FunctionSurface.Entry
  let input: BoundTable
  let pipeline: PipelineScope
  private(set) var arguments: [TableFunctionArgument] = []
  private(set) var names: [String?] = []
  private(set) var tables: [BoundTable] = []
  /// The columns that an argument says the result has (`typeof(*, a:long)`).
  private(set) var outputFields: [Field]?
  /// The input with columns for arguments that are computed.
  private(set) var source: any PlanNode
  private var visibleColumnCount: Int
  private var computed: [ProjectNode.Item] = []

  init(call: CallSyntax, entry: FunctionSurface.Entry, input: BoundTable, pipeline: PipelineScope) {
    self.call = call
    self.entry = entry
    self.input = input
    self.pipeline = pipeline
    source = input.plan
    visibleColumnCount = input.columns.count
  }

  func tableCall(now: Int64) -> TableFunctionCall {
    TableFunctionCall(
      name: entry.name, arguments: arguments, argumentNames: names, input: Schema(source.columns),
      visibleColumnCount: visibleColumnCount, tables: tables.map { Schema($0.columns) }, now: now)
  }

  /// - Returns: Whether nothing was reported.
  mutating func bind(_ binding: QueryBinding) -> Bool {
    if entry.name == "pivot" { return bindPivot(binding) }
    // Settings that are given by name alone stand outside of the signature.
    let positional = call.arguments.filter { !isSetting($0) }
    guard let parameters = parameters(for: positional, binding) else { return false }
    let scope = pipeline.windowedExpressions(over: input)
    var isValid = true
    var next = 0
    for syntax in call.arguments {
      var name: String?
      if case .named(let named) = syntax { name = named.names.first?.text }
      names.append(name)
      let parameter = isSetting(syntax) ? nil : parameters[next]
      if !isSetting(syntax) { next += 1 }
      guard let argument = bind(syntax.withoutName, as: parameter, in: scope, binding) else {
        arguments.append(.constant(.null(.dynamic)))
        isValid = false
        continue
      }
      arguments.append(argument)
    }
    let windowed = scope.windows?.applied(to: input.plan) ?? input.plan
    if !computed.isEmpty {
      source = ProjectNode(
        input: windowed,
        items: input.columns.map { ProjectNode.Item(column: $0, expression: .column($0)) } + computed)
    }
    return isValid
  }

  /// Named arguments of plugins that the official signatures leave out.
  private static let settings: [String: Set<String>] = [
    "bag_unpack": ["OutputColumnPrefix", "columnsConflict", "ignoredProperties"],
    "ipv4_lookup": ["return_unmatched"], "ipv6_lookup": ["return_unmatched"],
    "geo_polygon_lookup": ["return_unmatched", "lookup_area_radius", "join_hint", "return_lookup_key", "radius"],
    "geo_line_lookup": ["return_unmatched", "lookup_area_radius", "join_hint", "return_lookup_key"],
    "schema_merge": ["PreserveOrder"],
  ]

  private func isSetting(_ syntax: ExpressionSyntax) -> Bool {
    guard case .named(let named) = syntax, let name = named.names.first else { return false }
    return Self.settings[entry.name]?.contains(name.text) ?? false
  }

  private func parameters(for syntax: [ExpressionSyntax], _ binding: QueryBinding) -> [Parameter]? {
    var counted = call
    counted.arguments = syntax
    if entry.name == "sequence_detect", let signature = entry.signatures.first, syntax.count >= 4 {
      // Named conditions come first, and then columns that are dimensions.
      return syntax.enumerated().map { index, argument in
        if index < 3 { return signature.parameters[index] }
        if case .named = argument { return signature.parameters[3] }
        return signature.parameters[4]
      }
    }
    if entry.name == "new_activity_metrics", let signature = entry.signatures.first, syntax.count > 5,
      case .name = syntax[5].withoutParentheses
    {
      // Without a cohort, dimensions follow at once.
      return syntax.enumerated().map { index, argument in
        if index < 5 { return signature.parameters[index] }
        let isLast = index == syntax.count - 1
        return isLast && binding.isTabular(argument, in: pipeline.environment)
          ? signature.parameters[7] : signature.parameters[6]
      }
    }
    // A table at the end belongs to the last parameter, however many optional ones are left out before it.
    let endsWithTable = syntax.last.map { binding.isTabular($0, in: pipeline.environment) } ?? false
    for signature in entry.signatures {
      if endsWithTable, let last = signature.parameters.last, last.type == .tabular, last.minimumCount == 0 {
        var shorter = signature
        shorter.parameters.removeLast()
        shorter.maximumCount -= 1
        if let matched = shorter.parameters(forArgumentCount: syntax.count - 1) { return matched + [last] }
      }
      if let matched = signature.parameters(forArgumentCount: syntax.count) { return matched }
    }
    binding.reportArgumentCount(of: entry, counted)
    return nil
  }
}

// MARK: - One argument

extension PluginArguments {
  private mutating func bind(
    _ syntax: ExpressionSyntax, as parameter: Parameter?, in scope: ExpressionScope, _ binding: QueryBinding
  ) -> TableFunctionArgument? {
    if parameter?.type == .tabular {
      let table = binding.bindTable(syntax, in: pipeline.environment)
      if table.isInvalid { return nil }
      tables.append(table)
      return .table(tables.count - 1)
    }
    if let parameter, parameter.form == .column, let table = lookupTable(of: parameter) {
      if case .literal = syntax.withoutParentheses {} else { return lookupColumn(syntax, table, binding) }
    }
    if case .type(let type) = syntax {
      if case .columns(let columns, let acceptsAny) = type.form {
        guard let fields = binding.bindColumnDeclarations(columns) else { return nil }
        outputFields = (acceptsAny ? input.columns.map { Field($0.name, $0.type) } : []) + fields
        return .constant(.string(Schema(fields).description))
      }
      guard let type = binding.bindTypeLiteral(syntax) else { return nil }
      return .constant(.string(type.name))
    }
    let value = binding.bindExpression(syntax, in: scope)
    if value.isInvalid { return nil }
    if case .column(let column) = value, let index = input.columns.firstIndex(where: { $0.id == column.id }) {
      return check(value, parameter, at: syntax.span, binding) ? .column(index) : nil
    }
    if binding.isConstant(value) {
      guard let constant = binding.constantValue(value) else { return .constant(.null(value.type)) }
      // "~" asks for the default.
      if constant.string != "~", !check(value, parameter, at: syntax.span, binding) { return nil }
      return .constant(constant)
    }
    if let parameter, parameter.form == .constant || parameter.form == .literal || parameter.form == .column {
      binding.report(
        parameter.form == .column ? .columnExpected : .constantExpected,
        "argument '\(parameter.name)' of '\(entry.name)' must be a "
          + (parameter.form == .column ? "column" : "constant"),
        at: syntax.span)
      return nil
    }
    computed.append(
      ProjectNode.Item(
        column: binding.makeColumn("$argument\(arguments.count)", value.type), expression: value))
    return .column(input.columns.count + computed.count - 1)
  }

  private func check(
    _ value: BoundExpression, _ parameter: Parameter?, at span: ByteSpan, _ binding: QueryBinding
  ) -> Bool {
    guard let parameter, OverloadResolution(argumentTypes: [value.type]).fit(0, parameter.type) == .none,
      !(parameter.type == .exactly(.real) && value.type.isNumeric), !namesCalendarPeriod(value, parameter)
    else { return true }
    binding.report(
      .typeMismatch,
      "argument '\(parameter.name)' of '\(entry.name)' must be \(parameter.type.description), not \(value.type.name)",
      at: span)
    return false
  }

  /// Whether a text stands for a period of the calendar, where a length of time is declared.
  private func namesCalendarPeriod(_ value: BoundExpression, _ parameter: Parameter) -> Bool {
    guard case .constant(.string(let text)) = value, ["week", "month", "year"].contains(text) else { return false }
    return ["Step", "Window", "Bin"].contains(parameter.name)
  }

  /// The table of which a parameter names a column; `nil` when it is the input.
  private func lookupTable(of parameter: Parameter) -> Int? {
    guard !tables.isEmpty else { return nil }
    return parameter.name.hasSuffix("LookupKey") || parameter.name.hasPrefix("Lookup") || parameter.name == "ExtraKey"
      ? 0 : nil
  }

  private func lookupColumn(
    _ syntax: ExpressionSyntax, _ table: Int, _ binding: QueryBinding
  ) -> TableFunctionArgument? {
    guard let column = binding.bindColumns(syntax, of: tables[table]).first,
      let index = tables[table].columns.firstIndex(where: { $0.id == column.id })
    else { return tables[table].isOpen ? .constant(.null(.dynamic)) : nil }
    return .tableColumn(table: table, column: index)
  }
}

// MARK: - pivot

extension PluginArguments {
  /// `pivot(column [, aggregate] [, columns…])`: the plugin gets what was grouped already. Its input has the columns
  /// that stay, then the one whose values become columns, then the aggregate.
  private mutating func bindPivot(_ binding: QueryBinding) -> Bool {
    guard let first = call.arguments.first else {
      binding.reportArgumentCount(of: entry, call)
      return false
    }
    let scope = pipeline.expressions(over: input)
    guard let pivot = binding.bindColumns(first, of: input).first else { return false }
    var rest = call.arguments.dropFirst()
    let extraction = AggregateExtraction()
    var aggregateScope = scope
    aggregateScope.aggregates = extraction
    var aggregateSyntax = ExpressionSyntax.call(
      CallSyntax(name: NameSyntax("count", at: call.span), arguments: [], span: call.span))
    if let next = rest.first, case .call = next.withoutName.withoutParentheses {
      aggregateSyntax = next.withoutName
      rest = rest.dropFirst()
    }
    let value = binding.bindExpression(aggregateSyntax, in: aggregateScope)
    if value.isInvalid { return false }
    binding.checkAggregated(
      [value], syntax: [aggregateSyntax], aggregates: extraction.columns, groups: [],
      of: scope.row)

    var kept = rest.flatMap { binding.bindColumns($0, of: input) }
    if rest.isEmpty {
      var used: Set<ColumnID> = [pivot.id]
      for aggregate in extraction.aggregates {
        for argument in aggregate.arguments { argument.collectColumns(into: &used) }
      }
      kept = input.columns.filter { !used.contains($0.id) }
    }
    if binding.hasErrors { return false }
    for column in kept + [pivot] where column.type == .dynamic {
      binding.report(
        .typeMismatch, "rows cannot be grouped by the dynamic column '\(column.name)'", at: call.span,
        hint: "convert it first, as with 'tostring(…)'")
      return false
    }
    let keys = (kept + [pivot]).map { column in
      AggregateNode.Key(expression: .column(column), column: binding.makeColumn(column.name, column.type))
    }
    let node = AggregateNode(input: input.plan, keys: keys, aggregates: extraction.aggregates)
    let result = binding.makeColumn("$value", value.type)
    let ofNothing = valueOfNothing(value, extraction, binding)
    source = ProjectNode(
      input: node,
      items: keys.map { ProjectNode.Item(column: $0.column, expression: .column($0.column)) }
        + [ProjectNode.Item(column: result, expression: value)])
    visibleColumnCount = kept.count
    arguments = [.column(kept.count), .column(kept.count + 1), .constant(ofNothing)]
    names = [nil, nil, nil]
    return true
  }

  /// What the aggregate of no rows is, for the combinations that do not occur.
  private func valueOfNothing(
    _ value: BoundExpression, _ extraction: AggregateExtraction, _ binding: QueryBinding
  ) -> ScalarValue {
    let null = ScalarValue.null(value.type)
    guard let evaluate = binding.options.evaluate, !binding.options.isAnalysisOnly else { return null }
    let nothing = ValuesNode(columns: input.columns, batches: [])
    let plan = ProjectNode(
      input: AggregateNode(input: nothing, keys: [], aggregates: extraction.aggregates),
      items: [ProjectNode.Item(column: binding.makeColumn("$value", value.type), expression: value)])
    guard let batch = try? evaluate(plan), batch.rowCount > 0 else { return null }
    return batch.compacted().columns[0][0]
  }
}
