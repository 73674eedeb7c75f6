import KQLPlan

/// A graph pattern with its elements as numbered slots.
struct GraphPattern: Sendable {
  struct Edge: Sendable {
    var slot: Int
    var direction: GraphMatchNode.Edge.Direction
    /// Number of edges for an edge of variable length; `nil` for a single one.
    var lengths: ClosedRange<Int>?
  }

  /// A chain of nodes with the edges between them.
  struct Chain: Sendable {
    /// Slots; one more than edges.
    var nodes: [Int]
    var edges: [Edge]
    /// Whether the chain is the other way round than the query has it.
    var isReversed = false

    var reversed: Chain {
      let edges = edges.reversed().map { edge in
        let direction: GraphMatchNode.Edge.Direction =
          switch edge.direction {
          case .forward: .backward
          case .backward: .forward
          case .either: .either
          }
        return Edge(slot: edge.slot, direction: direction, lengths: edge.lengths)
      }
      return Chain(nodes: nodes.reversed(), edges: edges, isReversed: !isReversed)
    }
  }

  private(set) var chains: [Chain] = []
  private(set) var nodeSlots: [String: Int] = [:]
  private(set) var edgeSlots: [String: Int] = [:]
  /// Whether the edge of each slot is of variable length.
  private(set) var isVariable: [Bool] = []

  init(_ paths: [GraphMatchNode.Path]) {
    for path in paths {
      var chain = Chain(nodes: [], edges: [])
      for node in path.nodes {
        let slot = nodeSlots[node.name] ?? nodeSlots.count
        nodeSlots[node.name] = slot
        chain.nodes.append(slot)
      }
      for edge in path.edges {
        let slot = isVariable.count
        edgeSlots[edge.element.name] = slot
        isVariable.append(edge.lengths != nil)
        chain.edges.append(Edge(slot: slot, direction: edge.direction, lengths: edge.lengths))
      }
      chains.append(chain)
    }
  }

  var nodeSlotCount: Int { nodeSlots.count }
  var edgeSlotCount: Int { isVariable.count }
}

/// What may stand in each slot of a pattern, as far as that depends on the node or edge alone.
struct GraphMasks: Sendable {
  /// One flag a node; `nil` when all nodes will do.
  var nodes: [[Bool]?]
  /// One flag an edge, also for the steps of edges of variable length.
  var edges: [[Bool]?]
  /// For nodes between the steps of an edge of variable length.
  var innerNodes: [[Bool]?]

  init(_ pattern: GraphPattern) {
    nodes = Array(repeating: nil, count: pattern.nodeSlotCount)
    edges = Array(repeating: nil, count: pattern.edgeSlotCount)
    innerNodes = edges
  }
}

extension GraphMasks {
  @inline(__always)
  func allowsNode(_ node: Int32, in slot: Int) -> Bool { nodes[slot]?[Int(node)] ?? true }

  @inline(__always)
  func allowsEdge(_ edge: Int32, in slot: Int) -> Bool { edges[slot]?[Int(edge)] ?? true }

  @inline(__always)
  func allowsInnerNode(_ node: Int32, in slot: Int) -> Bool { innerNodes[slot]?[Int(node)] ?? true }

  /// The number of nodes that a slot allows.
  func candidateCount(_ slot: Int, nodeCount: Int) -> Int {
    nodes[slot].map { $0.reduce(0) { $0 + ($1 ? 1 : 0) } } ?? nodeCount
  }

  static func restrict(_ mask: inout [Bool]?, to other: [Bool]) {
    guard let own = mask else {
      mask = other
      return
    }
    mask = zip(own, other).map { $0 && $1 }
  }
}
