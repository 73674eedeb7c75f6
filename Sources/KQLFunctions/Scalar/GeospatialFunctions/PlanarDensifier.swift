import Glibc

/// Approximates edges that are straight in longitude and latitude by chains of great-circle edges.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/geo-line-densify-function>
struct PlanarDensifier {
  /// The angle that a chain may be away from the straight edge.
  private let tolerance: Double
  private let preservesCrossing: Bool
  private let maximumCount = 10_485_760

  /// - Parameters:
  ///   - meters: How far the chain may be from the straight edge.
  ///   - preservesCrossing: Whether an edge may pass the antimeridian; otherwise lines are cut there.
  init(meters: Double, preservesCrossing: Bool) {
    // Between two places at which the distance is measured it may be somewhat larger.
    tolerance = 0.83829992569888509 * meters / SpherePoint.earthRadius
    self.preservesCrossing = preservesCrossing
  }

  /// The chains that stand for a line; several when it is cut. `nil` when they would have too many points.
  func chains(for positions: [GeoPosition]) -> [[SpherePoint]]? {
    guard let first = positions.first else { return nil }
    var chain = [first.point]
    for (start, end) in zip(positions, positions.dropFirst()) {
      append(from: start, start.point, to: end, end.point, &chain)
      guard chain.count <= maximumCount else { return nil }
    }
    return preservesCrossing ? [chain] : Self.cut(chain)
  }

  private func append(
    from start: GeoPosition, _ a: SpherePoint, to end: GeoPosition, _ b: SpherePoint, _ chain: inout [SpherePoint]
  ) {
    guard chain.count <= maximumCount, error(start, a, end, b) > tolerance else { return chain.append(b) }
    let middle = Self.between(start, end, 0.5)
    let point = middle.point
    append(from: start, a, to: middle, point, &chain)
    append(from: middle, point, to: end, b, &chain)
  }

  /// The distance between the straight and the great-circle edge where it is about largest.
  private func error(_ start: GeoPosition, _ a: SpherePoint, _ end: GeoPosition, _ b: SpherePoint) -> Double {
    if a == b { return 0 }
    // Long edges are always divided, for the measure does not hold for them.
    if a.dot(b) < -1e-14 { return .infinity }
    return [0.31215691082248312, 1 - 0.31215691082248312].map { fraction in
      a.interpolated(to: b, fraction: fraction).angle(Self.between(start, end, fraction).point)
    }.max() ?? 0
  }

  private static func between(_ start: GeoPosition, _ end: GeoPosition, _ fraction: Double) -> GeoPosition {
    GeoPosition(
      longitude: start.longitude + (end.longitude - start.longitude) * fraction,
      latitude: start.latitude + (end.latitude - start.latitude) * fraction)
  }

  /// Cuts a chain where it passes the antimeridian, just short of it on either side.
  private static func cut(_ chain: [SpherePoint]) -> [[SpherePoint]] {
    var parts = [[chain[0]]]
    for (a, b) in zip(chain, chain.dropFirst()) {
      let passes = a.y * b.y < 0 && abs(a.longitude - b.longitude) > 180
      if passes {
        let crossing = a.stableCross(b).cross(SpherePoint(0, 1, 0)).normalized
        let latitude = (crossing.x < 0 ? crossing : -crossing).latitude
        let edge = 179.999999999999
        let side = a.longitude < 0 ? -edge : edge
        parts[parts.count - 1].append(SpherePoint(longitude: side, latitude: latitude))
        parts.append([SpherePoint(longitude: -side, latitude: latitude)])
      }
      parts[parts.count - 1].append(b)
    }
    return parts
  }
}
