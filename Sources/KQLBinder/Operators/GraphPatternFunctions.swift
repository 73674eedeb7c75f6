import KQLDiagnostics
import KQLPlan
import KQLSyntax
import KQLTypes

/// Functions of elements of a graph pattern, which are computed while the pattern is matched.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/graph-functions>
final class GraphPatternFunctions: GraphFunctionBinding {
  enum Element {
    case node
    case edge
    /// An edge of variable length.
    case path
  }
  static let names: Set<String> = [
    "all", "any", "map", "inner_nodes", "node_id", "node_degree_in", "node_degree_out", "labels",
  ]

  private let graph: PlanGraph?
  private let elements: [String: Element]
  private(set) var computations: [GraphMatchNode.Computation] = []
  private(set) var hasComputations = false
  /// Functions of the node at hand, within `inner_nodes(…)`.
  private var stepFunctions: [GraphMatchNode.Computation.StepFunction]?
  /// Whether the expression at hand is of a step, within `all`, `any` or `map`.
  private var isInStep = false

  init(graph: PlanGraph? = nil, elements: [String: Element]) {
    self.graph = graph
    self.elements = elements
  }

  func bind(_ call: CallSyntax, in scope: ExpressionScope, _ binding: QueryBinding) -> BoundExpression? {
    if let length = bindLength(call, in: scope, binding) { return length }
    guard Self.names.contains(call.name.text) else { return nil }
    if call.name.text == "labels" { return bindLabels(call, binding) }
    hasComputations = true
    if isInStep, !call.name.text.hasPrefix("node_") {
      binding.report(
        .invalidArgument, "'\(call.name.text)' cannot stand within 'all', 'any' or 'map'", at: call.span)
      return .invalid(.dynamic)
    }
    switch call.name.text {
    case "all": return bindOverSteps(.all, call, type: .bool, in: scope, binding)
    case "any": return bindOverSteps(.any, call, type: .bool, in: scope, binding)
    case "map": return bindOverSteps(.map, call, type: .dynamic, in: scope, binding)
    case "node_id": return bindNodeFunction(.nodeId, call, type: .string, binding)
    case "node_degree_in": return bindNodeFunction(.inDegree, call, type: .long, binding)
    case "node_degree_out": return bindNodeFunction(.outDegree, call, type: .long, binding)
    default:
      binding.report(
        .invalidArgument, "'inner_nodes' can stand only in 'all', 'any' and 'map'", at: call.span)
      return .invalid(.dynamic)
    }
  }

  /// `array_length(e)` of an edge of variable length: the number of its steps.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/tutorials/your-first-graph>
  private func bindLength(
    _ call: CallSyntax, in scope: ExpressionScope, _ binding: QueryBinding
  ) -> BoundExpression? {
    guard call.name.text == "array_length", call.arguments.count == 1, let graph, !isInStep,
      let name = call.arguments[0].withoutParentheses.simpleName, scope.row[name] == nil, elements[name] == .path
    else { return nil }
    hasComputations = true
    let steps = add(
      .map, name, overInnerNodes: false, ElementScope(graph.edges.columns), .constant(.long(1)), type: .dynamic,
      binding)
    return binding.makeCall("array_length", [steps], type: .long, at: call.span)
  }

  /// `labels(element)`, or `labels()` of the step at hand: graphs made by `make-graph` have no labels.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/labels-graph-function>
  private func bindLabels(_ call: CallSyntax, _ binding: QueryBinding) -> BoundExpression {
    guard call.arguments.count <= 1 else {
      binding.report(
        .wrongArgumentCount, "'labels' takes 1 argument, not \(call.arguments.count)", at: call.span)
      return .invalid(.dynamic)
    }
    if let argument = call.arguments.first {
      guard element(argument, is: [.node, .edge], "a node or edge", binding) != nil else { return .invalid(.dynamic) }
    } else if !isInStep {
      binding.report(
        .invalidArgument, "'labels' needs a node or edge here", at: call.span,
        hint: "without one it means the step at hand, within 'all', 'any' or 'map'")
      return .invalid(.dynamic)
    }
    return .constant(.dynamic(.array([])))
  }

