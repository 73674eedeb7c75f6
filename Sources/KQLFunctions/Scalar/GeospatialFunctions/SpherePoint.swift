import Glibc
import KQLTypes

/// A place on the Earth, as a unit vector from its centre; the Earth counts as a sphere.
struct SpherePoint: Hashable, Sendable {
  /// The mean radius in metres.
  static let earthRadius = 6_371_010.0

  var x: Double
  var y: Double
  var z: Double

  init(_ x: Double, _ y: Double, _ z: Double) {
    self.x = x
    self.y = y
    self.z = z
  }

  /// Degrees, of any size.
  init(longitude: Double, latitude: Double) {
    let phi = (Double.pi / 180) * latitude
    let theta = (Double.pi / 180) * longitude
    let radius = cos(phi)
    self.init(cos(theta) * radius, sin(theta) * radius, sin(phi))
  }

  /// `nil` for a longitude outside of -180…180 or a latitude outside of -90…90.
  init?(validLongitude longitude: Double?, latitude: Double?) {
    guard let longitude, let latitude, abs(longitude) <= 180, abs(latitude) <= 90 else { return nil }
    self.init(longitude: longitude, latitude: latitude)
  }
}

// MARK: - Degrees

extension SpherePoint {
  /// In -180…180.
  var longitude: Double { (180 / Double.pi) * atan2(y, x) }
  /// In -90…90.
  var latitude: Double { (180 / Double.pi) * atan2(z, (x * x + y * y).squareRoot()) }
}

// MARK: - Vectors

extension SpherePoint {
  static func + (l: SpherePoint, r: SpherePoint) -> SpherePoint { SpherePoint(l.x + r.x, l.y + r.y, l.z + r.z) }
  static func - (l: SpherePoint, r: SpherePoint) -> SpherePoint { SpherePoint(l.x - r.x, l.y - r.y, l.z - r.z) }
  static func * (l: SpherePoint, r: Double) -> SpherePoint { SpherePoint(l.x * r, l.y * r, l.z * r) }
  static prefix func - (p: SpherePoint) -> SpherePoint { SpherePoint(-p.x, -p.y, -p.z) }

  func dot(_ other: SpherePoint) -> Double { x * other.x + y * other.y + z * other.z }

  func cross(_ other: SpherePoint) -> SpherePoint {
    SpherePoint(y * other.z - z * other.y, z * other.x - x * other.z, x * other.y - y * other.x)
  }

  /// A vector perpendicular to both points, exact in direction also for points that almost coincide.
  func stableCross(_ other: SpherePoint) -> SpherePoint { (self + other).cross(other - self) }

  var length: Double { dot(self).squareRoot() }
  var normalized: SpherePoint { self * (1 / length) }

  /// The angle between the directions of two vectors, in 0…π.
  func angle(_ other: SpherePoint) -> Double { atan2(cross(other).length, dot(other)) }

  /// The distance over the surface in metres.
  func distance(_ other: SpherePoint) -> Double { angle(other) * Self.earthRadius }
}

// MARK: - Great circles

extension SpherePoint {
  /// The point at a fraction of the way to another.
  func interpolated(to other: SpherePoint, fraction: Double) -> SpherePoint {
    if fraction == 0 { return self }
    if fraction == 1 { return other }
    return moved(toward: other, angle: fraction * angle(other))
  }

  /// The point at an angle along the great circle that leads to another.
  func moved(toward other: SpherePoint, angle: Double) -> SpherePoint {
    let normal = stableCross(other)
    let tangent = normal.cross(self)
    guard tangent.length > 0 else { return self }
    return (self * cos(angle) + tangent.normalized * sin(angle)).normalized
  }

  /// The direction from here to another point: radians clockwise from the north, in 0..<2π.
  ///
  /// `nil` when every direction leads there, or none.
  func azimuth(to other: SpherePoint) -> Double? {
    guard self != other, self != -other else { return nil }
    let east = SpherePoint(-y, x, 0)
    let north = cross(east)
    let angle = atan2(other.dot(east), other.dot(north))
    return angle < 0 ? angle + 2 * .pi : angle
  }

  /// The direction from here to another point: radians counter-clockwise from some fixed direction, in -π...π.
  func direction(to other: SpherePoint) -> Double {
    let sideways = SpherePoint(-y, x, 0)
    let axis = sideways.length > 1e-9 ? sideways.normalized : SpherePoint(1, 0, 0)
    // The difference is exact for close points, whose product with the axes would lose digits.
    let way = other - self
    return atan2(way.dot(cross(axis)), way.dot(axis))
  }

  /// The point of an edge that is closest to this one.
  func closestPoint(onEdge a: SpherePoint, _ b: SpherePoint) -> SpherePoint {
    let normal = a.stableCross(b)
    guard normal.length > 0 else { return a }
    let n = normal.normalized
    let projected = self - n * dot(n)
    // The foot of the perpendicular counts when it lies between the ends.
    if projected.length > 0, n.cross(a).dot(projected) > 0, b.cross(n).dot(projected) > 0 {
      return projected.normalized
    }
    return (self - a).length <= (self - b).length ? a : b
  }

  /// Positive, negative or 0 as `c` lies to the left or to the right of the great circle from `a` to `b`, or on it.
  static func orientation(_ a: SpherePoint, _ b: SpherePoint, _ c: SpherePoint) -> Double {
    // Of the three equal products the one over the longest edge's neighbours loses least.
    let ab = (a - b).dot(a - b)
    let bc = (b - c).dot(b - c)
    let ca = (c - a).dot(c - a)
    let sign: Double
    if ab >= bc && ab >= ca {
      sign = (a - c).cross(b - c).dot(c)
    } else if bc >= ca {
      sign = (b - a).cross(c - a).dot(a)
    } else {
      sign = (c - b).cross(a - b).dot(b)
    }
    // Below the rounding error of the coordinates the points count as lying on one great circle.
    return abs(sign) < 8e-16 * max(ab, bc, ca).squareRoot() ? 0 : sign
  }

  /// Whether two edges cross at a point inside of both.
  static func cross(_ a: SpherePoint, _ b: SpherePoint, _ c: SpherePoint, _ d: SpherePoint) -> Bool {
    let abc = orientation(a, b, c)
    let abd = orientation(a, b, d)
    guard abc * abd < 0 else { return false }
    let cda = orientation(c, d, a)
    let cdb = orientation(c, d, b)
    // The last comparison keeps crossings on this side of the sphere.
    return cda * cdb < 0 && abc * cda < 0
  }

  /// Where two edges that cross do so.
  static func crossing(_ a: SpherePoint, _ b: SpherePoint, _ c: SpherePoint, _ d: SpherePoint) -> SpherePoint {
    let point = a.stableCross(b).normalized.cross(c.stableCross(d).normalized).normalized
    return point.dot((a + b) + (c + d)) < 0 ? -point : point
  }
}
