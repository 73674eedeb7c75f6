import KQLTypes

/// One operator of the logical plan: immutable, with its inputs inside.
///
/// Names and types are resolved, columns are addressed by id. To add an operator: a node type here, a binder file,
/// and an operator in the executor (`ExecutableNode`); rules that do not know it treat it by the properties below.
package protocol PlanNode: Sendable {
  /// Name in printed plans, such as `Filter`.
  var name: String { get }
  /// What distinguishes the node in a printed plan, in one line; may be empty.
  var details: String { get }
  var inputs: [any PlanNode] { get }
  /// The columns of the result, in order.
  var columns: [PlanColumn] { get }
  /// Everything that is computed over the columns of the inputs.
  var expressions: [BoundExpression] { get }

  /// The same node over other inputs, which give at least the columns that it reads.
  func withInputs(_ inputs: [any PlanNode]) -> any PlanNode

  /// The same node with each of ``expressions`` replaced.
  func mappingExpressions(_ transform: (BoundExpression) -> BoundExpression) -> any PlanNode

  /// The columns of each input that are needed to compute the given ones of ``columns``.
  func requiredColumns(for needed: Set<ColumnID>) -> [Set<ColumnID>]

  /// The node without those of its columns that nobody needs; may keep more than asked for. Inputs are dealt with
  /// by the caller.
  func pruned(to needed: Set<ColumnID>) -> any PlanNode

  /// Whether the rows come out in the order of the (only) input.
  var preservesOrder: Bool { get }

  /// Whether the result depends on the order of the input's rows (`take`, `serialize`, …).
  var isOrderSensitive: Bool { get }
}

// MARK: - Defaults: the safe answer

extension PlanNode {
  package var details: String { "" }
  package var expressions: [BoundExpression] { [] }
  package func mappingExpressions(_ transform: (BoundExpression) -> BoundExpression) -> any PlanNode { self }
  package func requiredColumns(for needed: Set<ColumnID>) -> [Set<ColumnID>] {
    inputs.map { Set($0.columns.map(\.id)) }
  }
  package func pruned(to needed: Set<ColumnID>) -> any PlanNode { self }
  package var preservesOrder: Bool { false }
  package var isOrderSensitive: Bool { true }
}

// MARK: - Queries

extension PlanNode {
  /// The node's columns without those that are only passed on from its inputs and that nobody needs.
  package func columnsKept(for needed: Set<ColumnID>) -> [PlanColumn] {
    let passedOn = Set(inputs.flatMap(\.columns).map(\.id))
    return columns.filter { needed.contains($0.id) || !passedOn.contains($0.id) }
  }

  /// The plan without columns that nobody reads, given which of its own are needed.
  package func pruningColumns(to needed: Set<ColumnID>) -> any PlanNode {
    let pruned = pruned(to: needed)
    let inputs = pruned.inputs
    guard !inputs.isEmpty else { return pruned }
    let required = pruned.requiredColumns(for: needed)
    return pruned.withInputs(zip(inputs, required).map { $0.pruningColumns(to: $1) })
  }

  package var schema: Schema { Schema(columns) }

  /// All columns that ``expressions`` read.
  package var expressionColumns: Set<ColumnID> {
    var result: Set<ColumnID> = []
    for expression in expressions { expression.collectColumns(into: &result) }
    return result
  }
}
