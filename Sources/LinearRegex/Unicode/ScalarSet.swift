/// A set of Unicode scalar values as sorted, disjoint, non-adjacent ranges. Surrogates are never in it.
struct ScalarSet: Hashable, Sendable {
  struct Range: Hashable, Sendable {
    var lower: UInt32
    var upper: UInt32
  }
  private(set) var ranges: [Range]

  static let none = ScalarSet([])
  static let all = ScalarSet([Range(lower: 0, upper: 0x10ffff)])

  init(_ ranges: [Range]) {
    self.ranges = []
    let sorted = ranges.filter { $0.lower <= $0.upper }.sorted { $0.lower < $1.lower }
    for range in sorted {
      if let last = self.ranges.last, range.lower <= last.upper &+ 1 {
        self.ranges[self.ranges.count - 1].upper = max(last.upper, range.upper)
      } else {
        self.ranges.append(range)
      }
    }
    removeSurrogates()
  }

  init(_ lower: UInt32, _ upper: UInt32) { self.init([Range(lower: lower, upper: upper)]) }
  init(scalar: UInt32) { self.init(scalar, scalar) }

  private mutating func removeSurrogates() {
    guard ranges.contains(where: { $0.lower <= 0xdfff && $0.upper >= 0xd800 }) else { return }
    var kept: [Range] = []
    for range in ranges {
      if range.upper < 0xd800 || range.lower > 0xdfff {
        kept.append(range)
        continue
      }
      if range.lower < 0xd800 { kept.append(Range(lower: range.lower, upper: 0xd7ff)) }
      if range.upper > 0xdfff { kept.append(Range(lower: 0xe000, upper: range.upper)) }
    }
    ranges = kept
  }
}

extension ScalarSet {
  var isEmpty: Bool { ranges.isEmpty }
  var isASCII: Bool { ranges.last.map { $0.upper < 0x80 } ?? true }

  /// The only scalar of the set, if it has one.
  var single: UInt32? { ranges.count == 1 && ranges[0].lower == ranges[0].upper ? ranges[0].lower : nil }

  /// - Complexity: O(log *ranges*).
  func contains(_ scalar: UInt32) -> Bool {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upper < scalar { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].lower <= scalar
  }

  func union(_ other: ScalarSet) -> ScalarSet { ScalarSet(ranges + other.ranges) }

  var complement: ScalarSet {
    var result: [Range] = []
    var next: UInt32 = 0
    for range in ranges {
      if range.lower > next { result.append(Range(lower: next, upper: range.lower - 1)) }
      next = range.upper + 1
    }
    if next <= 0x10ffff { result.append(Range(lower: next, upper: 0x10ffff)) }
    return ScalarSet(result)
  }

  func intersection(_ other: ScalarSet) -> ScalarSet {
    var result: [Range] = []
    var left = 0
    var right = 0
    while left < ranges.count, right < other.ranges.count {
      let lower = max(ranges[left].lower, other.ranges[right].lower)
      let upper = min(ranges[left].upper, other.ranges[right].upper)
      if lower <= upper { result.append(Range(lower: lower, upper: upper)) }
      if ranges[left].upper < other.ranges[right].upper { left += 1 } else { right += 1 }
    }
    return ScalarSet(result)
  }

  func subtracting(_ other: ScalarSet) -> ScalarSet { intersection(other.complement) }

  func symmetricDifference(_ other: ScalarSet) -> ScalarSet {
    union(other).subtracting(intersection(other))
  }
}
