import KQLCatalog
import KQLColumnar
import KQLPlan
import KQLTypes

extension GraphMatchNode: ExecutableNode {
  package func makeOperator(_ planner: PhysicalPlanner) throws(ExecutionError) -> any PhysicalOperator {
    GraphMatchOperator(
      loader: try GraphLoader(graph, planner), mode: mode, program: GraphMatchProgram(self, now: planner.context.now))
  }
}

/// Finds the places of a graph that look like a pattern (`graph-match`, `graph-shortest-paths`): a row a match. Holds
/// the graph.
///
/// Conditions on single nodes and edges are decided before the search; the others on batches of matches.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/graph-match-operator>
struct GraphMatchOperator: PhysicalOperator {
  let loader: GraphLoader
  let mode: GraphMatchNode.Mode
  let program: GraphMatchProgram

  func open(in context: ExecutionContext) throws(ExecutionError) -> any BatchStream {
    let reservation = MemoryReservation(context.control)
    let graph = try loader.load(in: context, reservation)
    return GraphMatchStream(plan: self, graph: graph, reservation: reservation, context: context)
  }
}

private struct GraphMatchStream: BatchStream {
  let plan: GraphMatchOperator
  let graph: GraphData
  let reservation: MemoryReservation
  let context: ExecutionContext

  var maximumReaderCount: Int { 1 }

  func makeReader() throws(ExecutionError) -> any BatchReader {
    let values = GraphValues(plan.program, graph)
    let (masks, conditions) = try values.masks()
    let filter = try GraphMatchFilter(conditions, plan.program, values)
    let search: any GraphSearch
    switch plan.mode {
    case .matches(let cycles):
      search = MatchSearch(
        matcher: GraphMatcher(plan.program.pattern, masks, graph, cycles: cycles, control: context.control),
        filter: filter)
    case .shortestPaths(let all, let cycles):
      search = ShortestPathSearch(
        plan.program.pattern, masks, graph, filter: filter, givesAll: all, cycles: cycles, control: context.control)
    }
    return try Reader(self, search, values)
  }

  private final class Reader: BatchReader {
    private let stream: GraphMatchStream
    private let search: any GraphSearch
    private let values: GraphValues
    private let columns: [PlanColumn]
    private let items: ExpressionEvaluator
    private var ordinal: Int64 = 0

    init(_ stream: GraphMatchStream, _ search: any GraphSearch, _ values: GraphValues) throws(ExecutionError) {
      self.stream = stream
      self.search = search
      self.values = values
      let program = stream.plan.program
      columns = program.columns(of: program.items)
      items = try ExpressionEvaluator(ExpressionProgram(program.items, columns: columns, now: program.now))
    }

    func next() throws(ExecutionError) -> StreamBatch? {
      try stream.context.control.checkpoint()
      guard let found = try search.next(stream.context.options.batchRowCount) else { return nil }
      var batch = try values.batch(of: columns, found.matches)
      if let rows = found.rows { batch = batch.narrowed(to: Selection(rowCount: found.matches.count, indexes: rows)) }
      let result = RecordBatch(columns: try items.evaluateColumns(batch), rowCount: batch.rowCount)
      defer { ordinal += Int64(result.physicalRowCount) }
      return StreamBatch(result, ordinal: ordinal)
    }
  }
}

/// A way to find matches.
protocol GraphSearch: AnyObject {
  /// About so many matches, and which of them count (all where there is no list); `nil` at the end.
  func next(_ wanted: Int) throws(ExecutionError) -> (matches: GraphMatches, rows: [Int32]?)?
}

/// Conditions that only a whole match can tell; used by one thread.
final class GraphMatchFilter {
  private let columns: [PlanColumn]
  private let evaluator: ExpressionEvaluator?
  private let values: GraphValues
  /// Whether conditions look at nothing but nodes, and at which.
  let nodeSlots: Set<Int>?

  init(
    _ conditions: [BoundExpression], _ program: GraphMatchProgram, _ values: GraphValues
  ) throws(ExecutionError) {
    self.values = values
    columns = program.columns(of: conditions)
    if conditions.isEmpty {
      evaluator = nil
    } else {
      evaluator = try ExpressionEvaluator(ExpressionProgram(conditions, columns: columns, now: program.now))
    }
    var slots: Set<Int>? = []
    for condition in conditions {
      guard let own = program.nodeSlots(of: condition), condition.isDeterministic else {
        slots = nil
        break
      }
      slots?.formUnion(own)
    }
    nodeSlots = slots
  }

  /// The matches that meet all conditions; `nil` when there are none to meet.
  func passing(_ matches: GraphMatches) throws(ExecutionError) -> [Int32]? {
    guard let evaluator else { return nil }
    let results = try evaluator.evaluateColumns(try values.batch(of: columns, matches))
    return (0..<Int32(truncatingIfNeeded: matches.count)).filter { match in
      results.allSatisfy { $0[Int(match)].isTrue }
    }
  }
}

private final class MatchSearch: GraphSearch {
  private var matcher: GraphMatcher
  private let filter: GraphMatchFilter

  init(matcher: GraphMatcher, filter: GraphMatchFilter) {
    self.matcher = matcher
    self.filter = filter
  }

  func next(_ wanted: Int) throws(ExecutionError) -> (matches: GraphMatches, rows: [Int32]?)? {
    let matches = try matcher.next(wanted)
    return matches.count == 0 ? nil : (matches, try filter.passing(matches))
  }
}
