import CZlib
import Deflate
import DeflateTestSupport
import KQLTypes
import Testing

@testable import KQLIngest

/// Members of gzip files and entries of archives against zlib: both give the same bytes, or both refuse.
@Suite struct InflateTests {
  @Test(arguments: [1, 3, 100, 4096])
  func `reads in pieces of any size`(step: Int) throws {
    var random = SeededGenerator(seed: 7)
    let bytes = SampleBytes.make(3, count: 20_000, &random)
    let compressed = Zlib.compress(bytes, level: 6)
    #expect(try Inflated(compressed, inputStep: step, outputStep: step).get() == bytes)
  }

  @Test func `reads several members, the second on a thread of its own`() throws {
    var random = SeededGenerator(seed: 8)
    let first = SampleBytes.make(3, count: 1_400_000, &random)
    let second = SampleBytes.make(5, count: 700_000, &random)
    let compressed = Zlib.compress(first, level: 1) + Zlib.compress([], level: 6) + Zlib.compress(second, level: 6)
    #expect(try Inflated(compressed, readsAhead: true).get() == first + second)
    // Whoever stops in the middle ends the thread.
    let stream = Inflated.stream(compressed, readsAhead: true)
    let buffer = BlockBuffer(capacity: 1_500_000)
    #expect(try stream.read(into: buffer.base, count: 1_500_000) == 1_500_000)
  }

  @Test func `reads and checks all parts of a header`() throws {
    let bytes = Array("content".utf8)
    let plain = Zlib.compress(bytes, level: 6)
    var header: [UInt8] = [0x1f, 0x8b, 8, 2 | 4 | 8 | 16, 1, 2, 3, 4, 0, 255, 3, 0, 7, 7, 7]
    header += Array("name".utf8) + [0] + Array("comment".utf8) + [0]
    let checksum = header.withUnsafeBufferPointer { CRC32.of($0) }
    let check = [UInt8(truncatingIfNeeded: checksum), UInt8(truncatingIfNeeded: checksum >> 8)]
    #expect(try Inflated(header + check + plain[10...]).get() == bytes)
    #expect(Inflated(header + [check[0] ^ 1, check[1]] + plain[10...]).message.contains("checksum of the header"))
    #expect(Inflated([0x1f, 0x8b, 7] + plain[3...]).message.contains("at byte 2: the compression method is not known"))
    #expect(Inflated([0x1f, 0x8b, 8, 0x20] + plain[4...]).message.contains("flags that are not known"))
    #expect(Inflated(Array(header.prefix(14))).message.contains("end too early at byte 14"))
  }

  @Test func `holds entries of archives to their checksum and length`() throws {
    var random = SeededGenerator(seed: 9)
    let bytes = SampleBytes.make(3, count: 100_000, &random)
    let raw = Zlib.compress(bytes, level: 6, windowBits: -15)
    let checksum = bytes.withUnsafeBufferPointer { CRC32.of($0) }
    func outcome(_ checksum: UInt32, _ count: Int) -> Inflated {
      Inflated(raw, .raw(checksum: checksum, byteCount: UInt64(count)))
    }
    #expect(try outcome(checksum, bytes.count).get() == bytes)
    #expect(outcome(checksum ^ 1, bytes.count).message.contains("the checksum is wrong"))
    #expect(outcome(checksum, bytes.count + 1).message.contains("the length is wrong"))
    #expect(outcome(checksum, bytes.count - 1).message.contains("more than they should"))
  }

  // MARK: Damage

  @Test func `refuses what zlib refuses, and reads what it reads`() {
    Fuzzing(seed: 10).run(rounds: 200) { random in
      var bytes = SampleBytes.make(
        Int.random(in: SampleBytes.kinds, using: &random), count: Int.random(in: 0...2_000, using: &random), &random)
      if Int.random(in: 0..<20, using: &random) == 0 { bytes = SampleBytes.make(3, count: 70_000, &random) }
      let strategy = [Z_DEFAULT_STRATEGY, Z_FIXED, Z_RLE, Z_HUFFMAN_ONLY].randomElement(using: &random)!
      let level = Int.random(in: 0...9, using: &random)
      var compressed = Zlib.compress(bytes, level: level, strategy: strategy)
      if Bool.random(using: &random) { compressed += Zlib.compress(Array(bytes.prefix(300)), level: level) }
      Fuzzing.mutate(&compressed, &random)
      compare(compressed, .gzip)
      // Without a wrapper nothing hides what the data themselves do.
      compare(Array(compressed.dropFirst(10)), .raw(checksum: 0, byteCount: 1 << 40))
    }
  }

  private func compare(_ compressed: [UInt8], _ wrapper: CompressedMembers.Wrapper) {
    let ours = Inflated(compressed, wrapper)
    let theirs: (bytes: [UInt8], isWhole: Bool)
    switch wrapper {
    case .gzip: theirs = Zlib.decompressMembers(compressed)
    case .raw: theirs = Zlib.decompress(compressed, windowBits: -15)
    }
    let isWhole: Bool
    switch wrapper {
    case .gzip: isWhole = ours.error == nil
    // Neither checksum nor length is known here.
    case .raw: isWhole = ours.error == nil || ours.message.contains(" is wrong")
    }
    #expect(isWhole == theirs.isWhole, "\(ours.message) \(compressed)")
    #expect(ours.bytes == theirs.bytes, "\(ours.message) \(compressed)")
  }
}
