import Glibc

/// The H3 cells of one resolution whose centre lies in a polygon with edges that are straight in longitude and latitude.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/geo-polygon-to-h3cells-function>
struct H3Covering {
  static let maximumCount = 61_680
  /// The most places along the edges at which cells are looked for.
  private static let maximumPlaces = 200_000.0

  /// The outline and the holes, and for each of them whether it passes the antimeridian.
  private let rings: [(positions: [GeoPosition], passesAntimeridian: Bool)]
  private let resolution: Int

  init(rings: [[GeoPosition]], resolution: Int) {
    self.rings = rings.map { ring in
      (ring, zip(ring, ring.dropFirst()).contains { abs($0.longitude - $1.longitude) > 180 })
    }
    self.resolution = resolution
  }

  /// About how many cells of a resolution cover an area, in steradians.
  static func count(area: Double, resolution: Int) -> Double {
    area / (4 * .pi) * (2 + 120 * pow(7, Double(resolution)))
  }

  enum Failure: Error {
    case tooManyCells
    case tooLongBorder
  }

  /// The cells, from the border to the middle.
  ///
  /// - Complexity: O(*n* · *c*) for *n* corners and *c* cells in the polygon and along its border.
  func cells() throws(Failure) -> [H3Cell] {
    var found: [H3Cell] = []
    var isKnown: Set<H3Cell> = []
    var pending = try borderCells()
    while !pending.isEmpty {
      var next: [H3Cell] = []
      for cell in pending {
        for neighbor in [cell] + cell.neighbors where isKnown.insert(neighbor).inserted {
          guard contains(GeoPosition(neighbor.center)) else { continue }
          next.append(neighbor)
        }
      }
      found += next
      guard found.count <= Self.maximumCount else { throw .tooManyCells }
      pending = next
    }
    return found
  }

  /// The cells that the edges of all rings lead through.
  private func borderCells() throws(Failure) -> [H3Cell] {
    let edges = rings.flatMap { ring in
      zip(ring.positions, ring.positions.dropFirst()).map { start, end in
        (from: unwrapped(start, ring.passesAntimeridian), to: unwrapped(end, ring.passesAntimeridian))
      }
    }
    let counts = edges.map { edge in
      let (width, height) = (edge.to.longitude - edge.from.longitude, edge.to.latitude - edge.from.latitude)
      return max(1, ((width * width + height * height).squareRoot() / stepLength).rounded(.up))
    }
    guard counts.reduce(0, +) <= Self.maximumPlaces else { throw .tooLongBorder }
    var cells: [H3Cell] = []
    var isKnown: Set<H3Cell> = []
    for (edge, count) in zip(edges, counts) {
      for place in 0..<Int(count) {
        let fraction = Double(place) / count
        let point = SpherePoint(
          longitude: edge.from.longitude + (edge.to.longitude - edge.from.longitude) * fraction,
          latitude: edge.from.latitude + (edge.to.latitude - edge.from.latitude) * fraction)
        let cell = H3Cell(point, resolution: resolution)
        if isKnown.insert(cell).inserted { cells.append(cell) }
      }
    }
    return cells
  }

  /// A quarter of a cell's width in degrees: 20° for resolution 0, and √7 times less for each further one.
  private var stepLength: Double { 5 / pow(7, 0.5 * Double(resolution)) }

  /// Longitudes west of the antimeridian and beyond it go on without a gap.
  private func unwrapped(_ position: GeoPosition, _ passesAntimeridian: Bool) -> GeoPosition {
    guard passesAntimeridian, position.longitude < 0 else { return position }
    return GeoPosition(longitude: position.longitude + 360, latitude: position.latitude)
  }

  private func contains(_ position: GeoPosition) -> Bool {
    rings.enumerated().allSatisfy { index, ring in
      isInside(position, ring.positions, ring.passesAntimeridian) == (index == 0)
    }
  }

  /// Whether a ray to the east meets the ring an odd number of times.
  private func isInside(_ position: GeoPosition, _ ring: [GeoPosition], _ passesAntimeridian: Bool) -> Bool {
    let longitude = unwrapped(position, passesAntimeridian).longitude
    var isInside = false
    for (start, end) in zip(ring, ring.dropFirst()) {
      let (low, high) = start.latitude <= end.latitude ? (start, end) : (end, start)
      guard position.latitude >= low.latitude, position.latitude < high.latitude else { continue }
      let west = unwrapped(low, passesAntimeridian).longitude
      let east = unwrapped(high, passesAntimeridian).longitude
      let fraction = (position.latitude - low.latitude) / (high.latitude - low.latitude)
      if west + (east - west) * fraction > longitude { isInside.toggle() }
    }
    return isInside
  }
}
