import Glibc

/// Moves edges to few of their corners, which are at least a radius apart from each other.
///
/// Along the curve of S2's grid a corner becomes a site unless there is one within the radius already. Every edge is
/// replaced by the chain of the sites whose surroundings, of all places that are closer to them than to other sites,
/// it passes through.
///
/// Published description: Snoeyink and Hershberger's and Halperin and Packer's snap rounding, as in
/// <https://s2geometry.io/about/overview>
struct SiteSnapping {
  let sites: [SpherePoint]
  /// The corners of the input, each once, and the edges between them.
  let corners: [SpherePoint]
  let edges: [(start: Int, end: Int)]
  /// For each edge the sites that are close to it, in order of distance from its start.
  private(set) var nearby: [[Int]] = []
  /// For each edge the sites that it now connects.
  private(set) var chains: [[Int]] = []

  let radius: ChordAngle
  /// Sites keep this distance from edges that do not end at them.
  let separation: ChordAngle
  /// Edges of this length and more would leave the surroundings of what they stand for.
  let maximumLength: ChordAngle
  private let squaredSine: Double
  /// Whether rounding errors could have changed a decision.
  private var isUncertain = false

  /// - Parameters:
  ///   - chains: Lists of points connected by edges.
  ///   - radius: An angle above 0 and of at most 70°.
  /// - Returns: `nil` when rounding errors or the length of edges leave the result open.
  init?(chains input: [[SpherePoint]], radius angle: Double) {
    var indices: [SpherePoint: Int] = [:]
    var corners: [SpherePoint] = []
    var edges: [(start: Int, end: Int)] = []
    for chain in input {
      let ends = chain.map { point in
        if let known = indices[point] { return known }
        indices[point] = corners.count
        corners.append(point)
        return corners.count - 1
      }
      edges += zip(ends, ends.dropFirst()).filter { $0 != $1 }.map { ($0, $1) }
    }
    radius = ChordAngle(radians: angle)
    separation = ChordAngle(radians: 0.5 * angle)
    maximumLength = ChordAngle(radians: 2 * acos(sin(angle) / sin(1.1 * angle)))
    squaredSine = sin(angle) * sin(angle)
    sites = Self.sites(corners, radius)
    self.corners = corners
    self.edges = edges
    collectNearby(within: 1.6 * angle)
    for edge in edges.indices {
      let chain = snapped(edge)
      guard !chain.isEmpty, !isUncertain, isFaithful(chain, edge) else { return nil }
      self.chains.append(chain)
    }
  }
}

// MARK: - Sites

extension SiteSnapping {
  private static func sites(_ corners: [SpherePoint], _ radius: ChordAngle) -> [SpherePoint] {
    var sites: [SpherePoint] = []
    var heights = HeightIndex([])
    for place in corners.map(S2CurvePlace.init).sorted() {
      let isNew = heights.positions(around: place.point.z, radius.squaredLength.squareRoot()).allSatisfy {
        ChordAngle(sites[$0], place.point) > radius
      }
      guard isNew else { continue }
      heights.insert(place.point.z, position: sites.count)
      sites.append(place.point)
    }
    return sites
  }

  private mutating func collectNearby(within angle: Double) {
    let heights = HeightIndex(sites.map(\.z))
    let limit = ChordAngle(radians: angle)
    nearby = edges.map { edge in
      let (start, end) = (corners[edge.start], corners[edge.end])
      let (low, high) = SphericalEdge(start: start, end: end).heights
      let found = heights.positions(around: (low + high) / 2, (high - low) / 2 + angle).filter { site in
        ChordAngle(sites[site], sites[site].closestPoint(onEdge: start, end)) <= limit
      }
      return found.map { (ChordAngle(start, sites[$0]), $0) }.sorted { $0 < $1 }.map(\.1)
    }
  }
}

/// Positions in order of the heights of points.
struct HeightIndex {
  private var entries: [(height: Double, position: Int)]

  init(_ heights: [Double]) {
    entries = heights.enumerated().map { ($1, $0) }.sorted { $0.height < $1.height }
  }

  private func firstEntry(from height: Double) -> Int {
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].height >= height { high = middle } else { low = middle + 1 }
    }
    return low
  }

  mutating func insert(_ height: Double, position: Int) {
    entries.insert((height, position), at: firstEntry(from: height))
  }

  /// The positions of points at most `reach` above or below a height.
  func positions(around height: Double, _ reach: Double) -> some Sequence<Int> {
    let limit = height + reach + 1e-15
    return entries[firstEntry(from: height - reach - 1e-15)...].lazy.prefix { $0.height <= limit }.map(\.position)
  }
}

