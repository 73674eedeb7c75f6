import Foundation

/// Runs a check on random data: a fixed number of rounds from a fixed seed, or with other seeds for as many seconds as
/// the environment variable `CALYPSO_FUZZ_SECONDS` says.
package struct Fuzzing {
  private let seed: UInt64

  package init(seed: UInt64) { self.seed = seed }

  package static let seconds = ProcessInfo.processInfo.environment["CALYPSO_FUZZ_SECONDS"].flatMap(Double.init)

  package func run(rounds: Int, _ body: (inout SeededGenerator) throws -> Void) rethrows {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<rounds { try body(&random) }
    guard let seconds = Self.seconds else { return }
    let end = Date(timeIntervalSinceNow: seconds)
    let longSeed = UInt64(Date().timeIntervalSince1970)
    print("fuzzing for \(seconds) s with seed \(longSeed)")
    random = SeededGenerator(seed: longSeed)
    var count = 0
    while Date() < end {
      try body(&random)
      count += 1
    }
    print("\(count) further rounds")
  }

  /// Damages bytes in one of many ways, or leaves them as they are.
  package static func mutate(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    for _ in 0..<Int.random(in: 0...3, using: &random) {
      guard !bytes.isEmpty else { return }
      let index = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<8, using: &random) {
      case 0: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      case 1: bytes[index] = UInt8.random(in: 0...255, using: &random)
      case 2: bytes[index] = [0, 1, 0x7f, 0x80, 0xff].randomElement(using: &random)!
      case 3: bytes.removeSubrange(index...)
      case 4: bytes.removeSubrange(index..<min(bytes.count, index + Int.random(in: 1...9, using: &random)))
      case 5:
        let count = Int.random(in: 1...9, using: &random)
        let inserted = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
        bytes.insert(contentsOf: inserted, at: index)
      case 6:
        let from = Int.random(in: 0..<bytes.count, using: &random)
        let count = min(Int.random(in: 1...40, using: &random), bytes.count - from)
        bytes.insert(contentsOf: Array(bytes[from..<(from + count)]), at: index)
      default:
        for offset in index..<min(bytes.count, index + Int.random(in: 1...8, using: &random)) { bytes[offset] = 0xff }
      }
    }
  }
}
