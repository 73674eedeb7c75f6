import KQLPlan

/// The edges that lead on from a node in the direction that a pattern wants.
struct GraphEdgeCursor {
  private var outgoing: Range<Int>
  private var incoming: Range<Int>
  private let skipsLoops: Bool

  init(_ node: Int32, _ direction: GraphMatchNode.Edge.Direction, _ graph: GraphData) {
    outgoing = direction == .backward ? 0..<0 : graph.outgoing.places(of: node)
    incoming = direction == .forward ? 0..<0 : graph.incoming.places(of: node)
    // An edge from a node to itself is found once, though it leads both ways.
    skipsLoops = direction == .either
  }

  /// The next edge and the node that it leads to.
  mutating func next(in graph: GraphData) -> (edge: Int32, node: Int32)? {
    if !outgoing.isEmpty {
      let edge = graph.outgoing[place: outgoing.removeFirst()]
      return (edge, graph.targets[Int(edge)])
    }
    while !incoming.isEmpty {
      let edge = graph.incoming[place: incoming.removeFirst()]
      let source = graph.sources[Int(edge)]
      if skipsLoops, source == graph.targets[Int(edge)] { continue }
      return (edge, source)
    }
    return nil
  }
}
