import KQLFunctions
import KQLTypes

/// Hands whole tables to a plugin (`evaluate`).
package struct TableFunctionNode: PlanNode {
  package var function: TableFunction
  /// The call; positions in it are those of the columns of the inputs.
  package var call: TableFunctionCall
  package var input: any PlanNode
  /// Tabular arguments.
  package var tables: [any PlanNode]
  package var columns: [PlanColumn]

  package init(
    function: TableFunction, call: TableFunctionCall, input: any PlanNode, tables: [any PlanNode],
    columns: [PlanColumn]
  ) {
    self.function = function
    self.call = call
    self.input = input
    self.tables = tables
    self.columns = columns
  }

  package var name: String { "Evaluate" }
  package var details: String { function.name }
  package var inputs: [any PlanNode] { [input] + tables }
  package func withInputs(_ inputs: [any PlanNode]) -> any PlanNode {
    var result = self
    result.input = inputs[0]
    result.tables = Array(inputs.dropFirst())
    return result
  }
}
