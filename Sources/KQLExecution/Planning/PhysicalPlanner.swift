import KQLPlan
import KQLTypes

/// Turns plan nodes into operators.
package struct PhysicalPlanner: Sendable {
  let context: ExecutionContext
  /// Where the rows come from, in the body of a subplan and in those within it: by identity.
  let subplanInputs: [Int: SubplanInput]

  package init(context: ExecutionContext) {
    self.init(context: context, subplanInputs: [:])
  }

  init(context: ExecutionContext, subplanInputs: [Int: SubplanInput]) {
    self.context = context
    self.subplanInputs = subplanInputs
  }
}

extension PhysicalPlanner {
  func planning(in context: ExecutionContext) -> PhysicalPlanner {
    PhysicalPlanner(context: context, subplanInputs: subplanInputs)
  }
}

/// A plan node that this engine runs. Each operator's file says how its node becomes the operator.
package protocol ExecutableNode: PlanNode {
  /// Compiles the node's expressions and makes its inputs; runs nothing yet.
  func makeOperator(_ planner: PhysicalPlanner) throws(ExecutionError) -> any PhysicalOperator
}

extension PhysicalPlanner {
  package func makeOperator(for node: any PlanNode) throws(ExecutionError) -> any PhysicalOperator {
    guard let node = node as? any ExecutableNode else {
      throw .unsupported("the operator '\(node.name)' is not supported")
    }
    return try node.makeOperator(self)
  }

  /// Compiles expressions over the columns of a node.
  func program(
    _ expressions: [BoundExpression], over input: any PlanNode
  ) throws(ExecutionError) -> ExpressionProgram {
    try ExpressionProgram(expressions, columns: input.columns, now: context.now)
  }
}
