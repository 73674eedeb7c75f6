import Glibc
import KQLTypes

/// Chains of great-circle edges, from a `LineString` or `MultiLineString`.
struct SphericalLine: Sendable {
  /// Each of at least two points, no two neighbours equal.
  let chains: [[SpherePoint]]
  let isMultiple: Bool

  init(chains: [[SpherePoint]], isMultiple: Bool) {
    self.chains = chains
    self.isMultiple = isMultiple
  }

  /// `nil` for anything but lines, and for lines without length.
  init?(_ value: DynamicValue) {
    switch GeoShape(value) {
    case .line(let positions): self.init(positions: [positions], isMultiple: false)
    case .multiLine(let lines): self.init(positions: lines, isMultiple: true)
    default: return nil
    }
  }

  private init?(positions: [[GeoPosition]], isMultiple: Bool) {
    var chains: [[SpherePoint]] = []
    for line in positions {
      var chain: [SpherePoint] = []
      for position in line where abs(position.latitude) <= 90 {
        let point = position.point
        if chain.last != point { chain.append(point) }
      }
      guard chain.count >= 2 else { return nil }
      // Between opposite points there is no shortest edge.
      guard zip(chain, chain.dropFirst()).allSatisfy({ $0 != -$1 }) else { return nil }
      chains.append(chain)
    }
    guard !chains.isEmpty else { return nil }
    self.init(chains: chains, isMultiple: isMultiple)
  }
}

// MARK: - Edges

struct SphericalEdge: Hashable, Sendable {
  var start: SpherePoint
  var end: SpherePoint
}

extension SphericalEdge {
  /// The length as an angle.
  var angle: Double { start.angle(end) }

  /// Whether the edges have a point in common.
  func meets(_ other: SphericalEdge) -> Bool {
    if SpherePoint.cross(start, end, other.start, other.end) { return true }
    return touches(other.start) || touches(other.end) || other.touches(start) || other.touches(end)
  }

  /// Whether a point lies on the edge, its ends included.
  func touches(_ point: SpherePoint) -> Bool {
    point == start || point == end || (point - point.closestPoint(onEdge: start, end)).length < 1e-15
  }
}

extension SphericalLine {
  var edges: [SphericalEdge] {
    chains.flatMap { chain in zip(chain, chain.dropFirst()).map { SphericalEdge(start: $0, end: $1) } }
  }

  /// The edges, each once however many lines hold it.
  ///
  /// - Returns: `nil` when edges lie partly on one another, so that they would have to be cut.
  var distinctEdges: [SphericalEdge]? {
    guard chains.count > 1 else { return edges }
    var seen: Set<SphericalEdge> = []
    let distinct = edges.filter { edge in
      !seen.contains(SphericalEdge(start: edge.end, end: edge.start)) && seen.insert(edge).inserted
    }
    for (index, edge) in distinct.enumerated() {
      for other in distinct[..<index] where edge.overlaps(other) { return nil }
    }
    return distinct
  }
}

extension SphericalEdge {
  /// Whether the edges share more than a point.
  fileprivate func overlaps(_ other: SphericalEdge) -> Bool {
    guard SpherePoint.orientation(start, end, other.start) == 0, SpherePoint.orientation(start, end, other.end) == 0
    else { return false }
    let shared = [other.start, other.end].filter(touches) + [start, end].filter(other.touches)
    return shared.contains { ($0 - shared[0]).length > 1e-14 }
  }
}

// MARK: - Measures

extension SphericalLine {
  /// The point of the line that is closest to another.
  func closestPoint(to point: SpherePoint) -> SpherePoint {
    var best = chains[0][0]
    for edge in edges {
      let candidate = point.closestPoint(onEdge: edge.start, edge.end)
      if (candidate - point).length < (best - point).length { best = candidate }
    }
    return best
  }

  /// The point at a fraction of the length of a single chain.
  func interpolated(_ fraction: Double) -> SpherePoint {
    let chain = chains[0]
    guard fraction > 0 else { return chain[0] }
    var remaining = fraction * edges.reduce(0) { $0 + $1.angle }
    for edge in edges {
      let angle = edge.angle
      if remaining < angle { return edge.start.moved(toward: edge.end, angle: remaining) }
      remaining -= angle
    }
    return chain[chain.count - 1]
  }

  /// The fraction of the length of a single chain at which it is closest to a point.
  func fraction(closestTo point: SpherePoint) -> Double {
    var best = 0.0
    var bestDistance = Double.infinity
    var passed = 0.0
    for edge in edges {
      let candidate = point.closestPoint(onEdge: edge.start, edge.end)
      let distance = (candidate - point).length
      if distance < bestDistance { (best, bestDistance) = (passed + edge.start.angle(candidate), distance) }
      passed += edge.angle
    }
    return passed == 0 ? 0 : min(1, best / passed)
  }

  /// The middle of mass of edges, brought back to the surface.
  static func centroid(_ edges: [SphericalEdge]) -> SpherePoint? {
    let sum = edges.reduce(SpherePoint(0, 0, 0)) { sum, edge in
      let total = edge.start + edge.end
      let difference = edge.start - edge.end
      return sum + total * (difference.dot(difference) / total.dot(total)).squareRoot()
    }
    return sum.length > 0 ? sum.normalized : nil
  }
}
