import Glibc

/// An angle in 0...π, held as the squared length of the chord between two points of the unit sphere.
struct ChordAngle: Comparable, Sendable {
  let squaredLength: Double

  static let zero = ChordAngle(squaredLength: 0)
  static let right = ChordAngle(squaredLength: 2)

  init(squaredLength: Double) {
    self.squaredLength = squaredLength
  }

  init(radians: Double) {
    let length = 2 * Glibc.sin(0.5 * min(.pi, radians))
    squaredLength = length * length
  }

  init(_ a: SpherePoint, _ b: SpherePoint) {
    let chord = a - b
    squaredLength = min(4, chord.dot(chord))
  }

  static func < (l: ChordAngle, r: ChordAngle) -> Bool { l.squaredLength < r.squaredLength }

  var cosine: Double { 1 - 0.5 * squaredLength }
  var squaredSine: Double { squaredLength * (1 - 0.25 * squaredLength) }

  /// At most π.
  static func + (l: ChordAngle, r: ChordAngle) -> ChordAngle {
    let (a, b) = (l.squaredLength, r.squaredLength)
    if b == 0 { return l }
    if a + b >= 4 { return ChordAngle(squaredLength: 4) }
    let x = a * (1 - 0.25 * b)
    let y = b * (1 - 0.25 * a)
    return ChordAngle(squaredLength: min(4, x + y + 2 * (x * y).squareRoot()))
  }

  /// At least 0.
  static func - (l: ChordAngle, r: ChordAngle) -> ChordAngle {
    let (a, b) = (l.squaredLength, r.squaredLength)
    if b == 0 { return l }
    if a <= b { return .zero }
    let difference = max(0, (a * (1 - 0.25 * b)).squareRoot() - (b * (1 - 0.25 * a)).squareRoot())
    return ChordAngle(squaredLength: difference * difference)
  }
}

extension SpherePoint {
  /// The point at an angle from here toward a direction that is perpendicular to this point.
  func moved(along direction: SpherePoint, _ angle: ChordAngle) -> SpherePoint {
    (self * angle.cosine + direction * angle.squaredSine.squareRoot()).normalized
  }
}
