import KQLCatalog
import KQLPlan
import KQLTypes

/// Finds the places of a graph that look like a pattern, one after the other, by trying and taking back.
///
/// Chains come in the order of the query, each from the end that has fewer candidates. The depth of the search is
/// that of the pattern and of its edges of variable length; it is kept in arrays and not on the stack.
struct GraphMatcher {
  /// One thing to bind.
  private enum Move {
    case node(slot: Int, chain: Int)
    case edge(GraphPattern.Edge, from: Int, to: Int, chain: Int)
    case path(GraphPattern.Edge, ClosedRange<Int>, from: Int, to: Int, chain: Int, isReversed: Bool)
  }

  /// How far the alternatives of a move were tried.
  private struct Progress {
    var candidates: Range<Int> = 0..<0
    /// One for each edge of the path so far and one for the node that it has reached.
    var cursors: [GraphEdgeCursor] = []
    var path: [Int32] = []
    var pathNodes: [Int32] = []
    /// Whether the path as it is was given already.
    var isGiven = false
    /// What the move has bound, to be taken back.
    var boundEdge: Int32 = -1
    var boundNode: Int32 = -1
  }

  private let graph: GraphData
  private let pattern: GraphPattern
  private let masks: GraphMasks
  private let cycles: GraphMatchNode.Cycles
  private let control: QueryControl
  private let moves: [Move]
  /// Whether the target of each move was bound by a move before.
  private let isTargetBound: [Bool]
  private var progress: [Progress]
  private var depth = 0
  private var isStarted = false
  private var nodes: [Int32]
  private var edges: [Int32]
  private var isEdgeUsed: [Bool]
  /// For each chain whether it goes through a node; only where nodes must not repeat.
  private var isOnChain: [[Bool]]
  private var stepsTried = 0

  init(
    _ pattern: GraphPattern, _ masks: GraphMasks, _ graph: GraphData, cycles: GraphMatchNode.Cycles,
    control: QueryControl
  ) {
    self.pattern = pattern
    self.masks = masks
    self.graph = graph
    self.cycles = cycles
    self.control = control
    var moves: [Move] = []
    var isTargetBound: [Bool] = []
    var bound: Set<Int> = []
    for (index, written) in pattern.chains.enumerated() {
      let chain = Self.directed(written, bound, masks, graph)
      isTargetBound.append(!bound.insert(chain.nodes[0]).inserted)
      moves.append(.node(slot: chain.nodes[0], chain: index))
      for (position, edge) in chain.edges.enumerated() {
        let (from, to) = (chain.nodes[position], chain.nodes[position + 1])
        isTargetBound.append(!bound.insert(to).inserted)
        if let lengths = edge.lengths {
          moves.append(.path(edge, lengths, from: from, to: to, chain: index, isReversed: chain.isReversed))
        } else {
          moves.append(.edge(edge, from: from, to: to, chain: index))
        }
      }
    }
    self.moves = moves
    self.isTargetBound = isTargetBound
    progress = moves.map { _ in Progress() }
    nodes = Array(repeating: -1, count: pattern.nodeSlotCount)
    edges = Array(repeating: -1, count: pattern.edgeSlotCount)
    isEdgeUsed = Array(repeating: false, count: cycles == .all ? 0 : graph.edgeCount)
    isOnChain = Array(
      repeating: Array(repeating: false, count: cycles == .none ? graph.nodeCount : 0), count: pattern.chains.count)
  }

  /// The chain from its better end: one that is bound already, else the one with fewer candidates.
  private static func directed(
    _ chain: GraphPattern.Chain, _ bound: Set<Int>, _ masks: GraphMasks, _ graph: GraphData
  ) -> GraphPattern.Chain {
    guard let first = chain.nodes.first, let last = chain.nodes.last, first != last, !bound.contains(first) else {
      return chain
    }
    if bound.contains(last) { return chain.reversed }
    let (ahead, behind) = (
      masks.candidateCount(first, nodeCount: graph.nodeCount), masks.candidateCount(last, nodeCount: graph.nodeCount)
    )
    return behind < ahead ? chain.reversed : chain
  }
}

// MARK: - Searching

extension GraphMatcher {
  /// Finds about so many matches more; none at the end.
  mutating func next(_ wanted: Int) throws(ExecutionError) -> GraphMatches {
    var matches = GraphMatches(pattern)
    if !isStarted {
      isStarted = true
      begin(0)
    }
    // Long paths count more than short ones, so that a batch stays of bounded size.
    while depth >= 0, matches.count < wanted, matches.stepCount < wanted * 16 {
      guard try advance(depth) else {
        depth -= 1
        continue
      }
      if depth + 1 < moves.count {
        depth += 1
        begin(depth)
      } else {
        record(&matches)
      }
    }
    return matches
  }

  private func record(_ matches: inout GraphMatches) {
    for (index, move) in moves.enumerated() {
      guard case .path(let edge, _, _, _, _, let isReversed) = move else { continue }
      let own = progress[index]
      matches.appendSteps(own.path, inner: own.pathNodes.dropLast(), slot: edge.slot, isReversed: isReversed)
    }
    matches.append(nodes: nodes, edges: edges)
  }

