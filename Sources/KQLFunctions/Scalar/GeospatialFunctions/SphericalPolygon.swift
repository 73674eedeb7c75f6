import KQLTypes

/// Regions of the sphere, from a `Polygon` or `MultiPolygon`: rings around, with rings around holes in them.
struct SphericalPolygon: Sendable {
  struct Part: Sendable {
    var shell: SphericalRing
    var holes: [SphericalRing]
  }

  let parts: [Part]

  init(parts: [Part]) {
    self.parts = parts
  }

  /// `nil` for anything but polygons, and for rings that are not valid or cross one another.
  init?(_ value: DynamicValue) {
    let polygons: [[[GeoPosition]]]
    switch GeoShape(value) {
    case .polygon(let rings): polygons = [rings]
    case .multiPolygon(let all): polygons = all
    default: return nil
    }
    let parts = polygons.compactMap(Self.part)
    guard !parts.isEmpty, parts.count == polygons.count else { return nil }
    self.init(parts: parts)
  }

  private static func part(_ rings: [[GeoPosition]]) -> Part? {
    let valid = rings.compactMap { SphericalRing($0) }
    guard let shell = valid.first, valid.count == rings.count else { return nil }
    for (index, ring) in valid.enumerated() {
      for other in valid[..<index] where crosses(ring, other) { return nil }
    }
    return Part(shell: shell, holes: Array(valid.dropFirst()))
  }

  private static func crosses(_ ring: SphericalRing, _ other: SphericalRing) -> Bool {
    let others = other.edges
    return ring.edges.contains { edge in
      others.contains { SpherePoint.cross(edge.start, edge.end, $0.start, $0.end) }
    }
  }
}

extension SphericalPolygon.Part {
  /// Every ring with the region to its left.
  var edges: [SphericalEdge] {
    shell.edges + holes.flatMap { $0.edges.map { SphericalEdge(start: $0.end, end: $0.start) } }
  }

  func contains(_ point: SpherePoint) -> Bool {
    shell.contains(point) && !holes.contains { $0.contains(point) && !$0.points.contains(point) }
  }
}

extension SphericalPolygon {
  var edges: [SphericalEdge] { parts.flatMap(\.edges) }

  func contains(_ point: SpherePoint) -> Bool { parts.contains { $0.contains(point) } }

  /// The point of the regions that is closest to another; that point itself when it is inside.
  func closestPoint(to point: SpherePoint) -> SpherePoint {
    if contains(point) { return point }
    var best = parts[0].shell.points[0]
    for edge in edges {
      let candidate = point.closestPoint(onEdge: edge.start, edge.end)
      if (candidate - point).length < (best - point).length { best = candidate }
    }
    return best
  }

  func intersects(_ edge: SphericalEdge) -> Bool {
    contains(edge.start) || contains(edge.end) || edges.contains { $0.meets(edge) }
  }

  func intersects(_ other: SphericalPolygon) -> Bool {
    let others = other.edges
    return parts.contains { other.contains($0.shell.points[0]) }
      || other.parts.contains { contains($0.shell.points[0]) }
      || edges.contains { edge in others.contains { $0.meets(edge) } }
  }
}

// MARK: - Measures

extension SphericalPolygon {
  /// The directed pieces of the boundary of the union of all parts, with the union to their left.
  var boundary: [SphericalEdge] {
    guard parts.count > 1 else { return edges }
    var result: [SphericalEdge] = []
    for (index, part) in parts.enumerated() {
      for edge in part.edges {
        for piece in pieces(of: edge, exceptPart: index) where isOuter(piece, ofPart: index) { result.append(piece) }
      }
    }
    return result
  }

  /// An edge cut where other parts' edges cross it or have a corner on it.
  private func pieces(of edge: SphericalEdge, exceptPart index: Int) -> [SphericalEdge] {
    var cuts: [SpherePoint] = []
    for (other, part) in parts.enumerated() where other != index {
      for crossing in part.edges {
        if SpherePoint.cross(edge.start, edge.end, crossing.start, crossing.end) {
          cuts.append(SpherePoint.crossing(edge.start, edge.end, crossing.start, crossing.end))
        } else if crossing.start != edge.start, crossing.start != edge.end, edge.touches(crossing.start) {
          cuts.append(crossing.start)
        }
      }
    }
    let stops = [edge.start] + cuts.sorted { edge.start.angle($0) < edge.start.angle($1) } + [edge.end]
    return zip(stops, stops.dropFirst()).map { SphericalEdge(start: $0, end: $1) }.filter { $0.start != $0.end }
  }

  /// Whether a piece of a part's boundary is one of the union's too.
  private func isOuter(_ piece: SphericalEdge, ofPart index: Int) -> Bool {
    let middle = (piece.start + piece.end).normalized
    for (other, part) in parts.enumerated() where other != index {
      if let shared = part.edges.first(where: { $0.touches(middle) }) {
        // Parts on both sides leave no boundary; of parts on one side the first one's counts.
        let isSameDirection = (shared.end - shared.start).dot(piece.end - piece.start) > 0
        if !isSameDirection || other < index { return false }
      } else if part.contains(middle) {
        return false
      }
    }
    return true
  }

  /// The area of the union, in steradians.
  var area: Double {
    if parts.count == 1 { return parts[0].shell.area - parts[0].holes.reduce(0) { $0 + $1.area } }
    let origin = parts[0].shell.points[0]
    let sum = boundary.reduce(0) { $0 + SphericalRing.triangle(origin, $1.start, $1.end) }
    return sum < 0 ? sum + 4 * .pi : sum
  }

  /// The length of the union's boundary as an angle.
  var perimeter: Double { boundary.reduce(0) { $0 + $1.angle } }

  /// The middle of mass of the union, brought back to the surface.
  var centroid: SpherePoint? {
    // The integral of position over a region is half the sum of its edges' unit normals, each as long as its edge. Nearly
    // all of that cancels around a small region, so the sum is taken as if edges were chords, seen from a corner, and
    // then by how much longer they are.
    let edges = boundary
    guard let origin = edges.first?.start else { return nil }
    let sum = edges.reduce(SpherePoint(0, 0, 0)) { sum, edge in
      let chords = (edge.start - origin).cross(edge.end - origin)
      let normal = edge.start.stableCross(edge.end)
      guard normal.length > 0 else { return sum + chords }
      return sum + chords + normal * ((edge.angle - SystemMath.sin(edge.angle)) / normal.length)
    }
    return sum.length > 0 ? sum.normalized : nil
  }
}
