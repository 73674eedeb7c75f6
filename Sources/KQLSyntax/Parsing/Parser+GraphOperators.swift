import KQLDiagnostics

// MARK: - Making graphs

extension Parser {
  mutating func takeMakeGraph() -> MakeGraphOperatorSyntax {
    let start = position
    let keyword = takeWord()
    let parameters = parseParameters()
    let source = requireNameExpression("a source column")
    let direction: String
    if takeSymbol([.minus, .minus, .greater]) {
      direction = "-->"
    } else {
      if !takeSymbol([.minus, .minus]) { reportExpected("'-->' or '--'") }
      direction = "--"
    }
    let target = requireNameExpression("a target column")
    var nodes: [MakeGraphOperatorSyntax.NodeTable] = []
    var nodeId: NameSyntax?
    if isWord("with_node_id") {
      advance()
      require(.equal, "'='")
      nodeId = requireName()
    } else if take(.with) != nil {
      let rules = ListRules(element: "a table of nodes", ends: [.partitionedBy], isRequired: true)
      nodes = parseList(rules) { $0.parseNodeTable() }
    }
    var partitionedBy: NameSyntax?
    var partitionBody: PipelineSyntax?
    if take(.partitionedBy) != nil {
      partitionedBy = requireName(.reference, "a column")
      partitionBody = parseBracketedSubpipeline()
    }
    return MakeGraphOperatorSyntax(
      keyword: keyword, span: span(from: start), parameters: parameters, source: source, direction: direction,
      target: target, nodes: nodes, nodeId: nodeId, partitionedBy: partitionedBy, partitionBody: partitionBody)
  }

  private mutating func requireNameExpression(_ description: String) -> ExpressionSyntax {
    parseName().map { .name($0) } ?? missingExpression(description)
  }

  private mutating func parseNodeTable() -> MakeGraphOperatorSyntax.NodeTable? {
    guard let table = parseOperandExpression() else { return nil }
    require(.on)
    return MakeGraphOperatorSyntax.NodeTable(table: table, id: requireName(.reference, "a column"))
  }

  /// Takes these tokens when they follow one another without a space.
  private mutating func takeSymbol(_ kinds: [TokenKind]) -> Bool {
    for (distance, kind) in kinds.enumerated() {
      let token = token(ahead: distance)
      guard token.kind == kind, distance == 0 || token.isAdjacent else { return false }
    }
    for _ in kinds { advance() }
    return true
  }
}

// MARK: - Matching paths

extension Parser {
  mutating func takeGraphMatch() -> GraphMatchOperatorSyntax {
    let start = position
    let keyword = takeWord()
    let parameters = parseParameters()
    let (patterns, predicate, projection) = takePatterns()
    return GraphMatchOperatorSyntax(
      keyword: keyword, span: span(from: start), parameters: parameters, patterns: patterns, predicate: predicate,
      projection: projection)
  }

  mutating func takeGraphShortestPaths() -> GraphShortestPathsOperatorSyntax {
    let start = position
    let keyword = takeWord()
    let parameters = parseParameters(OperatorParameters.graphShortestPaths)
    let (patterns, predicate, projection) = takePatterns()
    return GraphShortestPathsOperatorSyntax(
      keyword: keyword, span: span(from: start), parameters: parameters, patterns: patterns, predicate: predicate,
      projection: projection)
  }

  private mutating func takePatterns() -> ([GraphPatternSyntax], ExpressionSyntax?, [ExpressionSyntax]?) {
    let rules = ListRules(element: "a graph pattern", isRequired: true, endsWithoutComma: true)
    let patterns = parseList(rules) { $0.parseGraphPattern() }
    let predicate = take(.where) == nil ? nil : requireExpression()
    let projection = take(.project) == nil ? nil : parseNamedExpressions(isRequired: true)
    return (patterns, predicate, projection)
  }

