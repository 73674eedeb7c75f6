import Glibc

/// A cell of the S2 grid: a face of the cube around the sphere, divided into quarters level by level and numbered
/// along a Hilbert curve.
///
/// The identifier holds the face in its upper three bits, two bits for each level's quarter, and a final 1 bit
/// whose place tells the level.
///
/// Published description: <https://s2geometry.io/devguide/s2cell_hierarchy>
struct S2Cell: Hashable, Sendable {
  static let maximumLevel = 30
  /// Cells along an edge of a face at the finest level.
  private static let maximumSize: Int64 = 1 << 30

  let id: UInt64

  private init(id: UInt64) {
    self.id = id
  }
}

// MARK: - Identifiers

extension S2Cell {
  /// Hexadecimal, without trailing zeros.
  var token: String {
    var digits = String(id, radix: 16)
    digits = String(repeating: "0", count: 16 - digits.utf8.count) + digits
    while digits.hasSuffix("0") { digits.removeLast() }
    return digits
  }

  /// `nil` when the text is not the token of a cell.
  init?(token: String) {
    guard (1...16).contains(token.utf8.count), token.utf8.allSatisfy({ UInt8(ascii: "0") <= $0 }),
      let value = UInt64(token, radix: 16)
    else { return nil }
    let id = value << UInt64(4 * (16 - token.utf8.count))
    guard id != 0, id >> 61 < 6, id.trailingZeroBitCount % 2 == 0, id.trailingZeroBitCount <= 60 else { return nil }
    self.init(id: id)
  }

  var face: Int { Int(id >> 61) }
  var level: Int { Self.maximumLevel - id.trailingZeroBitCount / 2 }

  /// The cell of a level that holds this one.
  ///
  /// - Precondition: `level` is not above the cell's own.
  func parent(level: Int) -> S2Cell {
    let bit = UInt64(1) << UInt64(2 * (Self.maximumLevel - level))
    return S2Cell(id: id & (~bit &+ 1) | bit)
  }

  /// The four quarters, in order of their identifiers.
  ///
  /// - Precondition: The cell is not of the finest level.
  var children: [S2Cell] {
    let bit = UInt64(1) << UInt64(id.trailingZeroBitCount)
    return (0..<4).map { S2Cell(id: id - bit + (bit >> 2) * (2 * $0 + 1)) }
  }

  static let faces: [S2Cell] = (0..<6).map { S2Cell(id: UInt64($0) << 61 | 1 << 60) }
}

// MARK: - The Hilbert curve

extension S2Cell {
  /// The quarter, as 2 × (upper half along i) + (upper half along j), at each step of the curve, by orientation:
  /// bit 0 swaps the axes, bit 1 inverts them.
  private static let quarters: [[Int]] = [[0, 1, 3, 2], [0, 2, 3, 1], [3, 2, 0, 1], [3, 1, 0, 2]]
  private static let steps: [[Int]] = [[0, 1, 3, 2], [0, 3, 1, 2], [2, 3, 1, 0], [2, 1, 3, 0]]
  /// How the orientation changes inside of each step's quarter.
  private static let turns = [1, 0, 0, 3]

  /// The finest cell at coordinates of a face.
  private init(face: Int, i: Int64, j: Int64) {
    var orientation = face & 1
    var curve = UInt64(face)
    for bit in stride(from: Int64(Self.maximumLevel - 1), through: 0, by: -1) {
      let quarter = Int((i >> bit & 1) << 1 | (j >> bit & 1))
      let step = Self.steps[orientation][quarter]
      curve = curve << 2 | UInt64(step)
      orientation ^= Self.turns[step]
    }
    self.init(id: curve << 1 | 1)
  }

