extension SphericalPolygon {
  /// What two polygons have in common: regions, as loops with the region to their left, and corners at which they
  /// touch outside of these.
  ///
  /// - Returns: `nil` when a corner lies on an edge, or edges on one another, so that it is not certain what is common.
  func intersection(_ other: SphericalPolygon) -> (loops: [[SpherePoint]], corners: [SpherePoint])? {
    let touch = edges.contains { edge in
      other.edges.contains { edge.touchesInside($0.start) || $0.touchesInside(edge.start) || edge.isReversed(of: $0) }
    }
    guard !touch, let first = SphericalPolygon.union([self]), let second = SphericalPolygon.union([other]),
      let loops = SphericalOverlay.loops(.intersection, first, second)
    else { return nil }
    let shared = Set(first.joined()).intersection(second.joined()).subtracting(loops.joined())
    return (loops, first.joined().filter(shared.contains))
  }
}

extension SphericalEdge {
  /// Whether a point lies on the edge, but not at its ends.
  func touchesInside(_ point: SpherePoint) -> Bool { point != start && point != end && touches(point) }

  func isReversed(of other: SphericalEdge) -> Bool { start == other.end && end == other.start }
}

extension SphericalLine {
  /// The union of lines that overlap edge by edge and go on where others end, so that they form one chain.
  ///
  /// - Returns: `nil` when they form several chains, a loop or a fork, or when edges lie on one another in part.
  static func singleChain(of lines: [SphericalLine]) -> [SpherePoint]? {
    var next: [SpherePoint: SpherePoint] = [:]
    var ends: Set<SpherePoint> = []
    var edges: [SphericalEdge] = []
    for edge in lines.flatMap(\.edges) where next[edge.start] != edge.end {
      guard next.updateValue(edge.end, forKey: edge.start) == nil, ends.insert(edge.end).inserted else { return nil }
      edges.append(edge)
    }
    let starts = next.keys.filter { !ends.contains($0) }
    guard starts.count == 1 else { return nil }
    var chain = [starts[0]]
    while let point = next[chain[chain.count - 1]] { chain.append(point) }
    // Edges that the way from the start does not lead over are part of loops.
    guard chain.count == edges.count + 1, !meetsItself(edges) else { return nil }
    return chain
  }

  /// Whether any edges have a point in common other than where one ends and another one starts.
  private static func meetsItself(_ edges: [SphericalEdge]) -> Bool {
    SphericalEdge.pairsAtOneHeight(edges).contains { first, second in
      let (a, b) = (edges[first], edges[second])
      if a.end == b.start { return a.touchesInside(b.end) || b.touchesInside(a.start) || a.start == b.end }
      if b.end == a.start { return b.touchesInside(a.end) || a.touchesInside(b.start) }
      return a.meets(b)
    }
  }
}
