import Glibc

/// The directions in which an edge can leave a point so that it meets some discs, and passes others on a given side.
struct DirectionWindow {
  private let origin: SpherePoint
  private var window = AngleInterval.full
  /// What is to be avoided, as long as the window is open to all sides.
  private var pending: [(range: AngleInterval, isOnLeft: Bool)] = []

  init(origin: SpherePoint) {
    self.origin = origin
  }

  /// Whether an edge to a point, at most a quarter of the globe away, does all that was asked for.
  func allows(_ end: SpherePoint) -> Bool {
    guard ChordAngle(origin, end) <= .right else { return false }
    let direction = origin.direction(to: end)
    return window.contains(direction) && !pending.contains { $0.range.contains(direction) }
  }

  /// Leaves directions that lead through a disc; `false` when there is none left.
  mutating func meet(_ center: SpherePoint, _ radius: ChordAngle) -> Bool {
    let half = halfWidth(center, radius, rounding: -1)
    if half >= .pi { return true }
    guard half >= 0 else {
      window = .empty
      return false
    }
    window = window.intersection(AngleInterval(around: origin.direction(to: center), below: half, above: half))
    for (range, isOnLeft) in pending { leaveOut(range, isOnLeft) }
    pending = []
    return !window.isEmpty
  }

  /// Leaves directions that pass a disc so that it is on the left or the right; `false` when there is none left.
  mutating func avoid(_ center: SpherePoint, _ radius: ChordAngle, isOnLeft: Bool) -> Bool {
    let half = halfWidth(center, radius, rounding: 1)
    guard half < .pi else {
      window = .empty
      return false
    }
    let range = AngleInterval(
      around: origin.direction(to: center), below: isOnLeft ? half : .pi / 2, above: isOnLeft ? .pi / 2 : half)
    guard !window.isFull else {
      pending.append((range, isOnLeft))
      return true
    }
    leaveOut(range, isOnLeft)
    return !window.isEmpty
  }

  private mutating func leaveOut(_ range: AngleInterval, _ isOnLeft: Bool) {
    if window.contains(range) {
      // What lies beyond the range leads away from the disc.
      window = isOnLeft ? AngleInterval(window.low, range.low) : AngleInterval(range.high, window.high)
    } else {
      window = window.intersection(range.complement)
    }
  }

  /// Half of the angle under which a disc is seen, rounded down or up; π when the point is in the disc.
  private func halfWidth(_ center: SpherePoint, _ radius: ChordAngle, rounding: Double) -> Double {
    let distance = ChordAngle(origin, center)
    if distance <= radius { return .pi }
    let half = asin((radius.squaredSine / distance.squaredSine).squareRoot())
    return half + rounding * (24 + 17 * half) * 0.5 * .ulpOfOne
  }
}
