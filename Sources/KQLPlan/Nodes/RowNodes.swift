import KQLTypes

/// Keeps the rows for which the predicate is true (`where`).
package struct FilterNode: PlanNode {
  package var input: any PlanNode
  package var predicate: BoundExpression

  package init(input: any PlanNode, predicate: BoundExpression) {
    self.input = input
    self.predicate = predicate
  }

  package var name: String { "Filter" }
  package var columns: [PlanColumn] { input.columns }
  package var inputs: [any PlanNode] { [input] }
  package var expressions: [BoundExpression] { [predicate] }
  package func withInputs(_ inputs: [any PlanNode]) -> any PlanNode {
    FilterNode(input: inputs[0], predicate: predicate)
  }
  package func mappingExpressions(_ transform: (BoundExpression) -> BoundExpression) -> any PlanNode {
    FilterNode(input: input, predicate: transform(predicate))
  }
  package func requiredColumns(for needed: Set<ColumnID>) -> [Set<ColumnID>] { [needed.union(predicate.columns)] }
  package var preservesOrder: Bool { true }
  package var isOrderSensitive: Bool { !predicate.isDeterministic }
}

/// Computes columns (`project`, `extend`, `project-away`, `project-rename`, …): the result has exactly these.
///
/// A column that is passed on keeps its id, also under another name; a computed one has an id of its own.
package struct ProjectNode: PlanNode {
  package struct Item: Sendable {
    package var column: PlanColumn
    package var expression: BoundExpression

    package init(column: PlanColumn, expression: BoundExpression) {
      self.column = column
      self.expression = expression
    }
  }
  package var input: any PlanNode
  package var items: [Item]

  package init(input: any PlanNode, items: [Item]) {
    self.input = input
    self.items = items
  }

  package var name: String { "Project" }
  package var columns: [PlanColumn] { items.map(\.column) }
  package var inputs: [any PlanNode] { [input] }
  package var expressions: [BoundExpression] { items.map(\.expression) }
  package func withInputs(_ inputs: [any PlanNode]) -> any PlanNode { ProjectNode(input: inputs[0], items: items) }
  package func mappingExpressions(_ transform: (BoundExpression) -> BoundExpression) -> any PlanNode {
    ProjectNode(input: input, items: items.map { Item(column: $0.column, expression: transform($0.expression)) })
  }
  package func requiredColumns(for needed: Set<ColumnID>) -> [Set<ColumnID>] {
    var result: Set<ColumnID> = []
    for item in items where needed.contains(item.column.id) { item.expression.collectColumns(into: &result) }
    return [result]
  }
  package func pruned(to needed: Set<ColumnID>) -> any PlanNode {
    ProjectNode(input: input, items: items.filter { needed.contains($0.column.id) })
  }
  package var preservesOrder: Bool { true }
  package var isOrderSensitive: Bool { !expressions.allSatisfy(\.isDeterministic) }
}

/// One key of an order.
package struct SortKey: Sendable {
  package var expression: BoundExpression
  package var isDescending: Bool
  package var nullsFirst: Bool

  package init(expression: BoundExpression, isDescending: Bool, nullsFirst: Bool) {
    self.expression = expression
    self.isDescending = isDescending
    self.nullsFirst = nullsFirst
  }
}

/// Orders the rows (`sort`, `top`); rows with equal keys keep their order.
package struct SortNode: PlanNode {
  package var input: any PlanNode
  package var keys: [SortKey]
  /// Only the first rows are wanted.
  package var limit: Int?

  package init(input: any PlanNode, keys: [SortKey], limit: Int? = nil) {
    self.input = input
    self.keys = keys
    self.limit = limit
  }

  package var name: String { limit == nil ? "Sort" : "Top" }
  package var columns: [PlanColumn] { input.columns }
  package var inputs: [any PlanNode] { [input] }
  package var expressions: [BoundExpression] { keys.map(\.expression) }
  package func withInputs(_ inputs: [any PlanNode]) -> any PlanNode {
    SortNode(input: inputs[0], keys: keys, limit: limit)
  }
  package func mappingExpressions(_ transform: (BoundExpression) -> BoundExpression) -> any PlanNode {
    var result = self
    for index in keys.indices { result.keys[index].expression = transform(keys[index].expression) }
    return result
  }
  package func requiredColumns(for needed: Set<ColumnID>) -> [Set<ColumnID>] { [needed.union(expressionColumns)] }
  package var isOrderSensitive: Bool { true }
}

