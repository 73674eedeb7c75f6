import KQLColumnar
import KQLTypes

/// A summary of many values by few: values in ascending order, each with the number of values it stands for.
///
/// Up to ``largestExactCount`` different values it holds them all and percentiles are exact.
struct TDigest {
  /// `long`, `real`, `datetime` or `timespan`.
  let type: ScalarType
  /// ``OrderKey``s of reals, other values themselves; strictly ascending.
  private(set) var keys: [Int64] = []
  /// Positive, one a key.
  private(set) var weights: [Int64] = []
  private(set) var totalWeight: Int64 = 0

  static let largestExactCount = 1024

  /// - Parameter points: Values and weights in any order.
  init(type: ScalarType, points: [(key: Int64, weight: Int64)]) {
    self.type = type
    for point in points.sorted(by: { $0 < $1 }) {
      let weight = Int64(clamping: min(point.weight, .max - totalWeight))
      totalWeight += weight
      if let last = keys.last, last == point.key {
        weights[weights.count - 1] += weight
      } else {
        keys.append(point.key)
        weights.append(weight)
      }
    }
    compress()
  }

  /// The digest of all values of several ones; `nil` when they are of types that do not mix.
  init?(merging digests: [TDigest]) {
    guard let first = digests.first else { return nil }
    let types = Set(digests.map(\.type))
    if types.count == 1 {
      self.init(type: first.type, points: digests.flatMap { zip($0.keys, $0.weights).map { ($0, $1) } })
    } else if types.isSubset(of: [.long, .real]) {
      self.init(
        type: .real,
        points: digests.flatMap { digest in
          zip(digest.keys, digest.weights).map { key, weight in
            (digest.type == .real ? key : OrderKey.key(Double(key)), weight)
          }
        })
    } else {
      return nil
    }
  }

  /// Replaces neighbours by their means where there are many of them, and keeps the ends fine.
  private mutating func compress() {
    guard keys.count > Self.largestExactCount else { return }
    var means: [Int64] = []
    var counts: [Int64] = []
    let total = Double(totalWeight)
    var seen = 0.0
    var index = 0
    while index < keys.count {
      // Points at the share q of the whole may stand for a number of values in proportion to √(q (1 − q)), which
      // bounds their number whatever the total is.
      let share = (seen + Double(weights[index]) / 2) / total
      let limit = total * (share * (1 - share)).squareRoot() * .pi / Double(Self.largestExactCount)
      var end = index + 1
      var weight = Double(weights[index])
      while end < keys.count, weight + Double(weights[end]) <= limit {
        weight += Double(weights[end])
        end += 1
      }
      means.append(end == index + 1 ? keys[index] : mean(index..<end))
      counts.append(weights[index..<end].reduce(0, +))
      seen += weight
      index = end
    }
    keys = means
    weights = counts
  }

  private func mean(_ range: Range<Int>) -> Int64 {
    let weight = weights[range].reduce(Int128(0)) { $0 + Int128($1) }
    if type == .real {
      let total = range.reduce(0.0) { $0 + OrderKey.real(keys[$1]) * (Double(weights[$1]) / Double(weight)) }
      // Rounding must not carry the mean past its neighbours.
      return min(max(OrderKey.key(total), keys[range.lowerBound]), keys[range.upperBound - 1])
    }
    let total = range.reduce(Int128(0)) { $0 + Int128(keys[$1]) * Int128(weights[$1]) }
    return Int64(truncatingIfNeeded: total / weight)
  }
}

// MARK: - Queries

extension TDigest {
  /// The value at a percentile, by nearest rank; `nil` when there are none.
  func value(atPercentile percentile: Double) -> DynamicValue? {
    let target = Percentile.target(percentile, of: Int128(totalWeight))
    var running: Int64 = 0
    for index in keys.indices {
      running += weights[index]
      if Double(running) >= target { return value(keys[index]) }
    }
    return keys.last.map(value)
  }

  /// How many values are at most `value`; `nil` when it is of another type.
  func rank(of value: DynamicValue) -> Double? {
    guard let bound = bound(value) else { return nil }
    var running: Int64 = 0
    for index in keys.indices {
      let isWithin = type == .real ? OrderKey.real(keys[index]) <= bound.real : keys[index] <= bound.integer
      if !isWithin { break }
      running += weights[index]
    }
    return Double(running)
  }

  private func bound(_ value: DynamicValue) -> (integer: Int64, real: Double)? {
    switch (value, type) {
    case (.long(let value), .long), (.datetime(let value), .datetime), (.timespan(let value), .timespan):
      return (value, Double(value))
    case (.long(let value), .real): return (0, Double(value))
    case (.real(let value), .real): return (0, value)
    case (.decimal(let value), .real): return (0, value.doubleValue)
    case (.real(let value), .long): return Self.floor(value)
    case (.decimal(let value), .long): return Self.floor(value.doubleValue)
    default: return nil
    }
  }

  private static func floor(_ value: Double) -> (integer: Int64, real: Double)? {
    if value.isNaN { return nil }
    let floor = value.rounded(.down)
    return (Int64(exactly: floor) ?? (floor < 0 ? .min : .max), value)
  }

  private func value(_ key: Int64) -> DynamicValue {
    switch type {
    case .real: .real(OrderKey.real(key))
    case .datetime: .datetime(key)
    case .timespan: .timespan(key)
    default: .long(key)
    }
  }
}

// MARK: - As a value

extension TDigest {
  /// The digest as a value that can be stored: `[[7], [values], [weights]]`.
  var dynamicValue: DynamicValue {
    .array([.array([.long(7)]), .array(keys.map(value)), .array(weights.map(DynamicValue.long))])
  }

  /// Reads what ``dynamicValue`` gives; `nil` for anything else.
  init?(_ value: DynamicValue) {
    guard let parts = value.array, parts.count == 3, let values = parts[1].array, let weights = parts[2].array,
      values.count == weights.count
    else { return nil }
    var type: ScalarType?
    var points: [(key: Int64, weight: Int64)] = []
    for (value, weight) in zip(values, weights) {
      guard case .long(let weight) = weight, weight > 0 else { return nil }
      let point: (ScalarType, Int64)
      switch value {
      case .long(let number): point = (.long, number)
      case .real(let number): point = (.real, OrderKey.key(number))
      case .datetime(let ticks): point = (.datetime, ticks)
      case .timespan(let ticks): point = (.timespan, ticks)
      default: return nil
      }
      switch (type, point.0) {
      case (nil, _): type = point.0
      // A real without fraction reads as an integer from JSON.
      case (.long, .real):
        type = .real
        points = points.map { (OrderKey.key(Double($0.key)), $0.weight) }
      case (.real, .long): break
      default: if type != point.0 { return nil }
      }
      points.append((type == .real && point.0 == .long ? OrderKey.key(Double(point.1)) : point.1, weight))
    }
    self.init(type: type ?? .long, points: points)
  }
}
