import Glibc

/// The icosahedron that carries the H3 grid, its coarsest cells, and how the lattices of its faces fit together.
///
/// Each face has a lattice with its origin in the middle; the face's corners are at 2, 2ω and 2ω². Everything but
/// the faces' places follows from geometry.
///
/// Published description: <https://h3geo.org/docs/core-library/overview>
struct H3Icosahedron: Sendable {
  static let shared = H3Icosahedron()

  /// One face: its middle, and the directions of the lattice's real and imaginary axes.
  struct Face: Sendable {
    var center: SpherePoint
    var real: SpherePoint
    var imaginary: SpherePoint
    /// What lies across the edges that leave the corners 2, 2ω and 2ω² counter-clockwise.
    var neighbors: [Neighbor] = []
  }

  /// The lattice of a face in terms of that of a neighbour: turn, then move.
  struct Neighbor: Sendable {
    var face: Int
    var sixths: Int
    var offset: HexPoint
  }

  /// A lattice point of a face.
  struct Place: Hashable, Sendable {
    var face: Int
    var point: HexPoint
  }

  /// A point of a face's plane, and how the plane was turned on the way from the face that it was first given on.
  struct Position: Sendable {
    var face: Int
    var point: PlanePoint
    var turn = PlanePoint(x: 1, y: 0)
  }

  /// One of the 122 coarsest cells.
  struct BaseCell: Sendable {
    /// Where the directions of its subcells are counted from.
    var home: Place
    /// The other faces that know the cell.
    var places: [Place]
    /// The cells at the icosahedron's twelve corners have five neighbours.
    var isPentagon: Bool { places.count == 5 }
    /// The faces around a pentagon, counter-clockwise from home.
    var faces: [Int] = []
  }

  private(set) var faces: [Face]
  private(set) var baseCells: [BaseCell] = []
  private(set) var baseCellNumbers: [Place: Int] = [:]

  /// Distance on a face's plane that a step of the coarsest lattice spans, the sphere's radius being 1.
  static let step = 0.381966011250105
  /// How much the lattices of odd resolutions are turned.
  static let turn = 0.3334731722518321
}

// MARK: - Construction

extension H3Icosahedron {
  /// Latitude and longitude of the faces' middles and the azimuth of their real axes, in radians.
  private static let placements: [(latitude: Double, longitude: Double, azimuth: Double)] = [
    (0.803582649718989942, 1.248397419617396099, 5.619958268523939882),
    (1.307747883455638156, 2.536945009877921159, 5.760339081714187279),
    (1.054751253523952054, -1.347517358900396623, 0.780213654393430055),
    (0.600191595538186799, -0.450603909469755746, 0.430469363979999913),
    (0.491715428198773866, 0.401988202911306943, 6.130269123335111400),
    (0.172745327415618701, 1.678146885280433686, 2.692877706530642877),
    (0.605929321571350690, 2.953923329812411617, 2.982963003477243874),
    (0.427370518328979641, -1.888876200336285401, 3.532912002790141181),
    (-0.079066118549212831, -0.733429513380867741, 3.494305004259568154),
    (-0.230961644455383637, 0.506495587332349035, 3.003214169499538391),
    (0.079066118549212831, 2.408163140208925497, 5.930472956509811562),
    (0.230961644455383637, -2.635097066257444203, 0.138378484090254847),
    (-0.172745327415618701, -1.463445768309359553, 0.448714947059150361),
    (-0.605929321571350690, -0.187669323777381622, 0.158629650112549365),
    (-0.427370518328979641, 1.252716453253507838, 5.891865957979238535),
    (-0.600191595538186799, 2.690988744120037492, 2.711123289609793325),
    (-0.491715428198773866, -2.739604450678486295, 3.294508837434268316),
    (-0.803582649718989942, -1.893195233972397139, 3.804819692245439833),
    (-1.307747883455638156, -0.604647643711872080, 3.664438879055192436),
    (-1.054751253523952054, 1.794075294689396615, 2.361378999196363184),
  ]

  private static let corners = [HexPoint(a: 2, b: 0), HexPoint(a: 0, b: 2), HexPoint(a: -2, b: -2)]

  private init() {
    faces = Self.placements.map { placement in
      let (sinLatitude, cosLatitude) = (sin(placement.latitude), cos(placement.latitude))
      let (sinLongitude, cosLongitude) = (sin(placement.longitude), cos(placement.longitude))
      let north = SpherePoint(-sinLatitude * cosLongitude, -sinLatitude * sinLongitude, cosLatitude)
      let east = SpherePoint(-sinLongitude, cosLongitude, 0)
      let direction = { (azimuth: Double) in north * cos(azimuth) + east * sin(azimuth) }
      return Face(
        center: SpherePoint(cosLatitude * cosLongitude, cosLatitude * sinLongitude, sinLatitude),
        real: direction(placement.azimuth), imaginary: direction(placement.azimuth - .pi / 2))
    }
    for face in faces.indices { faces[face].neighbors = (0..<3).map { findNeighbor(of: face, edge: $0) } }
    findBaseCells()
  }

