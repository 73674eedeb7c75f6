/// The region that closed curves go around more often counter-clockwise than clockwise, where curves may cross
/// themselves and one another.
///
/// Edges are cut where they cross. The pieces bound faces; of one face of every connected part it is counted how often
/// the curves go around it, and all others follow, since each piece changes the count by one. Pieces with the region
/// to their left alone are its boundary.
struct WindingRegion {
  /// Corners and edges that come closer than this have no certain order.
  private static let tolerance = 4e-15

  /// All edges from one point to another.
  private struct HalfEdge {
    var start: Int
    var end: Int
    /// How many edges lead this way, and the position of the first one of them in the input.
    var count = 0
    var order = Int.max
    var opposite = 0
    var next = 0
    var winding: Int?
  }

  private var points: [SpherePoint] = []
  private var indices: [SpherePoint: Int] = [:]
  private var halfEdges: [HalfEdge] = []

  /// - Returns: Loops with the region to their left, in order of the input; `nil` when curves almost touch, or spread
  ///   beyond half of the sphere.
  static func loops(_ curves: [[SpherePoint]]) -> [[SpherePoint]]? {
    var region = WindingRegion()
    guard isWithinHemisphere(curves), region.cut(curves), region.connect(), region.countWindings() else { return nil }
    let pieces = region.halfEdges.filter { ($0.winding ?? 0) > 0 && (region.halfEdges[$0.opposite].winding ?? 0) <= 0 }
    return SphericalOverlay.join(
      pieces.map { piece in
        let edge = SphericalEdge(start: region.points[piece.start], end: region.points[piece.end])
        return SphericalOverlay.Piece(edge: edge, order: piece.order)
      })
  }

  /// Curves within a hemisphere do not go around what lies opposite to it.
  private static func isWithinHemisphere(_ curves: [[SpherePoint]]) -> Bool {
    let sum = curves.joined().reduce(SpherePoint(0, 0, 0), +)
    guard sum.length > 0 else { return false }
    let center = sum.normalized
    return curves.allSatisfy { $0.allSatisfy { $0.dot(center) > 0.01 } }
  }
}

// MARK: - Cutting

extension WindingRegion {
  private mutating func index(of point: SpherePoint) -> Int {
    if let known = indices[point] { return known }
    indices[point] = points.count
    points.append(point)
    return points.count - 1
  }

  /// Cuts the edges where they cross; `false` when it is not certain which do.
  private mutating func cut(_ curves: [[SpherePoint]]) -> Bool {
    var edges: [(start: Int, end: Int, order: Int)] = []
    var order = 0
    for curve in curves {
      for (offset, point) in curve.enumerated() {
        let (start, end) = (index(of: point), index(of: curve[(offset + 1) % curve.count]))
        if start != end { edges.append((start, end, order)) }
        order += 1
      }
    }
    let shapes = edges.map { SphericalEdge(start: points[$0.start], end: points[$0.end]) }
    var cuts = [[Int]](repeating: [], count: edges.count)
    for (first, second) in SphericalEdge.pairsAtOneHeight(shapes) {
      let (a, b) = (shapes[first], shapes[second])
      guard SpherePoint.cross(a.start, a.end, b.start, b.end) else { continue }
      let crossing = index(of: SpherePoint.crossing(a.start, a.end, b.start, b.end))
      cuts[first].append(crossing)
      cuts[second].append(crossing)
    }
    var known: [SIMD2<Int>: Int] = [:]
    for (position, edge) in edges.enumerated() {
      let start = points[edge.start]
      let distances = cuts[position].map { (ChordAngle(start, points[$0]), $0) }
      let stops = [edge.start] + distances.sorted { $0 < $1 }.map(\.1) + [edge.end]
      for (from, to) in zip(stops, stops.dropFirst()) {
        let piece = halfEdge(from, to, &known)
        halfEdges[piece].count += 1
        halfEdges[piece].order = min(halfEdges[piece].order, edge.order)
      }
    }
    return isClear
  }