  /// The lower corner of the cell on its face, in units of the finest cells.
  private var corner: (i: Int64, j: Int64) {
    var orientation = face & 1
    var i: Int64 = 0
    var j: Int64 = 0
    for depth in 0..<level {
      let step = Int(id >> UInt64(59 - 2 * depth) & 3)
      let quarter = Self.quarters[orientation][step]
      i = i << 1 | Int64(quarter >> 1)
      j = j << 1 | Int64(quarter & 1)
      orientation ^= Self.turns[step]
    }
    let shift = Int64(Self.maximumLevel - level)
    return (i << shift, j << shift)
  }

  private var size: Int64 { 1 << Int64(Self.maximumLevel - level) }
}

// MARK: - Geometry

extension S2Cell {
  /// The finest cell that holds a point.
  init(_ point: SpherePoint) {
    let (face, u, v) = Self.faceCoordinates(point)
    func index(_ coordinate: Double) -> Int64 {
      let place = Self.place(coordinate) * Double(Self.maximumSize)
      return Int64(min(max(place.rounded(.down), 0), Double(Self.maximumSize - 1)))
    }
    self.init(face: face, i: index(u), j: index(v))
  }

  var center: SpherePoint {
    let (i, j) = corner
    let middle = { (low: Int64) in Double(2 * low + self.size) / Double(2 * Self.maximumSize) }
    return Self.point(face: face, Self.coordinate(middle(i)), Self.coordinate(middle(j))).normalized
  }

  /// The four corners, counter-clockwise.
  var vertices: [SpherePoint] {
    let (i, j) = corner
    let edge = { (index: Int64) in Self.coordinate(Double(index) / Double(Self.maximumSize)) }
    let (lowU, highU) = (edge(i), edge(i + size))
    let (lowV, highV) = (edge(j), edge(j + size))
    return [(lowU, lowV), (highU, lowV), (highU, highV), (lowU, highV)]
      .map { Self.point(face: face, $0.0, $0.1).normalized }
  }

  /// Whether an edge has a point in the cell or on its border.
  func meets(_ edge: SphericalEdge) -> Bool {
    let (i, j) = corner
    let place = { (index: Int64) in Self.coordinate(Double(index) / Double(Self.maximumSize)) }
    let (lowU, highU, lowV, highV) = (place(i), place(i + size), place(j), place(j + size))
    // Seen from the centre the cell is a pyramid with four sides and the edge a chord: what is left of the chord
    // after cutting off what lies beyond each side is in the cell.
    let (a, b) = (Self.cubeVector(edge.start, face: face), Self.cubeVector(edge.end, face: face))
    var (first, last) = (0.0, 1.0)
    for side in 0..<5 {
      let distance = { (p: (u: Double, v: Double, w: Double)) -> Double in
        switch side {
        case 0: p.w
        case 1: p.u - lowU * p.w
        case 2: highU * p.w - p.u
        case 3: p.v - lowV * p.w
        default: highV * p.w - p.v
        }
      }
      let (start, end) = (distance(a) + 2e-15, distance(b) + 2e-15)
      if start < 0 && end < 0 { return false }
      if start < 0 { first = max(first, start / (start - end)) }
      if end < 0 { last = min(last, start / (start - end)) }
    }
    return first <= last
  }

  /// Whether the border of the cell comes as close to an edge, which it does not meet, as a radius above 0.
  func isWithin(_ radius: ChordAngle, of edge: SphericalEdge) -> Bool {
    guard radius > .zero else { return false }
    let corners = vertices
    return corners.indices.contains { index in
      let (corner, next) = (corners[index], corners[(index + 1) % 4])
      return ChordAngle(corner, corner.closestPoint(onEdge: edge.start, edge.end)) <= radius
        || [edge.start, edge.end].contains { ChordAngle($0, $0.closestPoint(onEdge: corner, next)) <= radius }
    }
  }

  /// A direction in the axes of a face: along its edges and out through its middle.
  private static func cubeVector(_ p: SpherePoint, face: Int) -> (u: Double, v: Double, w: Double) {
    switch face {
    case 0: (p.y, p.z, p.x)
    case 1: (-p.x, p.z, p.y)
    case 2: (-p.x, -p.y, p.z)
    case 3: (-p.z, -p.y, -p.x)
    case 4: (-p.z, p.x, -p.y)
    default: (p.y, p.x, -p.z)
    }
  }

