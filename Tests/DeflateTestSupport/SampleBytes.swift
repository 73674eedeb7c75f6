/// Bytes that make zlib use literals, short and long matches, near and far ones, and stored blocks.
package enum SampleBytes {
  package static let kinds = 0..<6

  package static func make(_ kind: Int, count: Int, _ random: inout SeededGenerator) -> [UInt8] {
    switch kind {
    case 0: return (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
    case 1: return [UInt8](repeating: 0x61, count: count)
    case 2: return (0..<count).map { _ in UInt8.random(in: 0x61...0x64, using: &random) }
    case 3:
      let line = Array(#"{"time":"2026-11-22T05:10:00Z","name":"Pull","caller":"203.0.113."#.utf8)
      var bytes: [UInt8] = []
      while bytes.count < count { bytes += line + Array("\(random.next() % 300)\"}\n".utf8) }
      return Array(bytes.prefix(count))
    case 4:
      // Periods of 1 to 20 bytes, whose copies overlap themselves.
      var bytes: [UInt8] = []
      while bytes.count < count {
        let period = (0..<Int.random(in: 1...20, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
        for _ in 0..<Int.random(in: 1...80, using: &random) { bytes += period }
      }
      return Array(bytes.prefix(count))
    default:
      // Copies from as far back as there is.
      let far = (0..<32_768).map { _ in UInt8.random(in: 0...255, using: &random) }
      var bytes = far
      while bytes.count < count { bytes += bytes.suffix(32_768).prefix(Int.random(in: 3...400, using: &random)) }
      return Array(bytes.prefix(count))
    }
  }
}
