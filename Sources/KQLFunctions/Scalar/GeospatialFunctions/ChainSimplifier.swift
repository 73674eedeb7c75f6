/// Replaces chains of edges between sites by single edges that stay within the radius of every corner of the chain,
/// and on the same side of the sites around it.
struct ChainSimplifier {
  struct Edge: Hashable {
    var start: Int
    var end: Int
    /// The first edge of the input that it stands for.
    var order: Int
  }

  private let snapping: SiteSnapping
  /// Edges between different sites, in order of their ends.
  private let edges: [Edge]
  /// The positions of edges by where they start.
  private var outgoing: [[Int]]
  private let isInterior: [Bool]
  private let cornersOfSite: [[Int]]
  private var isUsed: [Bool]
  private var result: [Edge] = []
  private var isUncertain = false

  /// - Returns: Edges between sites in no particular order; `nil` when rounding errors leave them open.
  static func edges(_ snapping: SiteSnapping) -> [Edge]? {
    var simplifier = ChainSimplifier(snapping)
    simplifier.run()
    return simplifier.isUncertain ? nil : simplifier.result
  }

  private init(_ snapping: SiteSnapping) {
    self.snapping = snapping
    var edges: [Edge] = []
    var cornersOfSite = [[Int]](repeating: [], count: snapping.sites.count)
    for (order, chain) in snapping.chains.enumerated() {
      cornersOfSite[chain[0]].append(snapping.edges[order].start)
      if chain.count > 1 { cornersOfSite[chain[chain.count - 1]].append(snapping.edges[order].end) }
      edges += zip(chain, chain.dropFirst()).map { Edge(start: $0, end: $1, order: order) }
    }
    edges.sort { ($0.start, $0.end, $0.order) < ($1.start, $1.end, $1.order) }
    var outgoing = [[Int]](repeating: [], count: snapping.sites.count)
    var neighbors = [[(site: Int, leaves: Bool)]](repeating: [], count: snapping.sites.count)
    for (position, edge) in edges.enumerated() {
      outgoing[edge.start].append(position)
      neighbors[edge.start].append((edge.end, true))
      neighbors[edge.end].append((edge.start, false))
    }
    self.edges = edges
    self.outgoing = outgoing
    self.cornersOfSite = cornersOfSite
    isInterior = neighbors.map(Self.isInterior)
    isUsed = [Bool](repeating: false, count: edges.count)
  }

  /// Whether chains only pass through a site: it has two neighbours, and as many edges from each as to the other.
  private static func isInterior(_ neighbors: [(site: Int, leaves: Bool)]) -> Bool {
    guard let first = neighbors.first?.site, let second = neighbors.first(where: { $0.site != first })?.site else {
      return false
    }
    let (ofFirst, ofSecond) = (neighbors.filter { $0.site == first }, neighbors.filter { $0.site == second })
    return ofFirst.count == ofSecond.count && ofFirst.count + ofSecond.count == neighbors.count
      && 2 * neighbors.filter(\.leaves).count == neighbors.count
  }
}

// MARK: - Chains

extension ChainSimplifier {
  private mutating func run() {
    for (position, edge) in edges.enumerated() where !isUsed[position] && !isInterior[edge.start] {
      if isInterior[edge.end] {
        simplify(from: edge.start, edge.end)
      } else {
        isUsed[position] = true
        result.append(edge)
      }
    }
    // What is left are loops without an end.
    for (position, edge) in edges.enumerated() where !isUsed[position] { simplify(from: edge.start, edge.end) }
  }

  /// Follows a chain to its end, or around a loop, and makes each edge as long as it can be.
  private mutating func simplify(from first: Int, _ second: Int) {
    var (last, next) = (first, second)
    var isDone = false
    repeat {
      let start = last
      var chain = [start]
      // Sites that the chain connects, and those that it keeps to one side.
      var passed: Set<Int> = [start]
      var window = DirectionWindow(origin: snapping.sites[start])
      _ = avoidSites(start, start, next, &passed, &window)
      while true {
        chain.append(next)
        passed.insert(next)
        isDone = !isInterior[next] || next == first
        if isDone { break }
        guard let further = neighbor(of: next, otherThan: last) else { break }
        (last, next) = (next, further)
        guard meetsCorners(of: last, &window), avoidSites(start, last, next, &passed, &window),
          window.allows(snapping.sites[next])
        else { break }
      }
      merge(chain)
      isDone = isDone || isUncertain
    } while !isDone
  }

  private func neighbor(of site: Int, otherThan last: Int) -> Int? {
    outgoing[site].lazy.map { edges[$0].end }.first { $0 != last && $0 != site }
  }

  private func meetsCorners(of site: Int, _ window: inout DirectionWindow) -> Bool {
    cornersOfSite[site].allSatisfy { window.meet(snapping.corners[$0], snapping.radius) }
  }

  /// Keeps the sites close to the chain's last edge on their side of it; `false` when no direction is left.
  private mutating func avoidSites(
    _ start: Int, _ last: Int, _ next: Int, _ passed: inout Set<Int>, _ window: inout DirectionWindow
  ) -> Bool {
    let sites = snapping.sites
    let (lastDistance, distance) = (ChordAngle(sites[start], sites[last]), ChordAngle(sites[start], sites[next]))
    // Chains do not turn back on themselves.
    if distance < lastDistance || distance >= snapping.maximumLength { return false }
    var nearby: [Int]?
    for position in positions(last, next) + positions(next, last) {
      let candidates = snapping.nearby[edges[position].order]
      if candidates.count < nearby?.count ?? .max { nearby = candidates }
    }
    for site in nearby ?? [] {
      // Later edges deal with sites that are further away.
      if ChordAngle(sites[start], sites[site]) >= distance || !passed.insert(site).inserted { continue }
      let isOnLeft =
        start == last
        ? isLeft(sites[last], sites[next], sites[site])
        : isCounterclockwise(sites[start], sites[next], sites[site], around: sites[last])
      guard window.avoid(sites[site], snapping.separation, isOnLeft: isOnLeft) else { return false }
    }
    return true
  }

  private func positions(_ start: Int, _ end: Int) -> [Int] { outgoing[start].filter { edges[$0].end == end } }

  private mutating func isLeft(_ a: SpherePoint, _ b: SpherePoint, _ c: SpherePoint) -> Bool {
    let orientation = SpherePoint.orientation(a, b, c)
    if orientation == 0 { isUncertain = true }
    return orientation > 0
  }

  /// Whether three points come in this order when going around another one.
  private mutating func isCounterclockwise(
    _ a: SpherePoint, _ b: SpherePoint, _ c: SpherePoint, around center: SpherePoint
  ) -> Bool {
    let turns = [isLeft(b, center, a), isLeft(c, center, b), isLeft(a, center, c)]
    return turns.filter { $0 }.count >= 2
  }

  /// Adds one edge for all that lead along a chain in each direction.
  private mutating func merge(_ chain: [Int]) {
    let (start, end) = (chain[0], chain[chain.count - 1])
    for isReversed in [false, true] {
      var orders: [Int] = []
      for (a, b) in zip(chain, chain.dropFirst()) {
        let found = isReversed ? positions(b, a) : positions(a, b)
        for (place, position) in found.enumerated() {
          if place < orders.count {
            orders[place] = min(orders[place], edges[position].order)
          } else {
            orders.append(edges[position].order)
          }
          isUsed[position] = true
        }
      }
      result += orders.map { Edge(start: isReversed ? end : start, end: isReversed ? start : end, order: $0) }
    }
  }
}