// MARK: - Edges

extension SiteSnapping {
  /// The sites whose surroundings an edge passes through, in its order.
  private mutating func snapped(_ edge: Int) -> [Int] {
    let (start, end) = (corners[edges[edge].start], corners[edges[edge].end])
    var chain: [Int] = []
    for site in nearby[edge] {
      let point = sites[site]
      guard ChordAngle(point, point.closestPoint(onEdge: start, end)) <= radius else { continue }
      var isNeeded = true
      while let last = chain.last {
        let before = sites[last]
        if areApart(before, point) { break }
        if let isFirstExcluded = exclusion(before, point, start, end) {
          isNeeded = isFirstExcluded
          guard isFirstExcluded else { break }
        } else {
          // Two sites may leave no room for the one between them.
          guard chain.count >= 2, isCovered(before, sites[chain[chain.count - 2]], point, start, end) else { break }
        }
        chain.removeLast()
      }
      if isNeeded { chain.append(site) }
    }
    return chain
  }

  /// Whether the surroundings of two sites cannot meet.
  private func areApart(_ a: SpherePoint, _ b: SpherePoint) -> Bool {
    ChordAngle(a, b).squaredLength >= (radius + radius).squaredLength
  }

  /// Which of two sites, the first of which is closer to an edge's start, is further away than the other one from
  /// every point of the edge that is within the radius of it; `nil` when neither is.
  private mutating func exclusion(
    _ a: SpherePoint, _ b: SpherePoint, _ start: SpherePoint, _ end: SpherePoint
  ) -> Bool? {
    let (fromA, fromB) = ((end - a).dot(end - a), (end - b).dot(end - b))
    noteUncertainty(fromA - fromB, 1e-15 * max(fromA, fromB).squareRoot())
    if fromA < fromB { return false }
    let normal = start.stableCross(end).normalized
    // The stretch of the great circle within the radius of each site: its middle, and its half length.
    let (halfA, halfB) = (halfLength(a, start, end, normal), halfLength(b, start, end, normal))
    let along = a.stableCross(b).dot(normal) * 0.5
    let apart = atan2(along, a.dot(b) - a.dot(normal) * b.dot(normal))
    if abs(apart) >= .pi / 2 { return nil }
    noteUncertainty(abs(halfB - halfA) - apart, 1e-15)
    return abs(halfB - halfA) > apart ? halfB > halfA : nil
  }

  private func halfLength(
    _ site: SpherePoint, _ start: SpherePoint, _ end: SpherePoint, _ normal: SpherePoint
  ) -> Double {
    let closer = (site - start).length < (site - end).length ? start : end
    let sine = (site - closer).dot(normal)
    return asin((max(0, squaredSine - sine * sine) / (1 - sine * sine)).squareRoot())
  }

  /// Whether every point of an edge is closer to one of two sites than to the one between them.
  private mutating func isCovered(
    _ site: SpherePoint, _ before: SpherePoint, _ after: SpherePoint, _ start: SpherePoint, _ end: SpherePoint
  ) -> Bool {
    guard !areApart(before, after) else { return false }
    let side = sign(start, end, site)
    let turn = sign(before, site, after)
    if turn == side { return false }
    let center = (site - before).cross(after - before) * turn
    let height = center.normalized.dot(start.stableCross(end).normalized)
    noteUncertainty(height, 2e-16 / (after - before).length)
    return (height > 0 ? 1 : -1) == side
  }

  private mutating func sign(_ a: SpherePoint, _ b: SpherePoint, _ c: SpherePoint) -> Double {
    let orientation = SpherePoint.orientation(a, b, c)
    if orientation == 0 { isUncertain = true }
    return orientation < 0 ? -1 : 1
  }

  private mutating func noteUncertainty(_ difference: Double, _ error: Double) {
    if abs(difference) <= error { isUncertain = true }
  }

  /// Whether a chain stays close to its edge, and away from sites that it does not connect.
  private func isFaithful(_ chain: [Int], _ edge: Int) -> Bool {
    var place = 0
    for site in nearby[edge] {
      if site == chain[place] {
        place += 1
        if place == chain.count { return true }
        if ChordAngle(sites[chain[place - 1]], sites[chain[place]]) >= maximumLength { return false }
      } else if place > 0 {
        let closest = sites[site].closestPoint(onEdge: sites[chain[place - 1]], sites[chain[place]])
        if ChordAngle(sites[site], closest) < separation { return false }
      }
    }
    return true
  }
}
