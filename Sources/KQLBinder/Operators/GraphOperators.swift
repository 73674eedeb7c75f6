import KQLDiagnostics
import KQLPlan
import KQLSyntax
import KQLTypes

/// `make-graph`.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/make-graph-operator>
extension MakeGraphOperatorSyntax: BindableOperator {
  func bind(_ input: BoundTable, in pipeline: inout PipelineScope, _ binding: QueryBinding) -> BoundTable {
    guard let source = endpoint(source, input, binding), let target = endpoint(target, input, binding) else {
      return .invalid
    }
    if let partitionedBy, let partitionBody {
      return bindPartitioned(partitionedBy, partitionBody, source, target, input, pipeline, binding)
    }
    guard let graph = graph(over: input, source, target, pipeline, binding) else { return .invalid }
    var result = input.replacingPlan(input.plan, isSerialized: false)
    result.graph = graph
    return result
  }

  private func endpoint(_ syntax: ExpressionSyntax, _ input: BoundTable, _ binding: QueryBinding) -> PlanColumn? {
    guard let column = binding.bindColumns(syntax, of: input).first else { return nil }
    guard column.type != .dynamic else {
      binding.report(
        .typeMismatch, "the id of a node cannot be dynamic", at: syntax.span,
        hint: "convert it first, as with 'tostring(…)'")
      return nil
    }
    return column
  }

  private func graph(
    over input: BoundTable, _ source: PlanColumn, _ target: PlanColumn, _ pipeline: PipelineScope,
    _ binding: QueryBinding
  ) -> PlanGraph? {
    if nodes.isEmpty {
      return PlanGraph(
        edges: input.plan, source: source, target: target, nodes: nil,
        nodeId: binding.makeColumn(nodeId?.text ?? "node_id", source.type))
    }
    var tables: [BoundTable] = []
    var idName: String?
    for node in nodes {
      let table = binding.bindTable(node.table, in: pipeline.environment)
      guard !table.isInvalid else { return nil }
      guard let id = binding.bindColumns(.name(node.id), of: table).first else { return nil }
      if id.type != source.type {
        binding.report(
          .typeMismatch, "nodes have ids of type \(id.type.name), edges of type \(source.type.name)", at: node.id.span)
      }
      var renamed = table
      if let idName, idName != id.name {
        renamed.plan = ProjectNode(
          input: table.plan,
          items: table.columns.map { column in
            var column = column
            let original = column
            if column.id == id.id { column.name = idName }
            return ProjectNode.Item(column: column, expression: .column(original))
          })
      }
      idName = idName ?? id.name
      tables.append(renamed)
    }
    let all = tables.count == 1 ? tables[0] : binding.union(tables, kind: .outer, sourceColumn: nil)
    guard let idName, let id = RowScope(all)[idName] else { return nil }
    return PlanGraph(edges: input.plan, source: source, target: target, nodes: all.plan, nodeId: id)
  }

  /// A graph for each value of a column of the edges.
  private func bindPartitioned(
    _ name: NameSyntax, _ body: PipelineSyntax, _ source: PlanColumn, _ target: PlanColumn, _ input: BoundTable,
    _ pipeline: PipelineScope, _ binding: QueryBinding
  ) -> BoundTable {
    guard let key = binding.bindColumns(.name(name), of: input).first else { return .invalid }
    let identity = binding.makeSharedIdentity()
    let part = BoundTable(SubplanInputNode(identity: identity, columns: input.columns))
    guard let graph = graph(over: part, source, target, pipeline, binding) else { return .invalid }
    var implicit = part
    implicit.graph = graph
    let inner = binding.bindPipeline(body, environment: pipeline.environment, implicitSource: implicit)
    guard !inner.isInvalid, binding.isOneTable(inner, at: body.span) else { return .invalid }
    return inner.replacingPlan(
      PartitionNode(input: input.plan, key: key, body: inner.plan, bodyReadsKey: false, inputIdentity: identity),
      isSerialized: false)
  }
}

extension QueryBinding {
  /// The graph that an operator works on; reports an input that is a table.
  func graph(of input: BoundTable, for keyword: NameSyntax) -> PlanGraph? {
    if let graph = input.graph { return graph }
    if !input.isInvalid {
      report(
        .tableExpected, "'\(keyword.text)' needs a graph, but its input is a table", at: keyword.span,
        hint: "put 'make-graph source --> target' before it")
    }
    return nil
  }
}

