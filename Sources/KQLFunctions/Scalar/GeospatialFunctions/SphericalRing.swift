import Glibc

/// A ring of great-circle edges: the boundary of the smaller of the two regions that it divides the sphere into.
struct SphericalRing: Sendable {
  /// Counter-clockwise around the region, without repeating the first.
  let points: [SpherePoint]
  /// In steradians.
  let area: Double
  /// A cap that holds the ring: its middle, and the least dot product of points with it.
  private let capCenter: SpherePoint
  private let capCosine: Double

  /// `nil` unless the ring is closed, has three different points or more, meets itself nowhere and encloses an area.
  init?(_ positions: [GeoPosition]) {
    guard positions.count >= 4, positions.first == positions.last,
      positions.allSatisfy({ abs($0.latitude) <= 90 })
    else { return nil }
    self.init(points: positions.dropLast().map(\.point))
  }

  init?(points: [SpherePoint]) {
    guard points.count >= 3, Set(points).count == points.count else { return nil }
    var signed = Self.signedArea(points)
    // The other region has what is left of the sphere, to the other side.
    if signed > 2 * .pi { signed -= 4 * .pi }
    if signed < -2 * .pi { signed += 4 * .pi }
    guard signed != 0 else { return nil }
    let oriented = signed < 0 ? points.reversed() : points
    self.points = oriented
    area = abs(signed)
    let sum = points.reduce(SpherePoint(0, 0, 0), +)
    let center = sum.length > 0 ? sum.normalized : SpherePoint(0, 0, 1)
    let cosine = points.map { $0.dot(center) }.min() ?? -1
    // Beyond a quarter of the sphere the cap need not hold the edges.
    (capCenter, capCosine) = (center, cosine > 0.01 ? cosine : -1)
    guard !Self.meetsItself(oriented) else { return nil }
  }

  /// Positive for counter-clockwise rings; in -4π...4π.
  private static func signedArea(_ points: [SpherePoint]) -> Double {
    let origin = points[0]
    var sum = 0.0
    for index in 1..<points.count - 1 { sum += triangle(origin, points[index], points[index + 1]) }
    return sum.remainder(dividingBy: 4 * .pi)
  }

  /// The area of a triangle, positive when it is counter-clockwise.
  static func triangle(_ a: SpherePoint, _ b: SpherePoint, _ c: SpherePoint) -> Double {
    let volume = a.dot((b - a).cross(c - a))
    return 2 * atan2(volume, 1 + a.dot(b) + b.dot(c) + c.dot(a))
  }

  private static func meetsItself(_ points: [SpherePoint]) -> Bool {
    let edges = points.indices.map { SphericalEdge(start: points[$0], end: points[($0 + 1) % points.count]) }
    return SphericalEdge.pairsAtOneHeight(edges).contains { first, second in
      let (a, b) = (edges[first], edges[second])
      // Neighbours share a point; turning straight back they share more.
      if a.end == b.start || b.end == a.start { return a.end == b.start && b.end == a.start }
      return a.meets(b)
    }
  }
}

extension SphericalEdge {
  /// The positions of edges that may have a point in common, since their heights overlap.
  static func pairsAtOneHeight(_ edges: [SphericalEdge]) -> some Sequence<(Int, Int)> {
    // Edges sorted by their lowest height are compared with those that begin before they end.
    let ranges = edges.map(\.heights)
    let order = edges.indices.sorted { ranges[$0].low < ranges[$1].low }
    return order.enumerated().lazy.flatMap { place, index in
      order[(place + 1)...].lazy.prefix { ranges[$0].low <= ranges[index].high }.map { (index, $0) }
    }
  }

  /// The least and the greatest z of the edge, somewhat widened.
  var heights: (low: Double, high: Double) {
    var (low, high) = (min(start.z, end.z), max(start.z, end.z))
    // A great circle rises above both ends when its highest point lies between them.
    let normal = start.stableCross(end).normalized
    let top = SpherePoint(0, 0, 1) - normal * normal.z
    if top.length > 0 {
      let highest = top.normalized
      if normal.cross(start).dot(highest) > 0, end.cross(normal).dot(highest) > 0 { high = max(high, highest.z) }
      if normal.cross(start).dot(-highest) > 0, end.cross(normal).dot(-highest) > 0 { low = min(low, -highest.z) }
    }
    return (low - 1e-14, high + 1e-14)
  }
}

extension SphericalRing {
  var edges: [SphericalEdge] {
    points.indices.map { SphericalEdge(start: points[$0], end: points[($0 + 1) % points.count]) }
  }

  /// Whether a point is inside, by how far the ring turns around it. Points of the ring itself count as inside.
  func contains(_ point: SpherePoint) -> Bool {
    guard point.dot(capCenter) >= capCosine - 1e-15 else { return false }
    return points.contains(point) || Self.turns(of: points, around: point) > 0
  }

  /// How often a loop goes around a point counter-clockwise: 1, 0 or, clockwise or around the opposite point, -1.
  static func turns(of points: [SpherePoint], around point: SpherePoint) -> Int {
    let east = SpherePoint(-point.y, point.x, 0)
    let axis = east.length > 1e-9 ? east.normalized : SpherePoint(1, 0, 0)
    let other = point.cross(axis)
    let angles = points.map { atan2($0.dot(other), $0.dot(axis)) }
    let turn = angles.indices.reduce(0) { $0 + step(from: angles[$1], to: angles[($1 + 1) % angles.count]) }
    return turn > .pi ? 1 : turn < -.pi ? -1 : 0
  }

  static func isCounterclockwise(_ points: [SpherePoint]) -> Bool { signedArea(points) > 0 }

  private static func step(from start: Double, to end: Double) -> Double {
    let difference = end - start
    return difference > .pi ? difference - 2 * .pi : difference <= -.pi ? difference + 2 * .pi : difference
  }
}
