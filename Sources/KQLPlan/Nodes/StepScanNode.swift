import KQLTypes

/// Walks over serialised rows and matches them with a sequence of steps (`scan`).
///
/// Each step keeps a state: the values that its declared columns had when the step last matched. Expressions of
/// a step read the columns of the current row, the declared columns as they stand, and the state of other steps
/// (``StateColumn``).
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/scan-operator>
package struct StepScanNode: ScopedPlanNode {
  /// A column that the operator declares, with its value before any step.
  package struct Declaration: Sendable {
    package var column: PlanColumn
    /// A constant of the column's type; null when the query gives none.
    package var initial: BoundExpression

    package init(column: PlanColumn, initial: BoundExpression) {
      self.column = column
      self.initial = initial
    }
  }

  /// What an expression reads of another step: `step.column`, under an id of its own.
  package struct StateColumn: Sendable {
    /// The step, by position.
    package var step: Int
    /// The id of the column of the input, or of a declared column, whose value in the step's state is meant.
    package var source: ColumnID
    package var column: PlanColumn

    package init(step: Int, source: ColumnID, column: PlanColumn) {
      self.step = step
      self.source = source
      self.column = column
    }
  }

  package struct Step: Sendable {
    package enum Output: Sendable {
      /// Every row that matches.
      case all
      /// The last row of a match.
      case last
      case none
    }
    package var name: String
    package var isOptional: Bool
    package var output: Output
    package var condition: BoundExpression
    /// Declared columns by position, with their new values, computed in order.
    package var assignments: [(declaration: Int, value: BoundExpression)]

    package init(
      name: String, isOptional: Bool, output: Output, condition: BoundExpression,
      assignments: [(declaration: Int, value: BoundExpression)]
    ) {
      self.name = name
      self.isOptional = isOptional
      self.output = output
      self.condition = condition
      self.assignments = assignments
    }
  }

  package var input: any PlanNode
  package var declarations: [Declaration]
  package var stateColumns: [StateColumn]
  /// Rows with other values of these are another sequence.
  package var partitionBy: [BoundExpression]
  package var steps: [Step]
  /// Numbers the matches from 0, of type `long` (`with_match_id`).
  package var matchIdColumn: PlanColumn?

  package init(
    input: any PlanNode, declarations: [Declaration], stateColumns: [StateColumn], partitionBy: [BoundExpression],
    steps: [Step], matchIdColumn: PlanColumn?
  ) {
    self.input = input
    self.declarations = declarations
    self.stateColumns = stateColumns
    self.partitionBy = partitionBy
    self.steps = steps
    self.matchIdColumn = matchIdColumn
  }

  package var name: String { "StepScan" }
  package var details: String { steps.map(\.name).joined(separator: ", ") }
  package var columns: [PlanColumn] {
    input.columns + declarations.map(\.column) + (matchIdColumn.map { [$0] } ?? [])
  }
  package var inputs: [any PlanNode] { [input] }
  package var expressions: [BoundExpression] {
    partitionBy + steps.flatMap { [$0.condition] + $0.assignments.map(\.value) }
  }
  package func withInputs(_ inputs: [any PlanNode]) -> any PlanNode {
    var result = self
    result.input = inputs[0]
    return result
  }
  package func mappingExpressions(_ transform: (BoundExpression) -> BoundExpression) -> any PlanNode {
    var result = self
    result.partitionBy = partitionBy.map(transform)
    for index in steps.indices {
      result.steps[index].condition = transform(steps[index].condition)
      for position in steps[index].assignments.indices {
        result.steps[index].assignments[position].value = transform(steps[index].assignments[position].value)
      }
    }
    return result
  }
  package func requiredColumns(for needed: Set<ColumnID>) -> [Set<ColumnID>] {
    let read = needed.union(expressionColumns).union(stateColumns.map(\.source))
    return [read.intersection(input.columns.map(\.id))]
  }
}