/// Keeps the first rows (`take`).
package struct LimitNode: PlanNode {
  package var input: any PlanNode
  package var count: Int

  package init(input: any PlanNode, count: Int) {
    self.input = input
    self.count = count
  }

  package var name: String { "Limit" }
  package var columns: [PlanColumn] { input.columns }
  package var inputs: [any PlanNode] { [input] }
  package func withInputs(_ inputs: [any PlanNode]) -> any PlanNode { LimitNode(input: inputs[0], count: count) }
  package func requiredColumns(for needed: Set<ColumnID>) -> [Set<ColumnID>] { [needed] }
  package var preservesOrder: Bool { true }
}

/// Turns each row into one row per element of its dynamic columns (`mv-expand`).
package struct MvExpandNode: PlanNode {
  package struct Item: Sendable {
    package var expression: BoundExpression
    /// Type of `column`: `dynamic`, or that of `to typeof(…)`.
    package var column: PlanColumn

    package init(expression: BoundExpression, column: PlanColumn) {
      self.expression = expression
      self.column = column
    }
  }
  package var input: any PlanNode
  package var items: [Item]
  /// Counts the elements of a row from 0 (`with_itemindex`).
  package var indexColumn: PlanColumn?
  /// The most rows that one input row gives.
  package var rowLimit: Int?
  /// Bags become arrays of [key, value] instead of bags with one property (`bagexpansion=array`).
  package var expandsBagsToArrays: Bool
  /// The result: columns of the input (those that are replaced left out), of the items, and the index, in Kusto's
  /// order.
  package var columns: [PlanColumn]
  /// Whether a row without elements still gives one row (`mv-expand` does, `mv-apply` does not).
  package var keepsEmptyRows: Bool

  package init(
    input: any PlanNode, items: [Item], indexColumn: PlanColumn?, rowLimit: Int?, expandsBagsToArrays: Bool,
    columns: [PlanColumn], keepsEmptyRows: Bool = true
  ) {
    self.input = input
    self.items = items
    self.indexColumn = indexColumn
    self.rowLimit = rowLimit
    self.expandsBagsToArrays = expandsBagsToArrays
    self.columns = columns
    self.keepsEmptyRows = keepsEmptyRows
  }

  package var name: String { "MvExpand" }
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
  package func requiredColumns(for needed: Set<ColumnID>) -> [Set<ColumnID>] {
    [needed.union(expressionColumns).intersection(input.columns.map(\.id))]
  }
  package func pruned(to needed: Set<ColumnID>) -> any PlanNode {
    var result = self
    result.columns = columnsKept(for: needed)
    return result
  }
  package var preservesOrder: Bool { true }
  package var isOrderSensitive: Bool { false }
}

/// Cuts columns out of text (`parse`, `parse-where`).
package struct ParseNode: PlanNode {
  package enum Kind: Sendable {
    case simple
    case regex(flags: String)
    case relaxed
  }
  package enum Part: Sendable {
    case text(String)
    /// `nil` for a `*`, which skips.
    case column(PlanColumn?)
  }
  package var input: any PlanNode
  package var expression: BoundExpression
  package var kind: Kind
  package var parts: [Part]
  /// Drops the rows that do not match (`parse-where`).
  package var dropsUnmatched: Bool
  /// Columns of the input (those that are replaced left out) and the new ones, in Kusto's order.
  package var columns: [PlanColumn]

  package init(
    input: any PlanNode, expression: BoundExpression, kind: Kind, parts: [Part], dropsUnmatched: Bool,
    columns: [PlanColumn]
  ) {
    self.input = input
    self.expression = expression
    self.kind = kind
    self.parts = parts
    self.dropsUnmatched = dropsUnmatched
    self.columns = columns
  }

  package var name: String { "Parse" }
  package var inputs: [any PlanNode] { [input] }
  package var expressions: [BoundExpression] { [expression] }
  package func withInputs(_ inputs: [any PlanNode]) -> any PlanNode {
    var result = self
    result.input = inputs[0]
    return result
  }
  package func mappingExpressions(_ transform: (BoundExpression) -> BoundExpression) -> any PlanNode {
    var result = self
    result.expression = transform(expression)
    return result
  }
  package func requiredColumns(for needed: Set<ColumnID>) -> [Set<ColumnID>] {
    [needed.union(expression.columns).intersection(input.columns.map(\.id))]
  }
  package func pruned(to needed: Set<ColumnID>) -> any PlanNode {
    var result = self
    result.columns = columnsKept(for: needed)
    return result
  }
  package var preservesOrder: Bool { true }
  package var isOrderSensitive: Bool { false }
}
