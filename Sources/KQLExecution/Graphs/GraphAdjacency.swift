/// The edges at each node, those of one node in the order of the edges.
struct GraphAdjacency: Sendable {
  /// Where the edges of each node begin; one more than nodes.
  private let offsets: [Int32]
  private let edges: [Int32]

  /// - Parameter ends: The node at the end of each edge that is meant.
  init(ends: [Int32], nodeCount: Int) {
    var offsets = [Int32](repeating: 0, count: nodeCount + 1)
    for node in ends { offsets[Int(node) + 1] &+= 1 }
    for node in 0..<nodeCount { offsets[node + 1] &+= offsets[node] }
    var next = offsets
    var edges = [Int32](repeating: 0, count: ends.count)
    for (edge, node) in ends.enumerated() {
      edges[Int(next[Int(node)])] = Int32(truncatingIfNeeded: edge)
      next[Int(node)] &+= 1
    }
    self.offsets = offsets
    self.edges = edges
  }
}

extension GraphAdjacency {
  /// Places of a node's edges; see ``subscript(place:)``.
  func places(of node: Int32) -> Range<Int> { Int(offsets[Int(node)])..<Int(offsets[Int(node) + 1]) }

  subscript(place place: Int) -> Int32 { edges[place] }

  func degree(of node: Int32) -> Int { places(of: node).count }
}
