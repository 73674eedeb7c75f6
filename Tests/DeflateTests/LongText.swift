/// Texts that take different ways through the compressor.
enum LongText: CaseIterable {
  /// Lines of a log, more than a window and 16 bits of positions hold, in blocks with codes of their own.
  case lines
  /// Characters of equal probability without repetitions.
  case noise
  /// One character.
  case run
  /// Characters of more than one byte.
  case letters
  /// Noise that recurs after nearly as many bytes as a window holds.
  case period
  /// Frequencies that double, so that codes are limited in length.
  case skewed

  var value: String {
    var random = Congruence()
    switch self {
    case .lines:
      let words = (0..<400).map { _ in String((0..<random.next(9) + 1).map { _ in Self.letter(random.next(26)) }) }
      return (0..<1900).map { line in
        let start = "\(1_700_000_000 + line * 7) level=\(random.next(5)) \(words[random.next(400)])"
        return start + " \(words[random.next(20)]) \(random.next(100_000))\n"
      }.joined()
    case .noise: return Self.noise(40_000, &random)
    case .run: return String(repeating: "a", count: 70_000)
    case .letters:
      return String(
        String.UnicodeScalarView(
          (0..<8_000).compactMap { _ in Unicode.Scalar(0x3b1 + random.next(25) + 0x3c00 * random.next(2)) }))
    case .period:
      let noise = Self.noise(32_500, &random)
      return noise + noise
    case .skewed:
      return String((0..<16_000).map { _ in Self.letter((random.next(1 << 25) + 1).trailingZeroBitCount) })
    }
  }

  private static func letter(_ index: Int) -> Character { Character(Unicode.Scalar(UInt8(97 + index))) }

  private static func noise(_ count: Int, _ random: inout Congruence) -> String {
    String(decoding: (0..<count).map { _ in UInt8(32 + random.next(95)) }, as: UTF8.self)
  }

  var packedCount: Int {
    switch self {
    case .lines: 29_208
    case .noise: 44_480
    case .run: 140
    case .letters: 11_364
    case .period: 36_556
    case .skewed: 6_984
    }
  }

  /// SHA-256 of the base64 text of gzip.
  var packedDigest: String {
    switch self {
    case .lines: "81c77b0198cbcf3faab8be9825a599bcdda2d1621e3fcd16ea1a2472ef90627f"
    case .noise: "67a2137582783d84fde0f4d1234c2baa15d3f8b7211173381821a1820a6b9e9e"
    case .run: "e4bc0a45eec08a8c8cf9fbc0b9622dee6bff57acdfe42dd2802a0fda3348556b"
    case .letters: "d3572706b76fc972e303be3d7f681231ee5ad27f0c9e24da0351f4876117c936"
    case .period: "fa256702b12a7ad53ea333aab8f2067e398eec627826f196db5222c719268bb5"
    case .skewed: "8deea17e4f4f069df58ef355f17424bee94cd50a68abe6387d6a7c82816583d5"
    }
  }
}

/// A linear congruential generator.
private struct Congruence {
  private var state: UInt64 = 1

  /// A number from 0 up to a limit.
  mutating func next(_ limit: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % limit
  }
}
