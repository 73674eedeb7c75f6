/// Random numbers that a seed gives again: SplitMix64.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  /// Neighbouring seeds begin far from one another.
  init(seed: UInt64) { state = Self.mixed(seed) }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    return Self.mixed(state)
  }

  private static func mixed(_ number: UInt64) -> UInt64 {
    var value = number
    value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
    return value ^ value >> 31
  }

  mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

  mutating func pick<Element>(_ elements: [Element]) -> Element { elements[number(0...elements.count - 1)] }

  /// Whether something that happens once in so many times happens.
  mutating func oneIn(_ count: Int) -> Bool { number(1...count) == 1 }
}
