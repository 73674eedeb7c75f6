import KQLTypes

/// The rows on which the subplan of ``PartitionNode`` or ``MvApplyNode`` runs: the holder puts them in its place.
///
/// Its columns carry the ids that they have in the holder. It may occur often, also in subqueries of the body and in
/// bodies within the body.
package struct SubplanInputNode: PlanNode {
  /// The ``PartitionNode/inputIdentity`` or ``MvApplyNode/inputIdentity`` of the holder.
  package let identity: Int
  package var columns: [PlanColumn]

  package init(identity: Int, columns: [PlanColumn]) {
    self.identity = identity
    self.columns = columns
  }

  package var name: String { "SubplanInput" }
  package var inputs: [any PlanNode] { [] }
  package func withInputs(_ inputs: [any PlanNode]) -> any PlanNode { self }
  package func pruned(to needed: Set<ColumnID>) -> any PlanNode {
    SubplanInputNode(identity: identity, columns: columns.filter { needed.contains($0.id) })
  }
}

/// Runs a plan on the rows of each value of a key, and appends the results (`partition`).
///
/// Rows with a null key are a partition too. Partitions come in the order of their first rows, the rows of each in
/// the order of the input.
package struct PartitionNode: PlanNode {
  package var input: any PlanNode
  /// A column of the input.
  package var key: PlanColumn
  /// Reads a ``SubplanInputNode`` with the columns of the input. When ``bodyReadsKey`` is set, it has a source of its
  /// own instead, and its expressions, at any depth and in subqueries too, read the id of `key` as a constant: the
  /// partition's value, to be put in its place before the body runs.
  package var body: any PlanNode
  package var bodyReadsKey: Bool
  /// The identity of the body's ``SubplanInputNode``; unique in the query.
  package let inputIdentity: Int

  package init(input: any PlanNode, key: PlanColumn, body: any PlanNode, bodyReadsKey: Bool, inputIdentity: Int) {
    self.input = input
    self.key = key
    self.body = body
    self.bodyReadsKey = bodyReadsKey
    self.inputIdentity = inputIdentity
  }

  package var name: String { "Partition" }
  package var details: String { "by \(key.text)" }
  package var columns: [PlanColumn] { body.columns }
  package var inputs: [any PlanNode] { [input] }
  package func withInputs(_ inputs: [any PlanNode]) -> any PlanNode {
    PartitionNode(
      input: inputs[0], key: key, body: body, bodyReadsKey: bodyReadsKey, inputIdentity: inputIdentity)
  }
}

/// Expands dynamic columns of each row as `mv-expand` does and runs a plan on the rows that one row gave
/// (`mv-apply`).
///
/// The result has the row's own columns beside each row of the body's result.
package struct MvApplyNode: PlanNode {
  package var input: any PlanNode
  package var items: [MvExpandNode.Item]
  /// Counts the elements of a row from 0 (`with_itemindex`).
  package var indexColumn: PlanColumn?
  /// The most rows that one input row gives.
  package var rowLimit: Int?
  package var expandsBagsToArrays: Bool
  /// What the body sees: columns of the input (those that are replaced left out), of the items, and the index.
  package var expandedColumns: [PlanColumn]
  /// Reads a ``SubplanInputNode`` with the expanded columns; runs once a row of the input that has elements.
  package var body: any PlanNode
  /// The identity of the body's ``SubplanInputNode``; unique in the query.
  package let inputIdentity: Int
  /// Columns of the input that are passed on, then columns of the body, some under other names.
  package var columns: [PlanColumn]

  package init(
    input: any PlanNode, items: [MvExpandNode.Item], indexColumn: PlanColumn?, rowLimit: Int?,
    expandsBagsToArrays: Bool, expandedColumns: [PlanColumn], body: any PlanNode, inputIdentity: Int,
    columns: [PlanColumn]
  ) {
    self.input = input
    self.items = items
    self.indexColumn = indexColumn
    self.rowLimit = rowLimit
    self.expandsBagsToArrays = expandsBagsToArrays
    self.expandedColumns = expandedColumns
    self.body = body
    self.inputIdentity = inputIdentity
    self.columns = columns
  }

  package var name: String { "MvApply" }
  package var details: String { items.map { "\($0.column.text) = \($0.expression.text)" }.joined(separator: ", ") }
  package var inputs: [any PlanNode] { [input] }
  package var expressions: [BoundExpression] { items.map(\.expression) }
  package func withInputs(_ inputs: [any PlanNode]) -> any PlanNode {
    var result = self
    result.input = inputs[0]
    return result
  }
  package func mappingExpressions(_ transform: (BoundExpression) -> BoundExpression) -> any PlanNode {
    var result = self
    for index in items.indices { result.items[index].expression = transform(items[index].expression) }
    return result
  }
  package var preservesOrder: Bool { true }

  package func requiredColumns(for needed: Set<ColumnID>) -> [Set<ColumnID>] {
    let read = needed.union(expressionColumns).union(expandedColumns.map(\.id))
    return [read.intersection(input.columns.map(\.id))]
  }
  package func pruned(to needed: Set<ColumnID>) -> any PlanNode {
    var result = self
    result.body = body.pruningColumns(to: needed.intersection(body.columns.map(\.id)))
    let read = result.body.columnsRead(ofSubplanInput: inputIdentity)
    let passedOn = Set(input.columns.map(\.id))
    result.expandedColumns = expandedColumns.filter { read.contains($0.id) || !passedOn.contains($0.id) }
    result.columns = columns.filter { needed.contains($0.id) }
    return result
  }
}
