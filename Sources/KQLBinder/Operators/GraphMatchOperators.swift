import KQLDiagnostics
import KQLPlan
import KQLSyntax
import KQLTypes

/// `graph-match`.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/graph-match-operator>
extension GraphMatchOperatorSyntax: GraphOperator {
  func bind(_ input: BoundTable, in pipeline: inout PipelineScope, _ binding: QueryBinding) -> BoundTable {
    guard let graph = binding.graph(of: input, for: keyword) else { return .invalid }
    let settings = OperatorParameters(parameters)
    settings.report(unknownExcept: ["cycles"], of: "graph-match", binding)
    var pattern = BoundGraphPattern(graph: graph)
    pattern.bind(patterns, pipeline, binding)
    return pattern.finish(.matches(settings.cycles(binding)), predicate, projection, at: keyword, pipeline, binding)
  }
}

/// `graph-shortest-paths`.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/graph-shortest-paths-operator>
extension GraphShortestPathsOperatorSyntax: GraphOperator {
  func bind(_ input: BoundTable, in pipeline: inout PipelineScope, _ binding: QueryBinding) -> BoundTable {
    guard let graph = binding.graph(of: input, for: keyword) else { return .invalid }
    let settings = OperatorParameters(parameters)
    settings.report(unknownExcept: ["output", "cycles"], of: "graph-shortest-paths", binding)
    var givesAll = false
    if let word = settings.word("output") {
      switch word.text.lowercased() {
      case "all": givesAll = true
      case "any": break
      default:
        binding.report(.invalidArgument, "'\(word.text)' is no output", at: word.span, hint: "write 'any' or 'all'")
      }
    }
    var pattern = BoundGraphPattern(graph: graph)
    pattern.bind(patterns, pipeline, binding)
    if patterns.count != 1 || !pattern.paths.contains(where: { $0.edges.contains { $0.lengths != nil } }) {
      binding.report(
        .invalidArgument, "a shortest path is one chain with an edge of variable length", at: keyword.span,
        hint: "write '(a)-[e*1..5]->(b)'")
    }
    let mode = GraphMatchNode.Mode.shortestPaths(all: givesAll, settings.cycles(binding))
    return pattern.finish(mode, predicate, projection, at: keyword, pipeline, binding)
  }
}

extension OperatorParameters {
  /// What `cycles` says; anything that is no way to treat them is reported.
  fileprivate func cycles(_ binding: QueryBinding) -> GraphMatchNode.Cycles {
    guard let word = word("cycles") else { return .uniqueEdges }
    if let given = GraphMatchNode.Cycles(rawValue: word.text.lowercased()) { return given }
    binding.report(
      .invalidArgument, "'\(word.text)' is no way to treat cycles", at: word.span,
      hint: "write 'all', 'none' or 'unique_edges'")
    return .uniqueEdges
  }
}

/// A pattern of nodes and edges while it is bound.
struct BoundGraphPattern {
  let graph: PlanGraph
  private(set) var paths: [GraphMatchNode.Path] = []
  private var scopes: [String: ElementScope] = [:]
  private var kinds: [String: GraphPatternFunctions.Element] = [:]
  private var anonymousCount = 0

  init(graph: PlanGraph) {
    self.graph = graph
  }

  mutating func bind(_ patterns: [GraphPatternSyntax], _ pipeline: PipelineScope, _ binding: QueryBinding) {
    for pattern in patterns {
      let nodes = pattern.nodes.map { node in element(node.name, .node, binding) }
      let edges = pattern.edges.map { edge in
        let lengths = edge.lengths.map { bound($0.low, $0.high, pipeline, binding) }
        let direction: GraphMatchNode.Edge.Direction =
          switch edge.direction {
          case .forward: .forward
          case .backward: .backward
          case .either: .either
          }
        return GraphMatchNode.Edge(
          element: element(edge.name, lengths == nil ? .edge : .path, binding), direction: direction, lengths: lengths)
      }
      paths.append(GraphMatchNode.Path(nodes: nodes, edges: edges))
    }
  }

  private func bound(
    _ low: ExpressionSyntax, _ high: ExpressionSyntax, _ pipeline: PipelineScope, _ binding: QueryBinding
  ) -> ClosedRange<Int> {
    let scope = ExpressionScope(environment: pipeline.environment)
    let least = binding.bindCount(binding.bindExpression(low, in: scope), at: low.span, of: "the shortest length") ?? 0
    let most = binding.bindCount(binding.bindExpression(high, in: scope), at: high.span, of: "the longest length")
    if let most, most < least {
      binding.report(
        .invalidArgument, "the longest length is below the shortest one", at: low.span.union(high.span))
    }
    return least...max(least, most ?? least)
  }

