import KQLCatalog
import KQLPlan
import KQLTypes

/// Finds for each pair of first and last node of a chain a shortest walk, or all of them, that meets the conditions and
/// comes back no more than it may.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/graph-shortest-paths-operator>
final class ShortestPathSearch: GraphSearch {
  private let pattern: GraphPattern
  private let chain: GraphPattern.Chain
  private let masks: GraphMasks
  private let graph: GraphData
  private let filter: GraphMatchFilter
  private let givesAll: Bool
  private let cycles: GraphMatchNode.Cycles
  private let control: QueryControl
  private let reservation: MemoryReservation
  private let visitsOnce: Bool
  /// Whether conditions look at the ends of the walk alone.
  private let dependsOnEnds: Bool
  private let candidateCount: Int
  private var nextStart: Int32 = 0

  init(
    _ pattern: GraphPattern, _ masks: GraphMasks, _ graph: GraphData, filter: GraphMatchFilter, givesAll: Bool,
    cycles: GraphMatchNode.Cycles, control: QueryControl
  ) {
    self.pattern = pattern
    self.masks = masks
    self.graph = graph
    self.filter = filter
    self.givesAll = givesAll
    self.cycles = cycles
    self.control = control
    reservation = MemoryReservation(control)
    let written = pattern.chains[0]
    let ends = (written.nodes[0], written.nodes[written.nodes.count - 1])
    let counts = (
      masks.candidateCount(ends.0, nodeCount: graph.nodeCount), masks.candidateCount(ends.1, nodeCount: graph.nodeCount)
    )
    chain = counts.1 < counts.0 ? written.reversed : written
    candidateCount = max(counts.0, counts.1)
    dependsOnEnds = filter.nodeSlots?.isSubset(of: [ends.0, ends.1]) ?? false
    visitsOnce =
      dependsOnEnds && written.edges.count == 1 && ends.0 != ends.1 && (written.edges[0].lengths?.lowerBound ?? 1) <= 1
  }

  func next(_ wanted: Int) throws(ExecutionError) -> (matches: GraphMatches, rows: [Int32]?)? {
    var found = GraphMatches(pattern)
    while found.count < wanted, found.stepCount < wanted * 16, Int(nextStart) < graph.nodeCount {
      try control.checkpoint()
      let start = nextStart
      nextStart += 1
      if masks.allowsNode(start, in: chain.nodes[0]) { try search(from: start, &found) }
    }
    return found.count == 0 ? nil : (found, nil)
  }
}

// MARK: - One start

extension ShortestPathSearch {
  private func search(from start: Int32, _ found: inout GraphMatches) throws(ExecutionError) {
    var layers = ShortestPathLayers(chain, masks, graph, from: start, visitsOnce: visitsOnce)
    var settled: Set<Int32> = []
    repeat {
      try reservation.set(to: layers.byteCount)
      for state in layers.finished {
        let target = layers.layers[layers.layers.count - 1][Int(state)].node
        if settled.contains(target) { continue }
        if try settle(layers, state, &found) { settled.insert(target) }
      }
      if settled.count >= candidateCount { return }
    } while try layers.advance(control)
  }

  /// Adds the walks that lead to a state.
  ///
  /// - Returns: Whether longer walks to the same node need not be looked for.
  private func settle(
    _ layers: ShortestPathLayers, _ state: Int32, _ found: inout GraphMatches
  ) throws(ExecutionError) -> Bool {
    var walks = GraphWalkList(layers, to: state)
    var hasFound = false
    while let walk = walks.next(layers, end: state) {
      try control.checkpoint()
      guard let candidate = match(walk) else { continue }
      if let passing = try filter.passing(candidate.single), passing.isEmpty {
        if dependsOnEnds { return true }
        continue
      }
      candidate.append(to: &found)
      hasFound = true
      if !givesAll { return true }
    }
    return hasFound
  }

  /// The match that a walk makes; `nil` when an edge or a named node does not fit.
  private func match(_ walk: GraphWalk) -> Candidate? {
    switch cycles {
    case .all: break
    case .none: guard Set(walk.nodes).count == walk.nodes.count else { return nil }
    case .uniqueEdges: guard Set(walk.edges).count == walk.edges.count else { return nil }
    }
    var nodes = [Int32](repeating: -1, count: pattern.nodeSlotCount)
    func bind(_ node: Int32, _ slot: Int) -> Bool {
      if nodes[slot] >= 0 { return nodes[slot] == node }
      nodes[slot] = node
      return true
    }
    var edges = [Int32](repeating: -1, count: pattern.edgeSlotCount)
    var paths: [Candidate.Path] = []
    var position = 0
    guard bind(walk.nodes[0], chain.nodes[0]) else { return nil }
    for (place, edge) in chain.edges.enumerated() {
      let start = position
      while position < walk.edges.count, walk.places[position] == place { position += 1 }
      if edge.lengths == nil {
        edges[edge.slot] = walk.edges[start]
      } else {
        paths.append(
          Candidate.Path(
            slot: edge.slot, edges: walk.edges[start..<position],
            inner: position > start + 1 ? walk.nodes[start + 1..<position] : [], isReversed: chain.isReversed))
      }
      guard bind(walk.nodes[position], chain.nodes[place + 1]) else { return nil }
    }
    return Candidate(pattern: pattern, nodes: nodes, edges: edges, paths: paths)
  }

  private struct Candidate {
    struct Path {
      var slot: Int
      var edges: ArraySlice<Int32>
      var inner: ArraySlice<Int32>
      var isReversed: Bool
    }
    let pattern: GraphPattern
    let nodes: [Int32]
    let edges: [Int32]
    let paths: [Path]

    /// The match alone.
    var single: GraphMatches {
      var matches = GraphMatches(pattern)
      append(to: &matches)
      return matches
    }

    func append(to matches: inout GraphMatches) {
      for path in paths {
        matches.appendSteps(path.edges, inner: path.inner, slot: path.slot, isReversed: path.isReversed)
      }
      matches.append(nodes: nodes, edges: edges)
    }
  }
}
