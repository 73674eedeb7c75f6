import KQLDiagnostics
import KQLPlan
import KQLSyntax
import KQLTypes

/// `mv-apply`.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/mv-apply-operator>
extension MvApplyOperatorSyntax: BindableOperator {
  func bind(_ input: BoundTable, in pipeline: inout PipelineScope, _ binding: QueryBinding) -> BoundTable {
    let settings = OperatorParameters(parameters)
    settings.report(unknownExcept: ["kind", "bagexpansion", "with_itemindex", "id"], of: "mv-apply", binding)
    let expansion = binding.bindExpansion(columns, settings, limit: limit, over: input, in: pipeline)
    let identity = binding.makeSharedIdentity()
    // The elements of an array come in its order, whatever the order of the rows.
    var implicit = BoundTable(SubplanInputNode(identity: identity, columns: expansion.columns), isSerialized: true)
    implicit.isOpen = input.isOpen
    let inner = binding.bindPipeline(body, environment: pipeline.environment, implicitSource: implicit)
    guard !inner.isInvalid, binding.isOneTable(inner, at: span) else { return .invalid }

    // The row's own columns come first, but for those that the expansion replaces; the body adds the others.
    let replaced = Set(expansion.items.map(\.column.name))
    let outer = input.columns.filter { !replaced.contains($0.name) }
    let passed = Set(outer.map(\.id))
    let columns = binding.joinedColumns(outer, inner.columns.filter { !passed.contains($0.id) })
    var result = input.replacingPlan(
      MvApplyNode(
        input: expansion.source, items: expansion.items, indexColumn: expansion.indexColumn,
        rowLimit: expansion.rowLimit, expandsBagsToArrays: expansion.expandsBagsToArrays,
        expandedColumns: expansion.columns, body: inner.plan, inputIdentity: identity, columns: columns))
    result.isOpen = input.isOpen || inner.isOpen
    return result
  }
}

extension QueryBinding {
  /// Whether a subquery gives one table; reports one that gives several, or a graph.
  func isOneTable(_ table: BoundTable, at span: ByteSpan) -> Bool {
    guard table.branches.isEmpty, table.graph == nil else {
      report(.tableExpected, "the subquery must give one table", at: span)
      return false
    }
    return true
  }
}
