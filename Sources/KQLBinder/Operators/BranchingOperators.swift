import KQLDiagnostics
import KQLFunctions
import KQLPlan
import KQLSyntax
import KQLTypes

/// `fork`: several results of one input.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/fork-operator>
extension ForkOperatorSyntax: BindableOperator {
  func bind(_ input: BoundTable, in pipeline: inout PipelineScope, _ binding: QueryBinding) -> BoundTable {
    guard pipeline.isLastOperator else {
      binding.report(.unexpectedSyntax, "nothing can follow 'fork'", at: keyword.span)
      return .invalid
    }
    let identity = binding.makeSharedIdentity()
    var result = input
    for branch in branches {
      let source = binding.sharedCopy(of: input, identity: identity)
      let table = binding.bindPipeline(branch.body, environment: pipeline.environment, implicitSource: source)
      guard !table.isInvalid, binding.isOneTable(table, at: branch.body.span) else { continue }
      result.branches.append(
        BoundQuery.Result(name: branch.name?.text, plan: table.plan, visualization: table.visualization))
    }
    return result.branches.isEmpty ? .invalid : result
  }
}

/// `facet`: a table of counts for each column, and one more that `with` asks for.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/facet-operator>
extension FacetOperatorSyntax: BindableOperator {
  func bind(_ input: BoundTable, in pipeline: inout PipelineScope, _ binding: QueryBinding) -> BoundTable {
    guard pipeline.isLastOperator else {
      binding.report(.unexpectedSyntax, "nothing can follow 'facet'", at: keyword.span)
      return .invalid
    }
    let identity = binding.makeSharedIdentity()
    var result = input
    for syntax in columns {
      guard let column = binding.bindColumns(syntax, of: input).first else { continue }
      if column.type == .dynamic {
        binding.report(.typeMismatch, "rows cannot be grouped by a dynamic value", at: syntax.span)
        continue
      }
      let source = binding.sharedCopy(of: input, identity: identity)
      guard let copy = RowScope(source)[column.name], let count = binding.registry.aggregate("count") else { continue }
      let key = AggregateNode.Key(expression: .column(copy), column: binding.makeColumn(column.name, column.type))
      let aggregate = BoundAggregate(function: count, arguments: [], columns: [binding.makeColumn("count_", .long)])
      result.branches.append(
        BoundQuery.Result(
          name: column.name, plan: AggregateNode(input: source.plan, keys: [key], aggregates: [aggregate])))
    }
    if let body {
      let source = binding.sharedCopy(of: input, identity: identity)
      let table = binding.bindPipeline(body, environment: pipeline.environment, implicitSource: source)
      if !table.isInvalid, binding.isOneTable(table, at: body.span) {
        result.branches.append(BoundQuery.Result(plan: table.plan, visualization: table.visualization))
      }
    }
    return result.branches.isEmpty ? .invalid : result
  }
}

/// `consume`: reads everything and gives nothing.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/consume-operator>
extension ConsumeOperatorSyntax: BindableOperator {
  func bind(_ input: BoundTable, in pipeline: inout PipelineScope, _ binding: QueryBinding) -> BoundTable {
    let nothing = FilterNode(input: input.plan, predicate: .constant(.bool(false)))
    var result = input.replacingPlan(ProjectNode(input: nothing, items: []))
    result.isOpen = false
    return result
  }
}

/// `invoke`: calls a declared function with the input as its first argument.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/invoke-operator>
extension InvokeOperatorSyntax: BindableOperator {
  func bind(_ input: BoundTable, in pipeline: inout PipelineScope, _ binding: QueryBinding) -> BoundTable {
    let name = call.name.text
    guard case .function(let function) = pipeline.environment[name] else {
      if case .invalid = pipeline.environment[name] { return .invalid }
      binding.report(
        .unknownFunction, "there is no function '\(name)'", at: call.name.span,
        hint: FunctionSurface.plugins[name] == nil
          ? binding.didYouMean(name, among: pipeline.environment.functionNames) : "write 'evaluate \(name)(…)'")
      return .invalid
    }
    switch binding.expand(function, call, in: ExpressionScope(environment: pipeline.environment), input: input) {
    case .table(let table): return table
    case .scalar:
      binding.report(.tableExpected, "function '\(name)' gives a scalar where a table is expected", at: call.span)
      return .invalid
    case .invalid: return .invalid
    }
  }
}
