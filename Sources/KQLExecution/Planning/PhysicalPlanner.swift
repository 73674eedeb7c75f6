import KQLPlan
import KQLTypes

/// Turns plan nodes into operators.
package struct PhysicalPlanner: Sendable {
  let context: ExecutionContext
  private let registry: OperatorRegistry

  package init(context: ExecutionContext, registry: OperatorRegistry = .standard) {
    self.context = context
    self.registry = registry
  }
}

extension PhysicalPlanner {
  package func makeOperator(for node: any PlanNode) throws(ExecutionError) -> any PhysicalOperator {
    guard let make = registry.maker(for: node) else {
      throw .unsupported("the operator '\(node.name)' is not supported")
    }
    return try make(node, self)
  }

  /// Compiles expressions over the columns of a node.
  func program(
    _ expressions: [BoundExpression], over input: any PlanNode
  ) throws(ExecutionError) -> ExpressionProgram {
    try ExpressionProgram(expressions, columns: input.columns, now: context.now)
  }
}

/// Knows how each type of plan node is run.
package struct OperatorRegistry: Sendable {
  package typealias Maker =
    @Sendable (any PlanNode, PhysicalPlanner) throws(ExecutionError) -> any PhysicalOperator

  private var makers: [ObjectIdentifier: Maker] = [:]

  package init() {}
}

extension OperatorRegistry {
  package mutating func register<Node: PlanNode>(
    _ type: Node.Type, _ make: @escaping @Sendable (Node, PhysicalPlanner) throws(ExecutionError) -> any PhysicalOperator
  ) {
    makers[ObjectIdentifier(type)] = { (node, planner) throws(ExecutionError) in
      guard let node = node as? Node else { preconditionFailure("registered for another node: \(node.name)") }
      return try make(node, planner)
    }
  }

  func maker(for node: any PlanNode) -> Maker? { makers[ObjectIdentifier(Swift.type(of: node))] }
}