  /// The position of the half edge between two points, which is added along with its opposite when it is new.
  private mutating func halfEdge(_ start: Int, _ end: Int, _ known: inout [SIMD2<Int>: Int]) -> Int {
    if let position = known[SIMD2(start, end)] { return position }
    let position = halfEdges.count
    halfEdges.append(HalfEdge(start: start, end: end, opposite: position + 1))
    halfEdges.append(HalfEdge(start: end, end: start, opposite: position))
    known[SIMD2(start, end)] = position
    known[SIMD2(end, start)] = position + 1
    return position
  }

  /// Whether no point lies almost on an edge or another point.
  private var isClear: Bool {
    let order = points.indices.sorted { points[$0].z < points[$1].z }
    let heights = order.map { points[$0].z }
    for position in stride(from: 0, to: halfEdges.count, by: 2) {
      let halfEdge = halfEdges[position]
      let edge = SphericalEdge(start: points[halfEdge.start], end: points[halfEdge.end])
      if (edge.end - edge.start).length < Self.tolerance { return false }
      let (low, high) = edge.heights
      var place = heights.partitioningIndex { $0 >= low - Self.tolerance }
      while place < order.count, heights[place] <= high + Self.tolerance {
        let point = order[place]
        place += 1
        if point == halfEdge.start || point == halfEdge.end { continue }
        let closest = points[point].closestPoint(onEdge: edge.start, edge.end)
        if (points[point] - closest).length < Self.tolerance { return false }
      }
    }
    return true
  }
}

extension Array where Element == Double {
  /// The first position from which on a condition holds, which holds for no element before it.
  fileprivate func partitioningIndex(_ condition: (Double) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if condition(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

// MARK: - Faces

extension WindingRegion {
  /// Finds the half edge that follows each one around the face to its left.
  private mutating func connect() -> Bool {
    var outgoing = [[(angle: Double, edge: Int)]](repeating: [], count: points.count)
    for (position, halfEdge) in halfEdges.enumerated() {
      let angle = points[halfEdge.start].direction(to: points[halfEdge.end])
      outgoing[halfEdge.start].append((angle, position))
    }
    for edges in outgoing where !edges.isEmpty {
      let clockwise = edges.sorted { $0.angle > $1.angle }
      for (place, edge) in clockwise.enumerated() {
        // Arriving from there, the first way clockwise from the way back leads furthest to the left.
        halfEdges[halfEdges[edge.edge].opposite].next = clockwise[(place + 1) % clockwise.count].edge
      }
    }
    return true
  }

  /// Counts how often the curves go around each face; `false` when rounding spoils the count.
  private mutating func countWindings() -> Bool {
    for first in halfEdges.indices where halfEdges[first].winding == nil {
      guard let winding = winding(leftOf: first) else { return false }
      halfEdges[first].winding = winding
      var pending = [first]
      while let edge = pending.popLast() {
        guard let own = halfEdges[edge].winding else { return false }
        let (next, opposite) = (halfEdges[edge].next, halfEdges[edge].opposite)
        let beyond = own - halfEdges[edge].count + halfEdges[opposite].count
        for (neighbor, expected) in [(next, own), (opposite, beyond)] {
          if let known = halfEdges[neighbor].winding {
            if known != expected { return false }
          } else {
            halfEdges[neighbor].winding = expected
            pending.append(neighbor)
          }
        }
      }
    }
    return true
  }

  /// How often the curves go around what lies to the left of a half edge, seen from its middle.
  private func winding(leftOf position: Int) -> Int? {
    let edge = halfEdges[position]
    let middle = (points[edge.start] + points[edge.end]).normalized
    var sum = 0.0
    for first in stride(from: 0, to: halfEdges.count, by: 2) {
      let piece = halfEdges[first]
      let surplus = Double(piece.count - halfEdges[piece.opposite].count)
      if first == position {
        sum += surplus * .pi
      } else if piece.opposite == position {
        sum -= surplus * .pi
      } else {
        let turn = middle.direction(to: points[piece.end]) - middle.direction(to: points[piece.start])
        sum += surplus * (turn > .pi ? turn - 2 * .pi : turn <= -.pi ? turn + 2 * .pi : turn)
      }
    }
    let count = sum / (2 * .pi)
    return abs(count - count.rounded()) < 0.01 ? Int(count.rounded()) : nil
  }
}
