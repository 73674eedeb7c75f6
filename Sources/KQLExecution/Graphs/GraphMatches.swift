/// Places of a graph that look like its pattern, by slot.
struct GraphMatches {
  /// The steps of an edge of variable length, one match behind the other.
  struct Steps {
    /// Where the edges and the nodes between them begin for each match; one more than matches.
    var edgeOffsets: [Int32] = [0]
    var edges: [Int32] = []
    var nodeOffsets: [Int32] = [0]
    var innerNodes: [Int32] = []
  }

  private(set) var count = 0
  /// For each node slot a node a match.
  private(set) var nodes: [[Int32]]
  /// For each edge slot an edge a match; nothing for edges of variable length.
  private(set) var edges: [[Int32]]
  private(set) var steps: [Steps?]
  /// Steps of all edges of variable length.
  private(set) var stepCount = 0

  init(_ pattern: GraphPattern) {
    nodes = Array(repeating: [], count: pattern.nodeSlotCount)
    edges = Array(repeating: [], count: pattern.edgeSlotCount)
    steps = pattern.isVariable.map { $0 ? Steps() : nil }
  }
}

extension GraphMatches {
  /// Adds a match whose edges of variable length were added before.
  mutating func append(nodes bound: [Int32], edges boundEdges: [Int32]) {
    for slot in nodes.indices { nodes[slot].append(bound[slot]) }
    for slot in edges.indices where steps[slot] == nil { edges[slot].append(boundEdges[slot]) }
    count += 1
  }

  /// Adds the edge of variable length in a slot for the next match.
  ///
  /// - Parameters:
  ///   - path: The edges.
  ///   - inner: The nodes between them.
  mutating func appendSteps(
    _ path: some BidirectionalCollection<Int32>, inner: some BidirectionalCollection<Int32>, slot: Int, isReversed: Bool
  ) {
    guard var own = steps[slot] else { return }
    steps[slot] = nil
    if isReversed {
      own.edges.append(contentsOf: path.reversed())
      own.innerNodes.append(contentsOf: inner.reversed())
    } else {
      own.edges.append(contentsOf: path)
      own.innerNodes.append(contentsOf: inner)
    }
    own.edgeOffsets.append(Int32(truncatingIfNeeded: own.edges.count))
    own.nodeOffsets.append(Int32(truncatingIfNeeded: own.innerNodes.count))
    steps[slot] = own
    stepCount += path.count
  }
}
