import Glibc

/// A closed range of directions in -π...π, which wraps around when it begins above its end.
struct AngleInterval: Sendable {
  var low: Double
  var high: Double

  static let full = AngleInterval(-.pi, .pi)
  static let empty = AngleInterval(.pi, -.pi)

  init(_ low: Double, _ high: Double) {
    self.low = low
    self.high = high
  }

  /// - Parameters:
  ///   - center: The middle.
  ///   - below: How far the interval reaches to the right of the middle.
  ///   - above: How far it reaches to the left. Both together are less than 2π.
  init(around center: Double, below: Double, above: Double) {
    low = remainder(center - below, 2 * .pi)
    high = remainder(center + above, 2 * .pi)
    // One of the two names of the direction opposite to 0 is enough.
    if low == -.pi { low = .pi }
    if high == -.pi { high = .pi }
  }

  var isFull: Bool { low == -.pi && high == .pi }
  var isEmpty: Bool { low == .pi && high == -.pi }
  private var isWrapped: Bool { low > high }

  var length: Double {
    let length = high - low
    return length >= 0 ? length : length + 2 * .pi > 0 ? length + 2 * .pi : -1
  }

  func contains(_ angle: Double) -> Bool {
    let angle = angle == -.pi ? .pi : angle
    return isWrapped ? (angle >= low || angle <= high) && !isEmpty : angle >= low && angle <= high
  }

  func contains(_ other: AngleInterval) -> Bool {
    if isWrapped {
      return other.isWrapped
        ? other.low >= low && other.high <= high : (other.low >= low || other.high <= high) && !isEmpty
    }
    return other.isWrapped ? isFull || other.isEmpty : other.low >= low && other.high <= high
  }

  /// The directions in both; of two such ranges the shorter interval stands for both.
  func intersection(_ other: AngleInterval) -> AngleInterval {
    if other.isEmpty { return .empty }
    switch (contains(other.low), contains(other.high)) {
    case (true, true): return other.length < length ? other : self
    case (true, false): return AngleInterval(other.low, high)
    case (false, true): return AngleInterval(low, other.high)
    case (false, false): return other.contains(low) ? self : .empty
    }
  }

  var complement: AngleInterval { low == high ? .full : AngleInterval(high, low) }
}
