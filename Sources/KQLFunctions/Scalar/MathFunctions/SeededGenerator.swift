/// Random numbers from a seed that the system gives once: asking the system for each number of millions of rows
/// takes longer than all else that a query does.
///
/// The steps are those of SplitMix64, which is good enough for sampling and of no use for secrets.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init() {
    var system = SystemRandomNumberGenerator()
    state = system.next()
  }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var word = state
    word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
    word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
    return word ^ (word >> 31)
  }
}
