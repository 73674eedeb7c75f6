import Glibc

/// A cell of the H3 grid: a hexagon (rarely a pentagon) of one of sixteen resolutions.
///
/// The identifier holds the resolution, the coarsest cell, and for each finer resolution the direction that leads
/// from the parent's middle.
///
/// Published description: <https://h3geo.org/docs/core-library/h3Indexing>
struct H3Cell: Hashable, Sendable {
  static let maximumResolution = 15

  let resolution: Int
  private let base: Int
  /// The direction at each resolution above 0, in sixths of a turn; `nil` for the middle.
  private let directions: [Int?]

  private init(base: Int, directions: [Int?]) {
    self.base = base
    self.directions = directions
    resolution = directions.count
  }
}

// MARK: - Identifiers

extension H3Cell {
  /// Digits of directions, counter-clockwise from the real axis. 0 is the middle, 7 fills unused resolutions.
  private static let digits: [UInt64] = [4, 6, 2, 3, 1, 5]
  /// The direction that subcells of a pentagon lack.
  private static let missing = 4

  var token: String {
    var id = UInt64(1) << 59 | UInt64(resolution) << 52 | UInt64(base) << 45
    for level in 1...Self.maximumResolution {
      let digit = level <= resolution ? directions[level - 1].map { Self.digits[$0] } ?? 0 : 7
      id |= digit << UInt64(3 * (Self.maximumResolution - level))
    }
    return String(id, radix: 16)
  }

  /// `nil` when the text is not the hexadecimal identifier of a cell.
  init?(token: String) {
    guard (1...16).contains(token.utf8.count), token.utf8.first != UInt8(ascii: "+"),
      let id = UInt64(token, radix: 16), id >> 63 == 0, id >> 59 & 15 == 1, id >> 56 & 7 == 0
    else { return nil }
    let resolution = Int(id >> 52 & 15)
    let base = Int(id >> 45 & 127)
    guard base < H3Icosahedron.shared.baseCells.count else { return nil }
    var directions: [Int?] = []
    for level in 1...Self.maximumResolution {
      let digit = id >> UInt64(3 * (Self.maximumResolution - level)) & 7
      if level > resolution {
        guard digit == 7 else { return nil }
      } else {
        guard digit < 7 else { return nil }
        directions.append(Self.digits.firstIndex(of: digit))
      }
    }
    self.init(base: base, directions: directions)
    if isOnPentagon && leading == Self.missing { return nil }
  }

  private var baseCell: H3Icosahedron.BaseCell { H3Icosahedron.shared.baseCells[base] }
  private var isOnPentagon: Bool { baseCell.isPentagon }
  /// The first direction that is not the middle.
  private var leading: Int? { directions.first { $0 != nil } ?? nil }

  /// Whether the cell has five neighbours.
  var isPentagon: Bool { isOnPentagon && leading == nil }
}

// MARK: - The hierarchy

extension H3Cell {
  /// `nil` for a finer resolution.
  func parent(resolution: Int) -> H3Cell? {
    guard resolution >= 0, resolution <= self.resolution else { return nil }
    return H3Cell(base: base, directions: Array(directions.prefix(resolution)))
  }

  /// The cells of the next resolution, in order of their identifiers.
  var children: [H3Cell] {
    let order: [Int?] = [nil, 4, 2, 3, 0, 5, 1]
    return order.compactMap { direction in
      isPentagon && direction == Self.missing ? nil : H3Cell(base: base, directions: directions + [direction])
    }
  }
}

// MARK: - Points

extension H3Cell {
  /// What a step to the next finer resolution multiplies lattice points by: 2 - ω and 3 + ω in turn, of norm 7.
  private static func factor(_ resolution: Int) -> HexPoint {
    resolution % 2 == 1 ? HexPoint(a: 2, b: -1) : HexPoint(a: 3, b: 1)
  }

  /// The step of a resolution's lattice on a face's plane, as a complex number.
  private static func step(_ resolution: Int) -> PlanePoint {
    let angle = resolution % 2 == 1 ? H3Icosahedron.turn : 0
    let length = pow(7.0.squareRoot(), -Double(resolution))
    return PlanePoint(x: length * cos(angle), y: length * sin(angle))
  }

  /// The cell of a resolution that holds a point.
  init(_ point: SpherePoint, resolution: Int) {
    let grid = H3Icosahedron.shared
    var (face, plane) = grid.plane(point)
    let step = Self.step(resolution)
    let scale = 1 / (step.x * step.x + step.y * step.y)
    plane = plane * PlanePoint(x: step.x * scale, y: -step.y * scale)
    var lattice = plane.lattice
    var directions: [Int?] = []
    for level in stride(from: resolution, to: 0, by: -1) {
      let (parent, unit) = lattice.parent(by: Self.factor(level))
      directions.append(unit)
      lattice = parent
    }
    directions.reverse()
    while let edge = grid.edge(beyond: lattice) {
      let neighbor = grid.faces[face].neighbors[edge]
      lattice = lattice.turned(neighbor.sixths) + neighbor.offset
      directions = Self.turned(directions, neighbor.sixths)
      face = neighbor.face
    }
    let base = grid.baseCellNumbers[H3Icosahedron.Place(face: face, point: lattice)] ?? 0
    self.init(base: base, directions: Self.homeward(directions, from: face, at: lattice, to: grid.baseCells[base]))
  }

