import KQLTypes

/// The union or intersection of two regions, whose boundaries are given as directed loops with the region to their
/// left.
///
/// Edges are cut where they cross or where a corner lies on them, pieces within the other region are dropped or, for an
/// intersection, kept alone, and what is left is joined to loops again. A loop begins after its last piece in the order
/// of the input: first all edges of the first region, then those of the second.
struct SphericalOverlay {
  enum Operation {
    case union
    case intersection
  }

  /// Corners closer than this are one; it is what the coordinates' rounding can make of equal places.
  static let mergeRadius = 4e-15

  struct Piece {
    var edge: SphericalEdge
    /// The position of the edge in the input that the piece was cut from.
    var order: Int
  }

  private let operation: Operation
  private var corners: [SpherePoint] = []

  private init(_ operation: Operation) {
    self.operation = operation
  }

  /// - Returns: Loops in order of their first pieces; `nil` when the pieces do not join, which only happens to
  ///   regions whose boundaries run almost along each other.
  static func loops(
    _ operation: Operation, _ first: [[SpherePoint]], _ second: [[SpherePoint]]
  ) -> [[SpherePoint]]? {
    var overlay = SphericalOverlay(operation)
    let regions = [first, second].map { $0.map { overlay.merged($0) }.filter { $0.count >= 3 } }
    let edges = regions.map { $0.flatMap(Self.edges) }
    var pieces: [Piece] = []
    for side in 0..<2 {
      let others = edges[1 - side]
      for (index, edge) in edges[side].enumerated() {
        let order = side == 0 ? index : edges[0].count + index
        for piece in overlay.pieces(of: edge, cutBy: others) {
          if overlay.keeps(piece, others: others, region: regions[1 - side], isFirst: side == 0) {
            pieces.append(Piece(edge: piece, order: order))
          }
        }
      }
    }
    return join(pieces)
  }

  private static func edges(_ loop: [SpherePoint]) -> [SphericalEdge] {
    loop.indices.map { SphericalEdge(start: loop[$0], end: loop[($0 + 1) % loop.count]) }
  }
}

// MARK: - Cutting

extension SphericalOverlay {
  /// The corner that a point counts as.
  private mutating func merged(_ point: SpherePoint) -> SpherePoint {
    if let corner = corners.first(where: { ($0 - point).length < Self.mergeRadius }) { return corner }
    corners.append(point)
    return point
  }

  private mutating func merged(_ loop: [SpherePoint]) -> [SpherePoint] {
    var result: [SpherePoint] = []
    for point in loop {
      let corner = merged(point)
      if result.last != corner { result.append(corner) }
    }
    if result.count > 1, result.first == result.last { result.removeLast() }
    return result
  }

  private mutating func pieces(of edge: SphericalEdge, cutBy others: [SphericalEdge]) -> [SphericalEdge] {
    var cuts: Set<SpherePoint> = []
    for other in others {
      if SpherePoint.cross(edge.start, edge.end, other.start, other.end) {
        // Both edges must be cut at the very same point, whichever is asked for first.
        let isSorted = (edge.start.x, edge.start.y, edge.start.z) < (other.start.x, other.start.y, other.start.z)
        let (a, b) = isSorted ? (edge, other) : (other, edge)
        cuts.insert(merged(SpherePoint.crossing(a.start, a.end, b.start, b.end)))
      } else {
        if edge.touches(other.start) { cuts.insert(other.start) }
        if edge.touches(other.end) { cuts.insert(other.end) }
      }
    }
    cuts.remove(edge.start)
    cuts.remove(edge.end)
    let stops = [edge.start] + cuts.sorted { edge.start.angle($0) < edge.start.angle($1) } + [edge.end]
    return zip(stops, stops.dropFirst()).map { SphericalEdge(start: $0, end: $1) }
  }

  /// Whether a piece of one region's boundary is part of the result's.
  private func keeps(
    _ piece: SphericalEdge, others: [SphericalEdge], region: [[SpherePoint]], isFirst: Bool
  ) -> Bool {
    let middle = (piece.start + piece.end).normalized
    if let shared = others.first(where: { $0.touches(piece.start) && $0.touches(piece.end) && $0.touches(middle) }) {
      // Regions on both sides leave no boundary; of regions on one side the first one's boundary stands for both.
      return isFirst && (shared.end - shared.start).dot(piece.end - piece.start) > 0
    }
    let isInside = region.reduce(0) { $0 + SphericalRing.turns(of: $1, around: middle) } > 0
    return isInside == (operation == .intersection)
  }
}

// MARK: - Joining

