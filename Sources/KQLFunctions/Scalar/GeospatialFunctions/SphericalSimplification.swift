/// Shapes with fewer corners, no two of which are closer than a tolerance, and edges that stay within it.
struct SphericalSimplification {
  private let sites: [SpherePoint]
  private let edges: [ChainSimplifier.Edge]

  /// - Parameter tolerance: An angle above 0 and of at most 70°.
  private init?(_ chains: [[SpherePoint]], tolerance: Double) {
    guard let snapping = SiteSnapping(chains: chains, radius: tolerance), let edges = ChainSimplifier.edges(snapping)
    else { return nil }
    sites = snapping.sites
    self.edges = edges
  }

  /// Simplifies loops with the region to their left.
  ///
  /// - Returns: No loops when nothing is left of the region; `nil` when rounding errors leave the result open.
  static func loops(_ loops: [[SpherePoint]], tolerance: Double) -> [[SpherePoint]]? {
    guard let simple = SphericalSimplification(loops.map { $0 + $0.prefix(1) }, tolerance: tolerance) else {
      return nil
    }
    // What a region was between two edges that now coincide is gone.
    let groups = Dictionary(grouping: simple.edges) { SIMD2($0.start, $0.end) }
    var pieces: [SphericalOverlay.Piece] = []
    for (ends, group) in groups where ends.x != ends.y {
      let surplus = group.count - (groups[SIMD2(ends.y, ends.x)]?.count ?? 0)
      guard surplus > 0, let order = group.map(\.order).min() else { continue }
      let edge = SphericalEdge(start: simple.sites[ends.x], end: simple.sites[ends.y])
      pieces += repeatElement(SphericalOverlay.Piece(edge: edge, order: order), count: surplus)
    }
    return SphericalOverlay.join(pieces)
  }

  /// Simplifies lines.
  ///
  /// - Returns: No lines when nothing is left of them; `nil` when rounding errors leave the result open, or when lines
  ///   meet each other or themselves, so that it is not clear which way they go on.
  static func lines(_ lines: [[SpherePoint]], tolerance: Double) -> [[SpherePoint]]? {
    guard let simple = SphericalSimplification(lines, tolerance: tolerance) else { return nil }
    var next: [Int: ChainSimplifier.Edge] = [:]
    var ends: Set<Int> = []
    for edge in simple.edges {
      guard edge.start != edge.end, next.updateValue(edge, forKey: edge.start) == nil, ends.insert(edge.end).inserted
      else { return nil }
    }
    var results: [(order: Int, line: [SpherePoint])] = []
    var count = 0
    for edge in simple.edges where !ends.contains(edge.start) {
      var line = [simple.sites[edge.start]]
      var site = edge.start
      while let step = next[site] {
        line.append(simple.sites[step.end])
        site = step.end
        count += 1
      }
      results.append((edge.order, line))
    }
    // Edges that are not part of a line with ends are part of a loop.
    guard count == simple.edges.count else { return nil }
    return results.sorted { $0.order < $1.order }.map(\.line)
  }
}