  private mutating func begin(_ index: Int) {
    progress[index].boundEdge = -1
    progress[index].boundNode = -1
    switch moves[index] {
    case .node: progress[index].candidates = 0..<graph.nodeCount
    case .edge(let edge, let from, _, _):
      progress[index].cursors = [GraphEdgeCursor(nodes[from], edge.direction, graph)]
    case .path(let edge, _, let from, _, _, _):
      progress[index].cursors = [GraphEdgeCursor(nodes[from], edge.direction, graph)]
      progress[index].path = []
      progress[index].pathNodes = []
      progress[index].isGiven = false
    }
  }

  /// Takes back what a move has bound and binds the next alternative.
  private mutating func advance(_ index: Int) throws(ExecutionError) -> Bool {
    switch moves[index] {
    case .node(let slot, let chain): return try advanceNode(index, slot, chain)
    case .edge(let edge, _, let to, let chain): return try advanceEdge(index, edge, to, chain)
    case .path(let edge, let lengths, let from, let to, let chain, _):
      return try advancePath(index, edge, lengths, from, to, chain)
    }
  }

  private mutating func count() throws(ExecutionError) {
    stepsTried &+= 1
    if stepsTried & 4095 == 0 { try control.checkpoint() }
  }

  private mutating func advanceNode(_ index: Int, _ slot: Int, _ chain: Int) throws(ExecutionError) -> Bool {
    let isBound = isTargetBound[index]
    if progress[index].boundNode >= 0 {
      leave(progress[index].boundNode, chain)
      progress[index].boundNode = -1
      if isBound { return false }
    } else if isBound {
      progress[index].boundNode = nodes[slot]
      return enter(nodes[slot], chain)
    }
    while !progress[index].candidates.isEmpty {
      try count()
      let node = Int32(truncatingIfNeeded: progress[index].candidates.removeFirst())
      guard masks.allowsNode(node, in: slot), enter(node, chain) else { continue }
      nodes[slot] = node
      progress[index].boundNode = node
      return true
    }
    return false
  }

  private mutating func advanceEdge(
    _ index: Int, _ edge: GraphPattern.Edge, _ to: Int, _ chain: Int
  ) throws(ExecutionError) -> Bool {
    if progress[index].boundEdge >= 0 {
      release(progress[index].boundEdge)
      leave(progress[index].boundNode, chain)
      progress[index].boundEdge = -1
    }
    while let (found, node) = progress[index].cursors[0].next(in: graph) {
      try count()
      guard masks.allowsEdge(found, in: edge.slot), accepts(node, index, to), !isUsed(found), enter(node, chain) else {
        continue
      }
      use(found)
      edges[edge.slot] = found
      nodes[to] = node
      progress[index].boundEdge = found
      progress[index].boundNode = node
      return true
    }
    return false
  }

  /// Whether a node can stand where a move leads to.
  private func accepts(_ node: Int32, _ index: Int, _ slot: Int) -> Bool {
    isTargetBound[index] ? nodes[slot] == node : masks.allowsNode(node, in: slot)
  }

  private mutating func advancePath(
    _ index: Int, _ edge: GraphPattern.Edge, _ lengths: ClosedRange<Int>, _ from: Int, _ to: Int, _ chain: Int
  ) throws(ExecutionError) -> Bool {
    while true {
      try count()
      let length = progress[index].path.count
      if !progress[index].isGiven {
        progress[index].isGiven = true
        let end = progress[index].pathNodes.last ?? nodes[from]
        if length >= lengths.lowerBound, accepts(end, index, to) {
          if !isTargetBound[index] { nodes[to] = end }
          return true
        }
      }
      if length < lengths.upperBound, try extend(index, edge, chain) { continue }
      guard let last = progress[index].path.popLast() else { return false }
      release(last)
      if let node = progress[index].pathNodes.popLast() { leave(node, chain) }
      progress[index].cursors.removeLast()
    }
  }

  /// Makes the path longer by the next edge that leads on.
  private mutating func extend(_ index: Int, _ edge: GraphPattern.Edge, _ chain: Int) throws(ExecutionError) -> Bool {
    let length = progress[index].path.count
    if let node = progress[index].pathNodes.last, !masks.allowsInnerNode(node, in: edge.slot) { return false }
    while let (found, node) = progress[index].cursors[length].next(in: graph) {
      try count()
      guard masks.allowsEdge(found, in: edge.slot), !isUsed(found), enter(node, chain) else { continue }
      use(found)
      progress[index].path.append(found)
      progress[index].pathNodes.append(node)
      progress[index].cursors.append(GraphEdgeCursor(node, edge.direction, graph))
      progress[index].isGiven = false
      return true
    }
    return false
  }
}

// MARK: - What must not repeat

extension GraphMatcher {
  private func isUsed(_ edge: Int32) -> Bool { cycles != .all && isEdgeUsed[Int(edge)] }

  private mutating func use(_ edge: Int32) {
    if cycles != .all { isEdgeUsed[Int(edge)] = true }
  }

  private mutating func release(_ edge: Int32) {
    if cycles != .all { isEdgeUsed[Int(edge)] = false }
  }

  /// Puts a node on a chain; false when it is there already and must not be.
  private mutating func enter(_ node: Int32, _ chain: Int) -> Bool {
    guard cycles == .none else { return true }
    if isOnChain[chain][Int(node)] { return false }
    isOnChain[chain][Int(node)] = true
    return true
  }

  private mutating func leave(_ node: Int32, _ chain: Int) {
    if cycles == .none { isOnChain[chain][Int(node)] = false }
  }
}