  private static func turned(_ directions: [Int?], _ sixths: Int) -> [Int?] {
    directions.map { $0.map { ($0 + sixths + 6) % 6 } }
  }

  /// Directions counted on one face, as the cell's home face counts them.
  private static func homeward(
    _ directions: [Int?], from face: Int, at point: HexPoint, to base: H3Icosahedron.BaseCell
  ) -> [Int?] {
    let grid = H3Icosahedron.shared
    if base.isPentagon {
      guard let leading = directions.first(where: { $0 != nil }) ?? nil, let wedge = base.faces.firstIndex(of: face)
      else { return directions }
      // A face sees the pentagon as the sixth of a hexagon that it fills; home sees its own face as direction 3,
      // and counter-clockwise from there the faces as these, for the missing direction is skipped.
      let own = (3 + 2 * grid.corner(of: base, on: face)) % 6
      let shift = (leading - own + 8) % 6 - 2
      let target = [3, 5, 0, 1, 2][(wedge + shift + 5) % 5]
      return turned(directions, target - leading)
    }
    guard face != base.home.face else { return directions }
    let neighbor = grid.faces[face].neighbors.first {
      $0.face == base.home.face && point.turned($0.sixths) + $0.offset == base.home.point
    }
    return turned(directions, neighbor?.sixths ?? 0)
  }

  /// How directions are turned on the plane of the home face.
  ///
  /// On a pentagon what lies counter-clockwise behind the missing direction is next to home: it takes that place.
  private var planeTurn: Int { isOnPentagon && leading == 5 ? -1 : 0 }

  /// The middle on the plane of the home face, which it may be beyond the edges of.
  private var homePlane: PlanePoint {
    Self.turned(directions, planeTurn).enumerated().reduce(baseCell.home.point.plane) { sum, item in
      item.element.map { sum + Self.step(item.offset + 1) * HexPoint.units[$0].plane } ?? sum
    }
  }

  /// A point of the home face's plane that belongs to this cell, on the face that it lies on.
  private func resolve(_ point: PlanePoint) -> H3Icosahedron.Position {
    let grid = H3Icosahedron.shared
    guard isOnPentagon else { return grid.resolve(point, on: baseCell.home.face) }
    var position = H3Icosahedron.Position(face: baseCell.home.face, point: point)
    // A point between two faces is on the one that is closer to home.
    let angle = angle(of: point)
    let turns = ((abs(angle) - 30) / 60 - 1e-7).rounded(.up)
    for _ in 0..<max(0, Int(turns)) {
      let corner = grid.corner(of: baseCell, on: position.face)
      position = grid.move(position, across: angle < 0 ? corner : (corner + 2) % 3)
    }
    return position
  }

  /// The angle around a pentagon's middle from the home face to a point, in degrees counter-clockwise.
  ///
  /// Five sixths of a turn lead around the middle: points clockwise of home as far as the missing direction have
  /// negative angles, down to those behind it.
  private func angle(of point: PlanePoint) -> Double {
    // Where the cell's directions lead, its corners are not far.
    let nominal: Double =
      switch leading {
      case 2: -60
      case 1: -120
      case 0: -180
      case 5: 60
      default: 0
      }
    var angle = (point - baseCell.home.point.plane).degrees - 180
    while angle > nominal + 180 { angle -= 360 }
    while angle < nominal - 180 { angle += 360 }
    return angle
  }

  var center: SpherePoint {
    H3Icosahedron.shared.sphere(resolve(homePlane))
  }
}

// MARK: - Boundaries

extension H3Cell {
  /// The corners counter-clockwise, with those that arise where an edge passes from one face of the icosahedron to
  /// another.
  var boundary: [SpherePoint] {
    let grid = H3Icosahedron.shared
    let corners = corners
    let positions = corners.map(resolve)
    var result: [SpherePoint] = []
    for index in corners.indices {
      result.append(grid.sphere(positions[index]))
      // Only lattices that are turned against the faces have edges that bend.
      guard resolution % 2 == 1 else { continue }
      let next = (index + 1) % corners.count
      if isPentagon {
        result.append(bend(afterCorner: index))
      } else if positions[index].face != positions[next].face,
        let bend = bend(from: corners[index], to: corners[next])
      {
        result.append(bend)
      }
    }
    return result
  }