  /// The cells of the same level that touch this one. Their order means nothing; it is the one that Kusto was seen
  /// to use.
  var neighbors: [S2Cell] {
    let (i, j) = corner
    let steps: [(Int64, Int64)] = [(1, 1), (1, 0), (-1, 0), (0, -1), (-1, 1), (1, -1), (0, 1), (-1, -1)]
    return steps.map { Self.wrapped(face: face, i: i + $0.0 * size, j: j + $0.1 * size).parent(level: level) }
  }

  /// The finest cell at coordinates that may lie beyond the face's edges.
  private static func wrapped(face: Int, i: Int64, j: Int64) -> S2Cell {
    if (0..<maximumSize).contains(i) && (0..<maximumSize).contains(j) { return S2Cell(face: face, i: i, j: j) }
    // Just beyond the edge the projection need not be exact, as long as it leads to the right cell.
    let clamped = (min(max(i, -1), maximumSize), min(max(j, -1), maximumSize))
    let limit = 1 + Double.ulpOfOne
    func linear(_ index: Int64) -> Double {
      min(max(Double(2 * (index - maximumSize / 2) + 1) / Double(maximumSize), -limit), limit)
    }
    let (face, u, v) = faceCoordinates(point(face: face, linear(clamped.0), linear(clamped.1)))
    func index(_ coordinate: Double) -> Int64 {
      Int64(min(max((0.5 * (coordinate + 1) * Double(maximumSize)).rounded(.down), 0), Double(maximumSize - 1)))
    }
    return S2Cell(face: face, i: index(u), j: index(v))
  }

  /// The place of a cube coordinate in 0...1 along the edge, by the quadratic projection, which evens out areas.
  private static func place(_ coordinate: Double) -> Double {
    coordinate >= 0 ? 0.5 * (1 + 3 * coordinate).squareRoot() : 1 - 0.5 * (1 - 3 * coordinate).squareRoot()
  }

  private static func coordinate(_ place: Double) -> Double {
    place >= 0.5 ? (1.0 / 3) * (4 * place * place - 1) : (1.0 / 3) * (1 - 4 * (1 - place) * (1 - place))
  }

  /// The face of the cube that a direction meets, and where.
  private static func faceCoordinates(_ p: SpherePoint) -> (face: Int, u: Double, v: Double) {
    let (x, y, z) = (abs(p.x), abs(p.y), abs(p.z))
    if x > y && x > z {
      return p.x >= 0 ? (0, p.y / p.x, p.z / p.x) : (3, p.z / p.x, p.y / p.x)
    } else if y > z {
      return p.y >= 0 ? (1, -p.x / p.y, p.z / p.y) : (4, p.z / p.y, -p.x / p.y)
    }
    return p.z >= 0 ? (2, -p.x / p.z, -p.y / p.z) : (5, -p.y / p.z, -p.x / p.z)
  }

  private static func point(face: Int, _ u: Double, _ v: Double) -> SpherePoint {
    switch face {
    case 0: SpherePoint(1, u, v)
    case 1: SpherePoint(-u, 1, v)
    case 2: SpherePoint(-u, -v, 1)
    case 3: SpherePoint(-1, -v, -u)
    case 4: SpherePoint(v, -1, -u)
    default: SpherePoint(v, u, -1)
    }
  }
}

/// The place of a point in the order of S2's curve.
struct S2CurvePlace: Comparable {
  let point: SpherePoint
  private let cell: UInt64

  init(_ point: SpherePoint) {
    self.point = point
    cell = S2Cell(point).id
  }

  static func < (l: S2CurvePlace, r: S2CurvePlace) -> Bool {
    (l.cell, l.point.x, l.point.y, l.point.z) < (r.cell, r.point.x, r.point.y, r.point.z)
  }
}