  /// Nodes and edges in turn. Which are missing is reported and filled in, so that the pattern is whole.
  private mutating func parseGraphPattern() -> GraphPatternSyntax? {
    var pattern = GraphPatternSyntax(nodes: [], edges: [])
    while true {
      if current.kind == .leftParenthesis {
        if pattern.nodes.count > pattern.edges.count {
          reportPatternGap("an edge")
          pattern.edges.append(GraphPatternSyntax.Edge(name: nil, direction: .either, lengths: nil, span: gap))
        }
        pattern.nodes.append(takeGraphNode())
      } else if let edge = parseGraphEdge() {
        if pattern.nodes.count == pattern.edges.count { pattern.nodes.append(missingNode(before: edge.span)) }
        pattern.edges.append(edge)
      } else {
        break
      }
    }
    guard !pattern.nodes.isEmpty || !pattern.edges.isEmpty else { return nil }
    if pattern.nodes.count == pattern.edges.count { pattern.nodes.append(missingNode(before: gap)) }
    return pattern
  }

  private mutating func missingNode(before span: ByteSpan) -> GraphPatternSyntax.Node {
    reportPatternGap("a node")
    return GraphPatternSyntax.Node(name: nil, span: ByteSpan(span.lower, span.lower))
  }

  private mutating func reportPatternGap(_ description: String) {
    reportExpected("\(description) of the graph pattern")
  }

  private mutating func takeGraphNode() -> GraphPatternSyntax.Node {
    let start = position
    advance()
    let name = parseName()
    close(.rightParenthesis, "')'")
    return GraphPatternSyntax.Node(name: name, span: span(from: start))
  }

  private mutating func parseGraphEdge() -> GraphPatternSyntax.Edge? {
    let start = position
    if takeSymbol([.minus, .minus, .greater]) { return plainEdge(.forward, from: start) }
    if takeSymbol([.less, .minus, .minus]) { return plainEdge(.backward, from: start) }
    if takeSymbol([.minus, .minus]) { return plainEdge(.either, from: start) }
    let isBackward = takeSymbol([.less, .minus, .leftBracket])
    guard isBackward || takeSymbol([.minus, .leftBracket]) else { return nil }
    let name = parseName()
    var lengths: (low: ExpressionSyntax, high: ExpressionSyntax)?
    if take(.asterisk) != nil {
      let low = requireOperand()
      require(.dotDot, "'..'")
      lengths = (low, requireOperand())
    }
    var direction = isBackward ? GraphPatternSyntax.Direction.backward : .either
    if takeSymbol([.rightBracket, .minus, .greater]) {
      direction = isBackward ? .either : .forward
    } else if !takeSymbol([.rightBracket, .minus]) {
      reportExpected(isBackward ? "']-'" : "']->' or ']-'")
    }
    return GraphPatternSyntax.Edge(name: name, direction: direction, lengths: lengths, span: span(from: start))
  }

  private func plainEdge(_ direction: GraphPatternSyntax.Direction, from start: Int) -> GraphPatternSyntax.Edge {
    GraphPatternSyntax.Edge(name: nil, direction: direction, lengths: nil, span: span(from: start))
  }
}

// MARK: - Reading graphs

extension Parser {
  mutating func takeGraphMarkComponents() -> GraphMarkComponentsOperatorSyntax {
    let start = position
    let keyword = takeWord()
    let parameters = parseParameters(OperatorParameters.graphMarkComponents)
    return GraphMarkComponentsOperatorSyntax(keyword: keyword, span: span(from: start), parameters: parameters)
  }

  mutating func takeGraphToTable() -> GraphToTableOperatorSyntax {
    let start = position
    let keyword = takeWord()
    let rules = ListRules(element: "'nodes' or 'edges'", isRequired: true, endsWithoutComma: true)
    let outputs = parseList(rules) { parser -> GraphToTableOperatorSyntax.Output? in
      let keyword = parser.current.keyword
      guard keyword == .nodes || keyword == .edges else { return nil }
      let kind = parser.takeWord()
      let alias = parser.take(.as) == nil ? nil : parser.requireName()
      let own = keyword == .nodes ? OperatorParameters.graphNodes : OperatorParameters.graphEdges
      return GraphToTableOperatorSyntax.Output(kind: kind, alias: alias, parameters: parser.parseParameters(own))
    }
    return GraphToTableOperatorSyntax(keyword: keyword, span: span(from: start), outputs: outputs)
  }

  mutating func takeGraphWhere() -> GraphWhereOperatorSyntax {
    let start = position
    let keyword = takeWord()
    let predicate = requireExpression()
    return GraphWhereOperatorSyntax(keyword: keyword, span: span(from: start), predicate: predicate)
  }
}
