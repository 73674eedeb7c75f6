import KQLDiagnostics

// MARK: - Tabular expressions

extension Parser {
  /// An expression with the operators that it is piped through; without any, just the expression.
  mutating func parseTabularExpression() -> ExpressionSyntax? {
    let start = position
    guard let source = parsePipelineSource() else { return nil }
    guard current.kind == .pipe else { return source }
    var pipeline = PipelineSyntax(source: source, operators: [], span: source.span)
    if case .pipeline(let inner) = source { pipeline = inner }
    appendPipedOperators(to: &pipeline, from: start)
    return .pipeline(pipeline)
  }

  /// A query that begins with `|`, whose source is the default table.
  mutating func takePipeline() -> ExpressionSyntax {
    let start = position
    var pipeline = PipelineSyntax(source: nil, beginsWithPipe: true, operators: [], span: current.span)
    appendPipedOperators(to: &pipeline, from: start)
    return .pipeline(pipeline)
  }

  /// Operators that run on rows given by the context, as in `mv-apply x on (…)`.
  mutating func requireSubpipeline() -> PipelineSyntax {
    let start = position
    var pipeline = PipelineSyntax(source: nil, operators: [], span: gap)
    let first = nested { parser -> (any OperatorSyntax)? in
      guard let contextual = parser.parseContextualDatatable() else { return parser.requireOperator() }
      return contextual
    }
    if let first {
      pipeline.operators.append(first)
      skipUnexpected(after: "'\(first.keyword.text)'")
    }
    appendPipedOperators(to: &pipeline, from: start)
    return pipeline
  }

  /// Takes `| operator` as often as it follows.
  mutating func appendPipedOperators(to pipeline: inout PipelineSyntax, from start: Int) {
    while take(.pipe) != nil {
      // One level for all operators: a pipeline of any length is flat.
      if let step = nested({ $0.requireOperator() }) {
        pipeline.operators.append(step)
        skipUnexpected(after: "'\(step.keyword.text)'")
      }
    }
    pipeline.span = span(from: start)
  }

  private mutating func parsePipelineSource() -> ExpressionSyntax? {
    if beginsWithOperator {
      return parseOperatorSource() ?? parseExpression()
    }
    return parseExpression() ?? parseOperatorSource()
  }

  /// An operator at the beginning of a query. Whether it can be a source is for the binder to say.
  private mutating func parseOperatorSource() -> ExpressionSyntax? {
    guard let step = nested({ $0.parseOperator() }) else { return nil }
    return .pipeline(PipelineSyntax(source: nil, operators: [step], span: step.span))
  }

  /// Whether an operator begins here, even where its keyword might be a name.
  private var beginsWithOperator: Bool {
    guard let keyword = current.keyword else { return false }
    let next = token(ahead: 1)
    switch keyword {
    case .evaluate: return nameLength(ahead: 1) > 0 || parameterNameLength(OperatorParameters.none, ahead: 1) > 0
    case .facet: return next.keyword == .by
    case .partition, .reduce:
      return next.keyword == .by || parameterNameLength(OperatorParameters.none, ahead: 1) > 0
    case .range: return nameLength(ahead: 1) > 0
    case .render: return isNameWord(ahead: 1)
    default: return keyword.isOperator && !keyword.isName
    }
  }
}

// MARK: - Operators

extension Parser {
  /// The operator after `|`; what is no operator is reported and skipped.
  mutating func requireOperator() -> (any OperatorSyntax)? {
    let start = position
    if let step = parseOperator() {
      assert(position > start)
      return step
    }
    if current.kind == .word, canReport {
      let hint = NearestName.suggestion(for: text(current), among: Keyword.operatorNames)
      report(
        .unknownOperator, "there is no operator \(describe(current))", at: current.span,
        hint: hint.map { "did you mean '\($0)'?" })
    } else {
      reportExpected("an operator")
    }
    skipToEnd(includingPipes: true)
    return nil
  }

  mutating func parseOperator() -> (any OperatorSyntax)? {
    guard let keyword = current.keyword else { return nil }
    return switch keyword {
    case .where, .filter: takeWhere()
    case .take, .limit: takeTake()
    case .top: takeTop()
    case .sort, .order: takeSort()
    case .sample: takeSample()
    case .sampleDistinct: takeSampleDistinct()
    case .serialize: takeSerialize()
    case .count where token(ahead: 1).kind != .leftParenthesis: takeCount()
    case .consume: takeConsume()
    case .getschema: takeGetSchema()
    case .as: takeAs()
    case .assertSchema: takeAssertSchema()
    case .render: takeRender()
    case .project: takeProject()
    case .projectAway: takeProjectAway()
    case .projectKeep: takeProjectKeep()
    case .projectRename: takeProjectRename()
    case .projectReorder: takeProjectReorder()
    case .projectByNames: takeProjectByNames()
    case .extend: takeExtend()
    case .distinct: takeDistinct()
    case .mvExpand, .mvexpand: takeMvExpand()
    case .mvApply, .mvapply: takeMvApply()
    case .parse, .parseWhere: takeParse()
    case .parseKv: takeParseKv()
    case .summarize: takeSummarize()
    case .makeSeries: takeMakeSeries()
    case .topNested: takeTopNested()
    case .topHitters: takeTopHitters()
    case .reduce: takeReduce()
    case .facet: takeFacet()
    case .union: takeUnion()
    case .join: takeJoin()
    case .lookup: takeLookup()
    case .partition: takePartition()
    case .fork: takeFork()
    case .invoke: takeInvoke()
    case .evaluate: takeEvaluate()
    case .print: takePrint()
    case .range where token(ahead: 1).kind != .leftParenthesis: takeRange()
    case .search: takeSearch()
    case .find: takeFind()
    case .scan: takeScan()
    case .makeGraph: takeMakeGraph()
    case .graphMatch: takeGraphMatch()
    case .graphShortestPaths: takeGraphShortestPaths()
    case .graphMarkComponents: takeGraphMarkComponents()
    case .graphToTable: takeGraphToTable()
    case .graphWhereNodes, .graphWhereEdges: takeGraphWhere()
    case .macroExpand: takeMacroExpand()
    case .executeAndCache: takeClusterOnlyOperator()
    default: nil
    }
  }
}

extension Keyword {
  /// Whether an operator begins with the word.
  var isOperator: Bool { Self.operators.contains(self) }

  /// The operators' names, for suggestions.
  static let operatorNames = operators.filter { $0.rawValue.first != "_" }.map(\.rawValue)

  private static let operators: [Keyword] = [
    .where, .filter, .project, .extend, .summarize, .take, .limit, .sort, .order, .top, .distinct, .count, .join,
    .union, .lookup, .parse, .parseWhere, .parseKv, .projectAway, .projectKeep, .projectRename, .projectReorder,
    .projectByNames, .mvExpand, .mvApply, .mvexpand, .mvapply, .makeSeries, .sample, .sampleDistinct, .serialize,
    .search, .find, .print, .range, .render, .as, .consume, .getschema, .assertSchema, .evaluate, .facet, .fork,
    .invoke, .partition, .reduce, .scan, .topNested, .topHitters, .makeGraph, .graphMatch, .graphShortestPaths,
    .graphMarkComponents, .graphToTable, .graphWhereNodes, .graphWhereEdges, .macroExpand, .executeAndCache,
  ]
}
