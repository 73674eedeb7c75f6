import KQLDiagnostics
import KQLFunctions
import KQLTypes

/// Appends columns that are computed over all rows in their order (`row_number()`, `prev(x)`, …).
///
/// The input is serialised. All calls see the same rows and none of the others' columns; a call that reads another
/// one's column stands in a node above.
package struct WindowNode: PlanNode {
  package struct Call: Sendable {
    package var function: WindowFunction
    package var arguments: [BoundExpression]
    package var column: PlanColumn
    /// Where the call stands in the query, for errors at run time.
    package var span: ByteSpan

    package init(function: WindowFunction, arguments: [BoundExpression], column: PlanColumn, span: ByteSpan) {
      self.function = function
      self.arguments = arguments
      self.column = column
      self.span = span
    }
  }
  package var input: any PlanNode
  package var calls: [Call]

  package init(input: any PlanNode, calls: [Call]) {
    self.input = input
    self.calls = calls
  }

  package var name: String { "Window" }
  package var details: String { calls.map { "\($0.column.name) = \($0.function.name)()" }.joined(separator: ", ") }
  package var columns: [PlanColumn] { input.columns + calls.map(\.column) }
  package var inputs: [any PlanNode] { [input] }
  package var expressions: [BoundExpression] { calls.flatMap(\.arguments) }
  package func withInputs(_ inputs: [any PlanNode]) -> any PlanNode { WindowNode(input: inputs[0], calls: calls) }
  package func mappingExpressions(_ transform: (BoundExpression) -> BoundExpression) -> any PlanNode {
    var result = self
    for index in calls.indices { result.calls[index].arguments = calls[index].arguments.map(transform) }
    return result
  }
  package func requiredColumns(for needed: Set<ColumnID>) -> [Set<ColumnID>] {
    [needed.union(expressionColumns).intersection(input.columns.map(\.id))]
  }
  package func pruned(to needed: Set<ColumnID>) -> any PlanNode {
    WindowNode(input: input, calls: calls.filter { needed.contains($0.column.id) })
  }
  package var preservesOrder: Bool { true }
  package var isOrderSensitive: Bool { true }
}
