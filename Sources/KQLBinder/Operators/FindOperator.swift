import KQLDiagnostics
import KQLPlan
import KQLSyntax
import KQLTypes

/// `find`: rows of several tables that meet a condition.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/find-operator>
extension FindOperatorSyntax: BindableSource {
  func bindSource(in pipeline: inout PipelineScope, _ binding: QueryBinding) -> BoundTable {
    let settings = OperatorParameters(parameters)
    settings.report(unknownExcept: ["withsource", "with_source", "datascope"], of: "find", binding)
    let members =
      tables.isEmpty
      ? binding.tables(matching: "*", in: pipeline.environment)
      : tables.flatMap { binding.bindUnionMembers($0, isFuzzy: false, in: pipeline.environment) }
    if members.contains(where: { $0.isInvalid }) { return .invalid }
    if members.isEmpty {
      if tables.isEmpty { binding.report(.unknownTable, "there is no table to search", at: keyword.span) }
      return .invalid
    }
    let terms = TermPredicate(isCaseSensitive: false)
    var filtered: [BoundTable] = []
    for (member, missing) in binding.withMissingColumns(members, of: predicate) {
      var scope = pipeline.expressions(over: member)
      scope.missingColumns = missing
      var result = member
      result.plan = FilterNode(input: member.plan, predicate: terms.bind(predicate, in: scope, binding))
      filtered.append(result)
    }
    if filtered.isEmpty {
      _ = terms.bind(predicate, in: pipeline.expressions(over: members[0]), binding)
      return .invalid
    }
    let sourceColumn = settings.word("withsource", "with_source")?.text ?? "source_"
    let projected = project(filtered, pipeline, binding)
    var result = binding.union(projected, kind: .outer, sourceColumn: sourceColumn, operatorName: "find")
    // Whatever columns the tables have, the bag of the others comes last.
    if let pack = result.columns.firstIndex(where: { $0.name == "pack_" }), pack < result.columns.count - 1 {
      var columns = result.columns
      columns.append(columns.remove(at: pack))
      result.plan = .passingOn(columns, of: result.plan)
    }
    return result
  }

  private func project(_ tables: [BoundTable], _ pipeline: PipelineScope, _ binding: QueryBinding) -> [BoundTable] {
    switch projection {
    case .columns(let items): return tables.map { project($0, onto: items, among: tables, pipeline, binding) }
    case .smart, nil: return smart(tables, without: [], binding)
    case .away(let syntax):
      let dropped = syntax.flatMap { item in
        tables.flatMap { table in binding.silently { binding.bindColumns(item, of: table) }.map(\.name) }
      }
      return smart(tables, without: Set(dropped), binding)
    }
  }

  /// Columns that the condition names, columns that all tables have, and a bag of the others.
  private func smart(_ tables: [BoundTable], without dropped: Set<String>, _ binding: QueryBinding) -> [BoundTable] {
    let named = predicate.columnNames
    func isShown(_ column: PlanColumn) -> Bool {
      if named.contains(column.name) { return true }
      return tables.allSatisfy { $0.columns.contains { $0.name == column.name && $0.type == column.type } }
    }
    let needsPack = tables.contains { table in
      table.columns.contains { !isShown($0) && !dropped.contains($0.name) }
    }
    return tables.map { table in
      let kept = table.columns.filter { !dropped.contains($0.name) }
      var items = kept.filter(isShown).map { ProjectNode.Item(column: $0, expression: .column($0)) }
      if needsPack { items.append(pack(kept.filter { !isShown($0) }, binding)) }
      return with(items, of: table)
    }
  }

  private func pack(_ columns: [PlanColumn], _ binding: QueryBinding) -> ProjectNode.Item {
    var arguments: [BoundExpression] = []
    for column in columns { arguments += [.constant(.string(column.name)), .column(column)] }
    let bag =
      arguments.isEmpty
      ? BoundExpression.constant(.null(.dynamic))
      : binding.makeCall("bag_pack", arguments, type: .dynamic, at: keyword.span)
    return ProjectNode.Item(column: binding.makeColumn("pack_", .dynamic), expression: bag)
  }

  private func project(
    _ table: BoundTable, onto items: [Item], among tables: [BoundTable], _ pipeline: PipelineScope,
    _ binding: QueryBinding
  ) -> BoundTable {
    var builder = ProjectionBuilder()
    var packs = false
    for item in items {
      let wanted = item.type.flatMap { binding.bindTypeName($0) }
      switch item.expression.withoutParentheses {
      case .name(let name):
        let column = RowScope(table)[name.text]
        let known = column?.type ?? tables.lazy.compactMap { RowScope($0)[name.text]?.type }.first
        guard let type = wanted ?? known else {
          binding.report(.unknownColumn, "no table has a column '\(name.text)'", at: name.span)
          continue
        }
        let value = column.map { binding.convert(.column($0), to: type, at: name.span) } ?? .constant(.null(type))
        binding.declare(name.text, value, at: name.span, into: &builder, replacing: false)
      case .call(let call) where ["pack_all", "pack"].contains(call.name.text):
        packs = true
      default:
        binding.report(.columnExpected, "the name of a column is expected here", at: item.expression.span)
      }
    }
    var result = builder.items
    if packs {
      let shown = Set(result.map(\.column.name))
      result.append(pack(table.columns.filter { !shown.contains($0.name) }, binding))
    }
    return with(result, of: table)
  }

  private func with(_ items: [ProjectNode.Item], of table: BoundTable) -> BoundTable {
    var result = table
    result.plan = ProjectNode(input: table.plan, items: items)
    return result
  }
}
