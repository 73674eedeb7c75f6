import KQLPlan
import KQLTypes

extension OperatorRegistry {
  /// Every node of the logical plan that this engine runs.
  package static let standard: OperatorRegistry = {
    var registry = OperatorRegistry()
    registry.registerSources()
    registry.registerRowOperators()
    return registry
  }()

  private mutating func registerSources() {
    register(ScanNode.self) { (node, _) in ScanOperator(node: node) }
    register(ValuesNode.self) { (node, _) in ValuesOperator(node: node) }
    register(RangeNode.self) { (node, planner) throws(ExecutionError) in try RangeOperator(node, planner) }
    register(SharedNode.self) { (node, planner) throws(ExecutionError) in
      SharedOperator(
        identity: node.identity, input: try planner.makeOperator(for: node.input), types: node.columns.map(\.type))
    }
    register(UnionNode.self) { (node, planner) throws(ExecutionError) in try UnionOperator(node, planner) }
  }

  private mutating func registerRowOperators() {
    register(FilterNode.self) { (node, planner) throws(ExecutionError) in
      FilterOperator(
        input: try planner.makeOperator(for: node.input),
        predicate: try PredicateProgram(node.predicate, columns: node.input.columns, now: planner.context.now))
    }
    register(ProjectNode.self) { (node, planner) throws(ExecutionError) in
      ProjectOperator(
        input: try planner.makeOperator(for: node.input),
        program: try planner.program(node.items.map(\.expression), over: node.input))
    }
    register(LimitNode.self) { (node, planner) throws(ExecutionError) in
      LimitOperator(input: try planner.makeOperator(for: node.input), count: node.count)
    }
  }
}
