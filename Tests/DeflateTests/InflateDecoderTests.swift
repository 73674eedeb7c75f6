import CZlib
import Deflate
import DeflateTestSupport
import Testing

/// The decoder against zlib's: both give the same bytes, or both refuse.
@Suite struct InflateDecoderTests {
  @Test(arguments: [
    (level: 0, strategy: Z_DEFAULT_STRATEGY), (1, Z_DEFAULT_STRATEGY), (6, Z_DEFAULT_STRATEGY),
    (9, Z_DEFAULT_STRATEGY), (6, Z_FIXED), (6, Z_HUFFMAN_ONLY), (6, Z_RLE),
  ])
  func `gives back what zlib compressed`(level: Int, strategy: Int32) {
    var random = SeededGenerator(seed: UInt64(level) + 1)
    for kind in SampleBytes.kinds {
      for count in [0, 1, 2, 300, 5_000, 70_000] {
        let bytes = SampleBytes.make(kind, count: count, &random)
        let decoded = Decoded(Zlib.compress(bytes, level: level, strategy: strategy, windowBits: -15))
        #expect(decoded.bytes == bytes && decoded.failure == nil, "kind \(kind), \(count) bytes")
      }
    }
  }

  // Matches reach back over the borders of windows, and symbols go over those of what is read.
  @Test(arguments: [1, 3, 100, 4096])
  func `decodes in pieces of any size`(step: Int) {
    var random = SeededGenerator(seed: 7)
    for kind in [3, 5] {
      let bytes = SampleBytes.make(kind, count: 40_000, &random)
      let decoded = Decoded(Zlib.compress(bytes, level: 6, windowBits: -15), inputStep: step, outputStep: step)
      #expect(decoded.bytes == bytes && decoded.failure == nil)
    }
  }

  // MARK: Damage

  @Test func `says where data are damaged`() {
    #expect(Decoded([]).reason == "truncated")
    #expect(Decoded([0b111]).reason.contains("no such kind of block"))
    #expect(Decoded([0b001, 1, 0, 0, 0, 0]).reason.contains("stored bytes"))
    // A match before anything was decompressed.
    #expect(Decoded([0b0000_0011, 0b0000_0010, 0, 0, 0]).reason.contains("leads before the start"))
  }

  @Test func `refuses what zlib refuses, and reads what it reads`() {
    Fuzzing(seed: 10).run(rounds: 200) { random in
      let kind = Int.random(in: SampleBytes.kinds, using: &random)
      let bytes = SampleBytes.make(kind, count: Int.random(in: 0...2_000, using: &random), &random)
      let strategy = [Z_DEFAULT_STRATEGY, Z_FIXED, Z_RLE, Z_HUFFMAN_ONLY].randomElement(using: &random)!
      var data = Zlib.compress(
        bytes, level: Int.random(in: 0...9, using: &random), strategy: strategy, windowBits: -15)
      Fuzzing.mutate(&data, &random)
      compare(data)
    }
  }

  /// Random headers of blocks with dynamic codes, which damage to whole files seldom makes.
  @Test func `judges descriptions of codes as zlib does`() {
    Fuzzing(seed: 11).run(rounds: 800) { random in
      var bytes = (0..<120).map { _ in UInt8(truncatingIfNeeded: random.next() & random.next()) }
      bytes[0] = bytes[0] & 0b1111_1000 | 0b101
      compare(bytes)
    }
  }

  private func compare(_ data: [UInt8]) {
    let ours = Decoded(data)
    let theirs = Zlib.decompress(data, windowBits: -15)
    #expect((ours.failure == nil) == theirs.isWhole, "\(ours.reason) \(data)")
    #expect(ours.bytes == theirs.bytes, "\(ours.reason) \(data)")
  }
}
