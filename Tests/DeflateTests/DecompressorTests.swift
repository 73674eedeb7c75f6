import CZlib
import Deflate
import DeflateTestSupport
import Testing

/// What is written around deflate data in memory.
@Suite struct DecompressorTests {
  private let text = Array("content that contents the content".utf8)

  private func decompress(
    _ packed: [UInt8], _ format: CompressionFormat, byteLimit: Int = 1 << 20
  ) -> [UInt8]? {
    packed.withUnsafeBufferPointer { Decompressor(format, byteLimit: byteLimit).decompress($0) }
  }

  @Test(arguments: [(CompressionFormat.zlib, Int32(15)), (.gzip, 31)])
  func `gives back what zlib compressed`(format: CompressionFormat, windowBits: Int32) {
    var random = SeededGenerator(seed: 12)
    // One decompressor for all, to which damaged data come in between.
    let decompressor = Decompressor(format, byteLimit: 1 << 20)
    for kind in SampleBytes.kinds {
      for count in [0, 1, 300, 70_000] {
        let bytes = SampleBytes.make(kind, count: count, &random)
        let packed = Zlib.compress(bytes, level: 6, windowBits: windowBits)
        #expect(packed.withUnsafeBufferPointer { decompressor.decompress($0) } == bytes)
        let cut = packed.dropLast(packed.count / 2)
        #expect(Array(cut).withUnsafeBufferPointer { decompressor.decompress($0) } == nil)
      }
    }
  }

  @Test func `passes over all parts of a gzip header`() {
    let plain = Zlib.compress(text, level: 6)
    let header: [UInt8] = [0x1f, 0x8b, 8, 2 | 4 | 8 | 16, 1, 2, 3, 4, 0, 255, 3, 0, 7, 7, 7]
    let names = Array("name".utf8) + [0] + Array("comment".utf8) + [0]
    let whole = header + names + [0, 0] + plain[10...]
    #expect(decompress(whole, .gzip) == text)
    for count in 0..<whole.count { #expect(decompress(Array(whole[..<count]), .gzip) == nil) }
    #expect(decompress([0x1f, 0x8b, 7] + plain[3...], .gzip) == nil)
    // An extra field longer than the data.
    #expect(decompress([0x1f, 0x8b, 8, 4] + plain[4..<10] + [0xff, 0xff] + plain[10...], .gzip) == nil)
    #expect(decompress([0x1f, 0x8b, 8, 4 | 8] + plain[4..<10] + [0xff, 0xff] + plain[10...], .gzip) == nil)
  }

  @Test func `checks a zlib header`() {
    let plain = Zlib.compress(text, level: 6, windowBits: 15)
    #expect(decompress(plain, .zlib) == text)
    for count in 0..<plain.count { #expect(decompress(Array(plain[..<count]), .zlib) == nil) }
    // Another method, a wrong check, a dictionary of which nothing is known.
    for header: [UInt8] in [[0x79, 0x9a], [0x78, 0x9d], [0x78, 0xbb]] {
      #expect(decompress(header + plain[2...], .zlib) == nil)
    }
  }

  @Test(arguments: [(CompressionFormat.zlib, Int32(15), 4), (.gzip, 31, 8)])
  func `checks the checksum and leaves what follows`(format: CompressionFormat, windowBits: Int32, trailer: Int) {
    let packed = Zlib.compress(text, level: 6, windowBits: windowBits)
    #expect(decompress(packed + [1, 2, 3], format) == text)
    for index in 0..<4 {
      var damaged = packed
      damaged[damaged.count - trailer + index] ^= 1
      #expect(decompress(damaged, format) == nil)
    }
  }

  @Test(arguments: [0, 6])
  func `refuses more bytes than allowed`(level: Int) {
    let packed = Zlib.compress([UInt8](repeating: 0x61, count: 200_000), level: level)
    #expect(decompress(packed, .gzip, byteLimit: 200_000)?.count == 200_000)
    #expect(decompress(packed, .gzip, byteLimit: 199_999) == nil)
  }

  @Test func `reads what zlib reads of damaged data`() {
    Fuzzing(seed: 13).run(rounds: 200) { random in
      let kind = Int.random(in: SampleBytes.kinds, using: &random)
      let bytes = SampleBytes.make(kind, count: Int.random(in: 0...500, using: &random), &random)
      let level = Int.random(in: 0...9, using: &random)
      for (format, windowBits) in [(CompressionFormat.zlib, Int32(15)), (.gzip, 31)] {
        var packed = Zlib.compress(bytes, level: level, windowBits: windowBits)
        Fuzzing.mutate(&packed, &random)
        let theirs = Zlib.decompress(packed, windowBits: windowBits)
        let ours = decompress(packed, format)
        if theirs.isWhole { #expect(ours == theirs.bytes, "\(packed)") }
        // Headers are judged less strictly than by zlib, bytes never.
        if let ours { #expect(ours.starts(with: theirs.bytes), "\(packed)") }
      }
    }
  }
}