  private mutating func element(
    _ name: NameSyntax?, _ kind: GraphPatternFunctions.Element, _ binding: QueryBinding
  ) -> GraphMatchNode.Element {
    guard let name else {
      anonymousCount += 1
      return GraphMatchNode.Element(name: "$\(anonymousCount)", properties: [])
    }
    if let known = kinds[name.text] {
      if known != .node || kind != .node {
        binding.report(.duplicateName, "'\(name.text)' is the name of another element", at: name.span)
      }
    } else {
      kinds[name.text] = kind
      scopes[name.text] = ElementScope(
        kind == .node ? graph.nodeColumns : graph.edges.columns, givesArrays: kind == .path)
    }
    return GraphMatchNode.Element(name: name.text, properties: [])
  }

  func finish(
    _ mode: GraphMatchNode.Mode, _ predicate: ExpressionSyntax?, _ projection: [ExpressionSyntax]?,
    at keyword: NameSyntax, _ pipeline: PipelineScope, _ binding: QueryBinding
  ) -> BoundTable {
    let functions = GraphPatternFunctions(graph: graph, elements: kinds)
    var scope = ExpressionScope(environment: pipeline.environment)
    scope.elements = scopes
    scope.graphFunctions = functions
    let condition = predicate.map { self.condition($0, functions, in: scope, binding) }
    var builder = ProjectionBuilder()
    let tuples = TupleExtraction()
    if let projection {
      binding.bindProjection(projection, into: &builder, style: .project, tuples: tuples, in: scope)
    } else {
      projectEverything(into: &builder, binding)
    }
    guard tuples.items.isEmpty else {
      binding.report(.unsupported, "calls that give several columns are not supported here", at: keyword.span)
      return .invalid
    }
    let node = GraphMatchNode(
      graph: graph, mode: mode, paths: paths.map(withProperties), computations: functions.computations,
      predicate: condition, items: builder.items)
    return BoundTable(node)
  }

  /// A condition on a property of an edge of variable length holds for each of its steps.
  private func condition(
    _ syntax: ExpressionSyntax, _ functions: GraphPatternFunctions, in scope: ExpressionScope,
    _ binding: QueryBinding
  ) -> BoundExpression {
    switch syntax.withoutParentheses {
    case .binary(let binary) where binary.symbol.text == "and":
      let sides = [binary.left, binary.right].map { condition($0, functions, in: scope, binding) }
      for side in sides { if side.isInvalid { return .invalid(.bool) } }
      return binding.makeCall("and", sides, type: .bool, at: syntax.span)
    default:
      let named = syntax.columnNames.filter { kinds[$0] == .path }
      if named.count == 1, let name = named.first, !syntax.callsPatternFunction {
        return functions.bindForEachStep(of: name, syntax, in: scope, binding)
      }
      return binding.bindCondition(syntax, in: scope)
    }
  }

  /// Without `project` every property of every named element is shown.
  private func projectEverything(into builder: inout ProjectionBuilder, _ binding: QueryBinding) {
    var shown: Set<String> = []
    for path in paths {
      var elements = path.nodes
      for (index, edge) in path.edges.enumerated() { elements.insert(edge.element, at: 2 * index + 1) }
      for element in elements where shown.insert(element.name).inserted {
        guard let scope = scopes[element.name] else { continue }
        for source in scope.row.columns {
          guard let column = scope.column(named: source.name, binding) else { continue }
          builder.add("\(element.name)_\(source.name)", .column(column), replacing: false, binding)
        }
      }
    }
  }

  private func withProperties(_ path: GraphMatchNode.Path) -> GraphMatchNode.Path {
    func filled(_ element: GraphMatchNode.Element) -> GraphMatchNode.Element {
      GraphMatchNode.Element(name: element.name, properties: scopes[element.name]?.properties ?? [])
    }
    return GraphMatchNode.Path(
      nodes: path.nodes.map(filled),
      edges: path.edges.map {
        GraphMatchNode.Edge(element: filled($0.element), direction: $0.direction, lengths: $0.lengths)
      })
  }
}

extension ElementScope {
  var properties: [GraphMatchNode.Property] {
    uses.map { GraphMatchNode.Property(source: $0.source.id, column: $0.column) }
  }
}

extension ExpressionSyntax {
  /// Whether a function of graph elements is called anywhere within.
  fileprivate var callsPatternFunction: Bool {
    switch self {
    case .call(let call):
      GraphPatternFunctions.names.contains(call.name.text) || call.arguments.contains(where: \.callsPatternFunction)
    case .parenthesized(let inner, _): inner.callsPatternFunction
    case .binary(let binary): binary.left.callsPatternFunction || binary.right.callsPatternFunction
    case .member(let base, _): base.callsPatternFunction
    case .element(let base, _, _): base.callsPatternFunction
    case .membership(let membership):
      membership.value.callsPatternFunction || membership.items.contains(where: \.callsPatternFunction)
    case .unary(let unary): unary.operand.callsPatternFunction
    case .between(let between): between.value.callsPatternFunction
    default: false
    }
  }
}
