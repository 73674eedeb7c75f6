import KQLFunctions
import KQLTypes

/// A call of an aggregate.
package struct BoundAggregate: Sendable {
  package var function: AggregateFunction
  package var arguments: [BoundExpression]
  /// One column a result column of the aggregate.
  package var columns: [PlanColumn]

  package init(function: AggregateFunction, arguments: [BoundExpression], columns: [PlanColumn]) {
    self.function = function
    self.arguments = arguments
    self.columns = columns
  }
}

/// Groups rows by keys and aggregates each group (`summarize`, `count`).
///
/// Without keys there is one group, also over no rows. Groups come out in the order of their first rows.
package struct AggregateNode: PlanNode {
  package struct Key: Sendable {
    package var expression: BoundExpression
    package var column: PlanColumn

    package init(expression: BoundExpression, column: PlanColumn) {
      self.expression = expression
      self.column = column
    }
  }
  package var input: any PlanNode
  package var keys: [Key]
  package var aggregates: [BoundAggregate]

  package init(input: any PlanNode, keys: [Key], aggregates: [BoundAggregate]) {
    self.input = input
    self.keys = keys
    self.aggregates = aggregates
  }

  package var name: String { "Aggregate" }
  package var columns: [PlanColumn] { keys.map(\.column) + aggregates.flatMap(\.columns) }
  package var inputs: [any PlanNode] { [input] }
  package var expressions: [BoundExpression] { keys.map(\.expression) + aggregates.flatMap(\.arguments) }
  package func withInputs(_ inputs: [any PlanNode]) -> any PlanNode {
    AggregateNode(input: inputs[0], keys: keys, aggregates: aggregates)
  }
  package func mappingExpressions(_ transform: (BoundExpression) -> BoundExpression) -> any PlanNode {
    var result = self
    for index in keys.indices { result.keys[index].expression = transform(keys[index].expression) }
    for index in aggregates.indices { result.aggregates[index].arguments = aggregates[index].arguments.map(transform) }
    return result
  }
  package func requiredColumns(for needed: Set<ColumnID>) -> [Set<ColumnID>] { [expressionColumns] }
  package func pruned(to needed: Set<ColumnID>) -> any PlanNode {
    AggregateNode(
      input: input, keys: keys,
      aggregates: aggregates.filter { aggregate in aggregate.columns.contains { needed.contains($0.id) } })
  }
  package var isOrderSensitive: Bool { true }
}

/// Keeps one row of each combination of the columns' values, in the order of first appearance (`distinct`).
package struct DistinctNode: PlanNode {
  package var input: any PlanNode
  /// Columns of the input.
  package var columns: [PlanColumn]
  /// When not empty, "first" is meant in the order of these keys: what a `sort` before `distinct` shows, without
  /// sorting the rows.
  package var order: [SortKey]

  package init(input: any PlanNode, columns: [PlanColumn], order: [SortKey] = []) {
    self.input = input
    self.columns = columns
    self.order = order
  }

  package var name: String { "Distinct" }
  package var inputs: [any PlanNode] { [input] }
  package var expressions: [BoundExpression] { order.map(\.expression) }
  package func withInputs(_ inputs: [any PlanNode]) -> any PlanNode {
    DistinctNode(input: inputs[0], columns: columns, order: order)
  }
  package func mappingExpressions(_ transform: (BoundExpression) -> BoundExpression) -> any PlanNode {
    var result = self
    for index in order.indices { result.order[index].expression = transform(order[index].expression) }
    return result
  }
  package func requiredColumns(for needed: Set<ColumnID>) -> [Set<ColumnID>] {
    [expressionColumns.union(columns.map(\.id))]
  }
  package var isOrderSensitive: Bool { true }
}