extension SphericalOverlay {
  /// Loops in order of their first pieces; `nil` when the pieces do not join.
  static func join(_ unsorted: [Piece]) -> [[SpherePoint]]? {
    // What the order of the input leaves open is decided by where the pieces lie.
    let pieces = sortedByPlace(unsorted)
    var outgoing: [SpherePoint: [Int]] = [:]
    for (index, piece) in pieces.enumerated() { outgoing[piece.edge.start, default: []].append(index) }
    var isUsed = [Bool](repeating: false, count: pieces.count)
    var loops: [[Int]] = []
    for start in pieces.indices where !isUsed[start] {
      var path: [Int] = []
      var current = start
      repeat {
        isUsed[current] = true
        path.append(current)
        let corner = pieces[current].edge.end
        // A path that comes back to one of its own corners has closed a loop there.
        if let position = path.firstIndex(where: { pieces[$0].edge.start == corner }) {
          loops.append(Array(path[position...]))
          path.removeSubrange(position...)
          if path.isEmpty { break }
        }
        let choices = (outgoing[corner] ?? []).filter { !isUsed[$0] }
        guard let next = leftmost(choices, from: pieces[current].edge, pieces) else { return nil }
        current = next
      } while true
    }
    let canonical = loops.map { rotated($0, pieces) }.sorted {
      (pieces[$0[0]].order, $0[0]) < (pieces[$1[0]].order, $1[0])
    }
    return canonical.map { $0.map { pieces[$0].edge.start } }
  }

  private static func sortedByPlace(_ pieces: [Piece]) -> [Piece] {
    let places = pieces.map { (S2CurvePlace($0.edge.start), S2CurvePlace($0.edge.end), $0.order) }
    return pieces.indices.sorted { places[$0] < places[$1] }.map { pieces[$0] }
  }

  /// Of several ways on, the one that turns left most, so that loops which touch stay apart.
  private static func leftmost(_ choices: [Int], from edge: SphericalEdge, _ pieces: [Piece]) -> Int? {
    guard choices.count > 1, let back = edge.end.azimuth(to: edge.start) else { return choices.first }
    // Clockwise from the way back, the leftmost way comes first.
    return choices.min { left, right in
      let angles = [left, right].map { choice -> Double in
        let angle = (edge.end.azimuth(to: pieces[choice].edge.end) ?? back) - back
        return angle <= 0 ? angle + 2 * .pi : angle
      }
      return angles[0] < angles[1]
    }
  }

  /// The loop turned so that its last piece comes last in the input.
  private static func rotated(_ loop: [Int], _ pieces: [Piece]) -> [Int] {
    let highest = loop.map { pieces[$0].order }.max() ?? 0
    guard let found = loop.indices.first(where: { pieces[loop[$0]].order == highest }) else { return loop }
    // Pieces of one edge that follow one another, also over the seam, stay together at the end.
    var last = found
    for step in 1..<max(2, loop.count) {
      let next = (found + step) % loop.count
      if pieces[loop[next]].order != highest { break }
      last = next
    }
    return Array(loop[(last + 1)...] + loop[...last])
  }
}

// MARK: - Polygons

extension SphericalPolygon {
  /// The union of polygons; `nil` when it cannot be found, as in ``SphericalOverlay/loops(_:_:_:)``.
  ///
  /// Always joins the two that are made of the fewest corners, which decides where the rings of the result begin.
  static func union(_ polygons: [SphericalPolygon]) -> [[SpherePoint]]? {
    var queue: [(size: Int, loops: [[SpherePoint]])] = []
    func insert(_ loops: [[SpherePoint]], size: Int) {
      let position = queue.firstIndex { $0.size > size } ?? queue.endIndex
      queue.insert((size, loops), at: position)
    }
    for polygon in polygons {
      guard let own = union(of: polygon.parts) else { return nil }
      insert(own, size: own.reduce(0) { $0 + $1.count })
    }
    while queue.count > 1 {
      let (first, second) = (queue.removeFirst(), queue.removeFirst())
      guard let joined = SphericalOverlay.loops(.union, first.loops, second.loops) else { return nil }
      insert(joined, size: first.size + second.size)
    }
    return queue.first?.loops
  }

  private static func union(of parts: [Part]) -> [[SpherePoint]]? {
    let loops = parts.map { part in [part.shell.points] + part.holes.map { Array($0.points.reversed()) } }
    return loops.dropFirst().reduce(loops[0]) { joined, next in
      joined.flatMap { SphericalOverlay.loops(.union, $0, next) }
    }
  }

  /// The shape whose boundary consists of loops with the region to their left.
  static func shape(ofLoops loops: [[SpherePoint]]) -> GeoShape {
    let rings = loops.map { loop in (loop + loop.prefix(1)).map { GeoPosition($0) } }
    let shells = loops.indices.filter { SphericalRing.isCounterclockwise(loops[$0]) }
    var polygons = shells.map { [rings[$0]] }
    for hole in loops.indices where !shells.contains(hole) {
      // The innermost shell around a hole is the one with the smallest area. They may share corners, but no edges.
      let middle = (loops[hole][0] + loops[hole][1]).normalized
      let around = shells.indices.filter { SphericalRing.turns(of: loops[shells[$0]], around: middle) > 0 }
      let areas = around.map { SphericalRing(points: loops[shells[$0]])?.area ?? .infinity }
      if let smallest = areas.indices.min(by: { areas[$0] < areas[$1] }) {
        polygons[around[smallest]].append(rings[hole])
      }
    }
    return polygons.count == 1 ? .polygon(polygons[0]) : .multiPolygon(polygons)
  }
}
