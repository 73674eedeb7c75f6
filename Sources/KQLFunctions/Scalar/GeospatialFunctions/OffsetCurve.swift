import Glibc

/// Closed curves at a distance around points, lines and rings: arcs of polygons around corners, and lines beside edges.
///
/// The region that the curves go around is the buffer of the shape. They may cross themselves and one another, and at
/// corners that turn inward they touch the shape itself, so that what lies beside such a corner is still gone around
/// more often counter-clockwise than clockwise.
///
/// Published description: Chen and McMains, "Polygon Offsetting by Computing Winding Numbers", 2005.
struct OffsetCurve {
  static let maximumCount = 100_000

  private(set) var curves: [[SpherePoint]] = []
  private var path: [SpherePoint] = []
  /// Whether there is no curve: a corner may turn to either side, or there are too many of them.
  private(set) var hasFailed = false

  private let radius: ChordAngle
  /// The angle between points of an arc around a corner, and around a point of its own.
  private let cornerStep: ChordAngle
  private let pointStep: ChordAngle
  /// The angle between points of a curve beside an edge.
  private let edgeStep: ChordAngle

  /// - Parameters:
  ///   - radius: The distance as an angle.
  ///   - errorFraction: By how much of the distance edges may be closer than it.
  /// - Returns: `nil` for distances that are not above the precision of places, or beyond an eighth of the globe's
  ///   circumference.
  init?(radius: Double, errorFraction: Double) {
    let error = max(.ulpOfOne, errorFraction * radius)
    guard radius >= 1e-10, radius <= .pi / 4, radius > error + 20 * .ulpOfOne else { return nil }
    let step = Self.step(radius: radius, error: error)
    self.radius = ChordAngle(radians: radius)
    cornerStep = ChordAngle(radians: step)
    // A little more than an equal part of the circle, so that rounding does not leave a tiny last one.
    pointStep = ChordAngle(radians: 2 * .pi / (2 * .pi / step).rounded(.up) + 1e-15)
    edgeStep = ChordAngle(radians: Self.step(radius: .pi / 2 - radius, error: error))
  }

  /// The angle that an edge may span whose ends are at a distance, so that its middle is closer by at most an error.
  private static func step(radius: Double, error: Double) -> Double {
    min(2 * .pi / 3 + 1e-15, 2 * acos(tan(radius - error) / tan(radius)))
  }
}

// MARK: - Shapes

extension OffsetCurve {
  mutating func add(point: SpherePoint) {
    var start = point.perpendicular
    var angle = ChordAngle.zero
    for _ in 0..<4 {
      let quarter = point.cross(start).normalized
      while angle < .right {
        append(point.moved(along: start.moved(along: quarter, angle), radius))
        angle = angle + pointStep
      }
      angle = angle - .right
      start = quarter
    }
    finish()
  }

  /// - Parameter points: The corners of a ring with the region to its left, the first one not repeated.
  mutating func add(ring points: [SpherePoint]) {
    let count = points.count
    for index in 0..<count { addEdge(points[index], points[(index + 1) % count], points[(index + 2) % count]) }
    finish()
  }

  /// - Parameter points: At least two, no two neighbours equal.
  mutating func add(line points: [SpherePoint]) {
    let last = points.count - 1
    let start = Self.right(of: points[0], points[1])
    addArc(around: points[0], from: -start, to: start)
    for index in 0..<last - 1 { addEdge(points[index], points[index + 1], points[index + 2]) }
    let end = Self.right(of: points[last - 1], points[last])
    addSide(points[last - 1], points[last])
    addArc(around: points[last], from: end, to: -end)
    for index in (0..<last - 1).reversed() { addEdge(points[index + 2], points[index + 1], points[index]) }
    addSide(points[1], points[0])
    finish()
  }

  /// Leaves the curve without a shape.
  mutating func fail() {
    hasFailed = true
  }

  /// Adds the curve beside an edge, and around its end up to the next edge.
  private mutating func addEdge(_ a: SpherePoint, _ b: SpherePoint, _ next: SpherePoint) {
    let turn = next == a ? 1 : SpherePoint.orientation(a, b, next)
    if turn == 0 { hasFailed = true }
    addSide(a, b)
    if turn >= 0 {
      addArc(around: b, from: Self.right(of: a, b), to: Self.right(of: b, next))
    } else {
      append(b.moved(along: Self.right(of: a, b), radius))
      append(b)
    }
  }

  private mutating func addSide(_ a: SpherePoint, _ b: SpherePoint) {
    let axis = Self.right(of: a, b)
    let forward = a.cross(axis).normalized
    let span = ChordAngle(a, b)
    var angle = ChordAngle.zero
    repeat {
      append(a.moved(along: forward, angle).moved(along: axis, radius))
      angle = angle + edgeStep
    } while angle < span && !hasFailed
  }

  /// An arc from one direction to, but without, another.
  private mutating func addArc(around point: SpherePoint, from start: SpherePoint, to end: SpherePoint) {
    let sideways = point.cross(start).normalized
    let span = ChordAngle(start, end)
    var angle = ChordAngle.zero
    repeat {
      append(point.moved(along: start.moved(along: sideways, angle), radius))
      angle = angle + cornerStep
    } while angle < span && !hasFailed
  }

  /// The direction to the right of an edge, perpendicular to all of its points.
  private static func right(of a: SpherePoint, _ b: SpherePoint) -> SpherePoint { b.stableCross(a).normalized }

  private mutating func append(_ point: SpherePoint) {
    if path.count >= Self.maximumCount { hasFailed = true }
    if !hasFailed { path.append(point) }
  }

  private mutating func finish() {
    if curves.reduce(path.count, { $0 + $1.count }) > Self.maximumCount { hasFailed = true }
    curves.append(path)
    path = []
  }
}

extension SpherePoint {
  /// Some unit vector perpendicular to this one: across an axis next to the one that this point is closest to.
  fileprivate var perpendicular: SpherePoint {
    let (x, y, z) = (abs(x), abs(y), abs(z))
    let axis =
      if x > y {
        x > z ? SpherePoint(0.012, 0.0053, 1) : SpherePoint(0.012, 1, 0.00457)
      } else {
        y > z ? SpherePoint(1, 0.0053, 0.00457) : SpherePoint(0.012, 1, 0.00457)
      }
    return cross(axis).normalized
  }
}