  /// A condition on one step of an edge of variable length that must hold for each.
  func bindForEachStep(
    of name: String, _ syntax: ExpressionSyntax, in scope: ExpressionScope, _ binding: QueryBinding
  ) -> BoundExpression {
    guard let graph else { return .invalid(.bool) }
    var inner = scope
    let step = ElementScope(graph.edges.columns)
    inner.elements[name] = step
    let condition = binding.bindCondition(syntax, in: inner)
    if condition.isInvalid { return .invalid(.bool) }
    return add(.all, name, overInnerNodes: false, step, condition, type: .bool, binding)
  }

  /// `all(e, condition)`, `any(…)`, `map(e, value)`: properties of a step go by their own names.
  private func bindOverSteps(
    _ function: GraphMatchNode.Computation.Function, _ call: CallSyntax, type: ScalarType, in scope: ExpressionScope,
    _ binding: QueryBinding
  ) -> BoundExpression {
    guard call.arguments.count == 2, let graph else {
      binding.report(
        .wrongArgumentCount, "'\(call.name.text)' takes 2 arguments, not \(call.arguments.count)", at: call.span)
      return .invalid(type)
    }
    var target = call.arguments[0]
    var overInnerNodes = false
    if case .call(let inner) = target, inner.name.text == "inner_nodes", let edge = inner.arguments.first {
      target = edge
      overInnerNodes = true
    }
    guard let name = element(target, is: [.path], "an edge of variable length", binding) else { return .invalid(type) }
    let step = ElementScope(overInnerNodes ? graph.nodeColumns : graph.edges.columns)
    var inner = scope
    inner.elements[name] = step
    // Each property of the step can be named; those that are not read are left out again.
    let properties = step.row.columns.compactMap { step.column(named: $0.name, binding) }
    inner.row = RowScope(properties)
    inner.graphFunctions = self
    stepFunctions = overInnerNodes ? [] : nil
    isInStep = true
    defer {
      stepFunctions = nil
      isInStep = false
    }
    let value =
      type == .bool
      ? binding.bindCondition(call.arguments[1], in: inner) : binding.bindExpression(call.arguments[1], in: inner)
    if value.isInvalid { return .invalid(type) }
    return add(function, name, overInnerNodes: overInnerNodes, step, value, type: type, binding)
  }

  private func bindNodeFunction(
    _ function: GraphMatchNode.Computation.Function, _ call: CallSyntax, type: ScalarType, _ binding: QueryBinding
  ) -> BoundExpression {
    guard call.arguments.count <= 1 else {
      binding.report(
        .wrongArgumentCount, "'\(call.name.text)' takes 1 argument, not \(call.arguments.count)", at: call.span)
      return .invalid(type)
    }
    let column = binding.makeColumn(call.name.text, type)
    guard let argument = call.arguments.first else {
      guard stepFunctions != nil else {
        binding.report(
          .invalidArgument, "'\(call.name.text)' needs a node here", at: call.span,
          hint: "without one it means the node at hand, within 'inner_nodes(…)'")
        return .invalid(type)
      }
      stepFunctions?.append(GraphMatchNode.Computation.StepFunction(function: function, column: column))
      return .column(column)
    }
    guard let name = element(argument, is: [.node], "a node", binding) else { return .invalid(type) }
    computations.append(GraphMatchNode.Computation(function: function, element: name, column: column))
    return .column(column)
  }

  private func element(
    _ syntax: ExpressionSyntax, is kinds: [Element], _ expected: String, _ binding: QueryBinding
  ) -> String? {
    if let name = syntax.withoutParentheses.simpleName, let kind = elements[name], kinds.contains(kind) { return name }
    binding.report(.invalidArgument, "the name of \(expected) of the pattern is expected here", at: syntax.span)
    return nil
  }

  private func add(
    _ function: GraphMatchNode.Computation.Function, _ name: String, overInnerNodes: Bool, _ step: ElementScope,
    _ value: BoundExpression, type: ScalarType, _ binding: QueryBinding
  ) -> BoundExpression {
    let read = value.columns
    let column = binding.makeColumn("\(function)", type)
    computations.append(
      GraphMatchNode.Computation(
        function: function, element: name, isOverInnerNodes: overInnerNodes,
        properties: step.properties.filter { read.contains($0.column.id) },
        stepFunctions: (stepFunctions ?? []).filter { read.contains($0.column.id) }, value: value, column: column))
    return .column(column)
  }
}