  /// The corners on the plane of the home face, from 30° on the plane of the face that the middle lies on.
  private var corners: [PlanePoint] {
    let center = homePlane
    let step = Self.step(resolution)
    let start = isPentagon ? 30 : 30 - resolve(center).turn.degrees
    return (0..<(isPentagon ? 5 : 6)).map {
      center + step * PlanePoint(radius: 1 / 3.0.squareRoot(), degrees: start + Double(60 * $0))
    }
  }

  /// Where the edge after a pentagon's corner meets the icosahedron's edge between two faces.
  private func bend(afterCorner index: Int) -> SpherePoint {
    // The middle of the cell's edge is 30° after the corner; the icosahedron's edge is 60° after it, less the
    // lattice's turn.
    let radius = pow(7.0.squareRoot(), -Double(resolution)) / 2
    let distance = radius / cos(.pi / 6 - H3Icosahedron.turn)
    let direction = PlanePoint(radius: distance, degrees: Double(90 + 60 * index))
    return H3Icosahedron.shared.sphere(resolve(baseCell.home.point.plane + direction))
  }

  /// Where an edge crosses the border of the face that the cell's middle lies on; `nil` when it only touches it.
  private func bend(from start: PlanePoint, to end: PlanePoint) -> SpherePoint? {
    let grid = H3Icosahedron.shared
    let middle = homePlane
    let own = resolve(middle)
    // Both ends on the plane of the middle's face.
    let ends = [start, end].map { own.point + ($0 - middle) * own.turn }
    for edge in 0..<3 {
      let distances = ends.map { grid.distance($0, beyond: edge) }
      guard distances[0] * distances[1] < 0, distances.allSatisfy({ abs($0) > 1e-9 }) else { continue }
      let crossing = ends[0] + (ends[1] - ends[0]) * (distances[0] / (distances[0] - distances[1]))
      if (0..<3).allSatisfy({ grid.distance(crossing, beyond: $0) < 1e-9 }) { return grid.sphere(own.face, crossing) }
    }
    return nil
  }
}

// MARK: - Neighbours

extension H3Cell {
  /// The cells around, counter-clockwise from direction 1.
  private var surroundings: [H3Cell] {
    let center = homePlane
    let step = Self.step(resolution)
    return (0..<(isPentagon ? 5 : 6)).map {
      // A point beyond the middle of the edge is in the neighbour, whatever the planes do to distances.
      let degrees = Double(60 * (1 + $0 + planeTurn))
      let beyond = center + step * PlanePoint(radius: 0.6, degrees: degrees)
      return H3Cell(H3Icosahedron.shared.sphere(resolve(beyond)), resolution: resolution)
    }
  }

  /// The cells around. Their order means nothing; for hexagons it is the one that Kusto was seen to use.
  var neighbors: [H3Cell] {
    let ring = rings(distance: 1)[1]
    return ring.count == 6 ? [3, 5, 4, 2, 1, 0].map { ring[$0] } : ring
  }

  /// The rings of cells at distances 0, 1, …, `distance`.
  ///
  /// A ring begins after the cell straight ahead in direction 0 and goes round counter-clockwise. Where a pentagon is
  /// in the way there is no such order.
  func rings(distance: Int) -> [[H3Cell]] {
    var rings = [[self]]
    var start = self
    var heading = 5
    guard !isPentagon else { return searchedRings(distance: distance) }
    for radius in 0..<distance {
      guard let ring = ring(radius: radius + 1, start: &start, heading: &heading) else {
        return searchedRings(distance: distance)
      }
      rings.append(ring)
    }
    return rings
  }

  /// Walks a ring: one step outwards, then `radius` steps in each of six directions.
  ///
  /// - Parameters:
  ///   - start: The ring's last cell; on entry that of the ring within.
  ///   - heading: Which of the start's neighbours is straight ahead, away from the middle.
  /// - Returns: `nil` when a pentagon is in the way.
  private func ring(radius: Int, start: inout H3Cell, heading: inout Int) -> [H3Cell]? {
    var cells: [H3Cell] = []
    var cell = start
    var around = cell.surroundings
    var ahead = heading
    func advance() -> Bool {
      let next = around[ahead]
      around = next.surroundings
      guard around.count == 6, let behind = around.firstIndex(of: cell) else { return false }
      cell = next
      ahead = (behind + 3) % 6
      return true
    }
    guard advance() else { return nil }
    let outward = (cell, ahead)
    ahead = (ahead + 2) % 6
    for _ in 0..<6 {
      for _ in 0..<radius {
        guard advance() else { return nil }
        cells.append(cell)
      }
      ahead = (ahead + 1) % 6
    }
    guard cell == outward.0 else { return nil }
    (start, heading) = outward
    return cells
  }

  /// The rings as a search finds them, whatever shape they have.
  private func searchedRings(distance: Int) -> [[H3Cell]] {
    var seen: Set<H3Cell> = [self]
    var rings = [[self]]
    for _ in 0..<distance {
      rings.append(rings[rings.count - 1].flatMap(\.surroundings).filter { seen.insert($0).inserted })
    }
    return rings
  }
}