  /// The face that shares the two corners of an edge, and the motion that joins the lattices along it.
  private func findNeighbor(of face: Int, edge: Int) -> Neighbor {
    let ends = [Self.corners[edge], Self.corners[(edge + 1) % 3]]
    let points = ends.map { sphere(face, $0.plane) }
    for other in faces.indices where other != face {
      let matches = points.map { point in
        Self.corners.first { (sphere(other, $0.plane) - point).length < 1e-6 }
      }
      guard let first = matches[0], let second = matches[1] else { continue }
      for sixths in 0..<6 where (ends[1] - ends[0]).turned(sixths) == second - first {
        return Neighbor(face: other, sixths: sixths, offset: first - ends[0].turned(sixths))
      }
    }
    preconditionFailure("every edge of the icosahedron has two faces")
  }

  private mutating func findBaseCells() {
    let points = [HexPoint.zero] + HexPoint.units + Self.corners
    var found: [(center: SpherePoint, places: [Place])] = []
    for face in faces.indices {
      for point in points {
        let center = sphere(face, point.plane)
        let place = Place(face: face, point: point)
        if let index = found.firstIndex(where: { ($0.center - center).length < 1e-6 }) {
          found[index].places.append(place)
        } else {
          found.append((center, [place]))
        }
      }
    }
    // The grid numbers its coarsest cells from north to south.
    found.sort { $0.center.z > $1.center.z }
    for cell in found {
      var base = BaseCell(home: cell.places[0], places: cell.places)
      base.home = home(of: base)
      if base.isPentagon { base.faces = ring(around: base.home) }
      for place in cell.places { baseCellNumbers[place] = baseCells.count }
      baseCells.append(base)
    }
  }

  /// The grid's choice among the faces that share a cell.
  private func home(of cell: BaseCell) -> Place {
    if cell.isPentagon {
      let candidates = cell.places.filter { $0.point == Self.corners[0] }
      return candidates[0].face == 15 ? candidates[candidates.count - 1] : candidates[0]
    }
    // A cell on an edge: which edges a face is home to differs between the north, the belt and the south.
    let directions = { (face: Int) -> [Int] in face < 5 ? [1, 3] : face < 10 ? [5] : face < 15 ? [1] : [3, 5] }
    return cell.places.first { place in
      cell.places.count == 1 || directions(place.face).contains { HexPoint.units[$0] == place.point }
    } ?? cell.places[0]
  }

  private func ring(around home: Place) -> [Int] {
    var place = home
    return (0..<5).map { _ in
      defer { place = step(place, around: Self.corner(of: place.point), isClockwise: false) }
      return place.face
    }
  }
}

// MARK: - Moving between faces

extension H3Icosahedron {
  /// The number of the corner at a lattice point.
  static func corner(of point: HexPoint) -> Int { corners.firstIndex(of: point) ?? 0 }

  func corner(of cell: BaseCell, on face: Int) -> Int {
    Self.corner(of: cell.places.first { $0.face == face }?.point ?? Self.corners[0])
  }

  /// The same corner as the next face around it knows it.
  private func step(_ place: Place, around corner: Int, isClockwise: Bool) -> Place {
    let neighbor = faces[place.face].neighbors[isClockwise ? corner : (corner + 2) % 3]
    return Place(face: neighbor.face, point: place.point.turned(neighbor.sixths) + neighbor.offset)
  }

  /// The edge beyond which a lattice point lies, farthest first; `nil` on the face.
  func edge(beyond point: HexPoint) -> Int? {
    let distances = [point.a + point.b, point.b - 2 * point.a, point.a - 2 * point.b]
    guard let edge = distances.indices.max(by: { distances[$0] < distances[$1] }), distances[edge] > 2 else {
      return nil
    }
    return edge
  }

  /// How far a point lies beyond an edge; negative on the face.
  func distance(_ point: PlanePoint, beyond edge: Int) -> Double {
    switch edge {
    case 0: 0.5 * point.x + PlanePoint.sine60 * point.y - 1
    case 1: -point.x - 1
    default: 0.5 * point.x - PlanePoint.sine60 * point.y - 1
    }
  }

  func move(_ position: Position, across edge: Int) -> Position {
    let neighbor = faces[position.face].neighbors[edge]
    let turn = HexPoint.units[neighbor.sixths].plane
    return Position(
      face: neighbor.face, point: position.point * turn + neighbor.offset.plane, turn: position.turn * turn)
  }

  /// A point of a face's plane, carried over to the face that it lies on.
  func resolve(_ point: PlanePoint, on face: Int) -> Position {
    var position = Position(face: face, point: point)
    for _ in 0..<4 {
      let distances = (0..<3).map { distance(position.point, beyond: $0) }
      guard let edge = distances.indices.max(by: { distances[$0] < distances[$1] }), distances[edge] > 1e-12 else {
        break
      }
      position = move(position, across: edge)
    }
    return position
  }

  func sphere(_ position: Position) -> SpherePoint { sphere(position.face, position.point) }

  func sphere(_ face: Int, _ point: PlanePoint) -> SpherePoint {
    let face = faces[face]
    return (face.center + face.real * (point.x * Self.step) + face.imaginary * (point.y * Self.step)).normalized
  }

  /// The face closest to a point of the sphere, and the point on its plane.
  func plane(_ point: SpherePoint) -> (face: Int, point: PlanePoint) {
    var best = 0
    for face in faces.indices where faces[face].center.dot(point) > faces[best].center.dot(point) { best = face }
    let face = faces[best]
    let scale = 1 / (face.center.dot(point) * Self.step)
    return (best, PlanePoint(x: face.real.dot(point) * scale, y: face.imaginary.dot(point) * scale))
  }
}
