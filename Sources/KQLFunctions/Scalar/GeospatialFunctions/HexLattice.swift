import Glibc

/// A point of the triangular lattice: the Eisenstein integer `a` + `b`·ω, where ω is a third of a turn.
///
/// The six units are directions 60° apart; multiplying by one turns the lattice.
struct HexPoint: Hashable, Sendable {
  var a: Int64
  var b: Int64

  static let zero = HexPoint(a: 0, b: 0)
  /// The units counter-clockwise from 1.
  static let units = [
    HexPoint(a: 1, b: 0), HexPoint(a: 1, b: 1), HexPoint(a: 0, b: 1), HexPoint(a: -1, b: 0), HexPoint(a: -1, b: -1),
    HexPoint(a: 0, b: -1),
  ]
}

extension HexPoint {
  static func + (l: HexPoint, r: HexPoint) -> HexPoint { HexPoint(a: l.a + r.a, b: l.b + r.b) }
  static func - (l: HexPoint, r: HexPoint) -> HexPoint { HexPoint(a: l.a - r.a, b: l.b - r.b) }

  static func * (l: HexPoint, r: HexPoint) -> HexPoint {
    HexPoint(a: l.a * r.a - l.b * r.b, b: l.a * r.b + l.b * r.a - l.b * r.b)
  }

  var conjugate: HexPoint { HexPoint(a: a - b, b: -b) }

  /// The point turned counter-clockwise by a number of sixths.
  func turned(_ sixths: Int) -> HexPoint { self * Self.units[(sixths % 6 + 6) % 6] }

  /// The parent in the lattice that is coarser by a factor of norm 7, and the unit (or zero) that leads back.
  func parent(by factor: HexPoint) -> (parent: HexPoint, unit: Int?) {
    for unit in [nil] + (0..<6).map(Optional.some) {
      let rest = (unit.map { self - Self.units[$0] } ?? self) * factor.conjugate
      if rest.a % 7 == 0, rest.b % 7 == 0 { return (HexPoint(a: rest.a / 7, b: rest.b / 7), unit) }
    }
    preconditionFailure("seven residues cover the lattice")
  }

  var plane: PlanePoint { PlanePoint(x: Double(a) - Double(b) / 2, y: Double(b) * PlanePoint.sine60) }
}

/// A point of the plane in which a lattice lies.
struct PlanePoint: Sendable {
  var x: Double
  var y: Double

  static let sine60 = 0.75.squareRoot()
}

extension PlanePoint {
  static func + (l: PlanePoint, r: PlanePoint) -> PlanePoint { PlanePoint(x: l.x + r.x, y: l.y + r.y) }
  static func - (l: PlanePoint, r: PlanePoint) -> PlanePoint { PlanePoint(x: l.x - r.x, y: l.y - r.y) }
  static func * (l: PlanePoint, r: Double) -> PlanePoint { PlanePoint(x: l.x * r, y: l.y * r) }

  /// The product as complex numbers, which turns and scales.
  static func * (l: PlanePoint, r: PlanePoint) -> PlanePoint {
    PlanePoint(x: l.x * r.x - l.y * r.y, y: l.x * r.y + l.y * r.x)
  }

  init(radius: Double, degrees: Double) {
    let angle = degrees * .pi / 180
    self.init(x: radius * cos(angle), y: radius * sin(angle))
  }

  /// In -180...180.
  var degrees: Double { atan2(y, x) * 180 / .pi }

  /// The nearest lattice point.
  var lattice: HexPoint {
    let b = y / Self.sine60
    let a = x + b / 2
    // Of three coordinates with the sum 0 the one that rounding moved most follows from the others.
    var (ra, rb, rc) = (a.rounded(), b.rounded(), (b - a).rounded())
    let (da, db, dc) = (abs(ra - a), abs(rb - b), abs(rc - (b - a)))
    if da > db && da > dc { ra = rb - rc } else if db > dc { rb = ra + rc } else { rc = rb - ra }
    return HexPoint(a: Int64(ra), b: Int64(rb))
  }
}