/// `graph-to-table`.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/graph-to-table-operator>
extension GraphToTableOperatorSyntax: GraphOperator {
  func bind(_ input: BoundTable, in pipeline: inout PipelineScope, _ binding: QueryBinding) -> BoundTable {
    guard let graph = binding.graph(of: input, for: keyword) else { return .invalid }
    var results: [BoundQuery.Result] = []
    for output in outputs {
      let settings = OperatorParameters(output.parameters)
      let plan: any PlanNode
      switch output.kind.text {
      case "nodes":
        settings.report(unknownExcept: ["with_node_id"], of: "graph-to-table nodes", binding)
        plan = numbered(GraphNodesNode(graph: graph), [("with_node_id", graph.nodeId)], settings, output.kind, binding)
      case "edges":
        settings.report(unknownExcept: ["with_source_id", "with_target_id"], of: "graph-to-table edges", binding)
        plan = numbered(
          graph.edges, [("with_source_id", graph.source), ("with_target_id", graph.target)], settings, output.kind,
          binding)
      default:
        binding.report(.expectedSyntax, "'nodes' or 'edges' is expected here", at: output.kind.span)
        continue
      }
      var table = BoundTable(plan)
      table.name = output.alias?.text
      if let alias = output.alias {
        pipeline.environment[alias.text] = .table(
          TableVariable(name: alias.text, source: .shared(identity: binding.makeSharedIdentity(), table)))
      }
      results.append(BoundQuery.Result(name: output.alias?.text, plan: plan))
    }
    guard let first = results.first else { return .invalid }
    var result = BoundTable(first.plan)
    if results.count > 1 { result.branches = results }
    return result
  }

  /// A table with columns before its own that number nodes: by the hashes of their ids.
  private func numbered(
    _ table: any PlanNode, _ ids: [(parameter: String, column: PlanColumn)], _ settings: OperatorParameters,
    _ kind: NameSyntax, _ binding: QueryBinding
  ) -> any PlanNode {
    let hashes = ids.compactMap { id, column -> ProjectNode.Item? in
      settings.word(id).map { name in
        ProjectNode.Item(
          column: binding.makeColumn(name.text, .long),
          expression: binding.makeCall("hash", [.column(column)], type: .long, at: kind.span))
      }
    }
    if hashes.isEmpty { return table }
    let passed = table.columns.map { ProjectNode.Item(column: $0, expression: .column($0)) }
    return ProjectNode(input: table, items: hashes + passed)
  }
}

/// `graph-mark-components`.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/graph-mark-components-operator>
extension GraphMarkComponentsOperatorSyntax: GraphOperator {
  func bind(_ input: BoundTable, in pipeline: inout PipelineScope, _ binding: QueryBinding) -> BoundTable {
    guard var graph = binding.graph(of: input, for: keyword) else { return .invalid }
    let settings = OperatorParameters(parameters)
    settings.report(unknownExcept: ["kind", "with_component_id"], of: "graph-mark-components", binding)
    var isStrong = false
    if let kind = settings.word("kind") {
      switch kind.text.lowercased() {
      case "strong": isStrong = true
      case "weak": break
      default:
        binding.report(
          .invalidArgument, "'\(kind.text)' is no kind of component", at: kind.span, hint: "write 'weak' or 'strong'")
      }
    }
    let component = binding.makeColumn(settings.word("with_component_id")?.text ?? "ComponentId", .long)
    graph.nodes = GraphNodesNode(graph: graph, componentColumn: component, componentsAreStrong: isStrong)
    var result = input
    result.graph = graph
    return result
  }
}

/// `graph-where-nodes`, `graph-where-edges`: a graph with some of its nodes and the edges between them, or with all
/// of its nodes and some of its edges.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/graph-where-nodes-operator>
extension GraphWhereOperatorSyntax: GraphOperator {
  func bind(_ input: BoundTable, in pipeline: inout PipelineScope, _ binding: QueryBinding) -> BoundTable {
    guard var graph = binding.graph(of: input, for: keyword) else { return .invalid }
    let nodes = GraphNodesNode(graph: graph)
    if keyword.text == "graph-where-edges" {
      let scope = pipeline.expressions(over: BoundTable(graph.edges))
      graph.edges = FilterNode(input: graph.edges, predicate: binding.bindCondition(predicate, in: scope))
      graph.nodes = nodes
    } else {
      var scope = pipeline.expressions(over: BoundTable(nodes))
      let functions = GraphPatternFunctions(elements: [:])
      scope.graphFunctions = functions
      let condition = binding.bindCondition(predicate, in: scope)
      if functions.hasComputations {
        binding.reportUnsupported("functions of nodes are not supported in 'graph-where-nodes'", at: predicate.span)
      }
      let kept = FilterNode(input: nodes, predicate: condition)
      for end in [graph.source, graph.target] {
        let copy = BoundTable(kept)
        let shared = binding.sharedCopy(of: copy, identity: binding.makeSharedIdentity())
        guard let index = kept.columns.firstIndex(where: { $0.id == graph.nodeId.id }) else { continue }
        graph.edges = JoinNode(
          kind: .leftSemi, left: graph.edges, right: shared.plan,
          keys: [JoinNode.Key(left: .column(end), right: .column(shared.columns[index]))], columns: graph.edges.columns)
      }
      graph.nodes = kept
    }
    var result = input
    result.graph = graph
    result.plan = graph.edges
    return result
  }
}
