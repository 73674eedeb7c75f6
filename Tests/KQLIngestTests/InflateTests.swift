import CZlib
import KQLTypes
import Testing

@testable import KQLIngest

/// Our decompression against zlib's: both give the same bytes, or both refuse.
@Suite struct InflateTests {
  private let scratch = Scratch()

  // MARK: Data of every kind

  /// Bytes that make zlib use literals, short and long matches, near and far ones, and stored blocks.
  private func content(_ kind: Int, count: Int, _ random: inout SeededGenerator) -> [UInt8] {
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

  @Test(arguments: [
    (level: 0, strategy: Z_DEFAULT_STRATEGY), (1, Z_DEFAULT_STRATEGY), (6, Z_DEFAULT_STRATEGY),
    (9, Z_DEFAULT_STRATEGY), (6, Z_FIXED), (6, Z_HUFFMAN_ONLY), (6, Z_RLE),
  ])
  func `gives back what zlib compressed`(level: Int, strategy: Int32) throws {
    var random = SeededGenerator(seed: UInt64(level) + 1)
    for kind in 0..<6 {
      for count in [0, 1, 2, 300, 5_000, 70_000] {
        let bytes = content(kind, count: count, &random)
        let compressed = Zlib.compress(bytes, level: level, strategy: strategy)
        #expect(try Inflated(compressed).get() == bytes, "kind \(kind), \(count) bytes")
      }
    }
  }

  @Test(arguments: [1, 3, 100, 4096])
  func `reads in pieces of any size`(step: Int) throws {
    var random = SeededGenerator(seed: 7)
    let bytes = content(3, count: 20_000, &random)
    let compressed = Zlib.compress(bytes, level: 6)
    #expect(try Inflated(compressed, inputStep: step, outputStep: step).get() == bytes)
  }

  @Test func `reads several members, the second on a thread of its own`() throws {
    var random = SeededGenerator(seed: 8)
    let first = content(3, count: 1_400_000, &random)
    let second = content(5, count: 700_000, &random)
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
    let checksum = header.withUnsafeBufferPointer { Checksum.of($0) }
    let check = [UInt8(truncatingIfNeeded: checksum), UInt8(truncatingIfNeeded: checksum >> 8)]
    #expect(try Inflated(header + check + plain[10...]).get() == bytes)
    #expect(Inflated(header + [check[0] ^ 1, check[1]] + plain[10...]).message.contains("checksum of the header"))
    #expect(Inflated([0x1f, 0x8b, 7] + plain[3...]).message.contains("at byte 2: the compression method is not known"))
    #expect(Inflated([0x1f, 0x8b, 8, 0x20] + plain[4...]).message.contains("flags that are not known"))
    #expect(Inflated(Array(header.prefix(14))).message.contains("end too early at byte 14"))
  }

  @Test func `holds entries of archives to their checksum and length`() throws {
    var random = SeededGenerator(seed: 9)
    let bytes = content(3, count: 100_000, &random)
    let raw = Zlib.compress(bytes, level: 6, windowBits: -15)
    let checksum = bytes.withUnsafeBufferPointer { Checksum.of($0) }
    func outcome(_ checksum: UInt32, _ count: Int) -> Inflated {
      Inflated(raw, .raw(checksum: checksum, byteCount: UInt64(count)))
    }
    #expect(try outcome(checksum, bytes.count).get() == bytes)
    #expect(outcome(checksum ^ 1, bytes.count).message.contains("the checksum is wrong"))
    #expect(outcome(checksum, bytes.count + 1).message.contains("the length is wrong"))
    #expect(outcome(checksum, bytes.count - 1).message.contains("more than they should"))
  }

  @Test func `checksums are zlib's, whatever the length and the split`() {
    var random = SeededGenerator(seed: 6)
    let bytes = content(0, count: 1_000, &random)
    bytes.withUnsafeBufferPointer { all in
      for count in Array(0...200) + [255, 256, 257, 511, 999] {
        let start = Int.random(in: 0...(1_000 - count), using: &random)
        let part = UnsafeBufferPointer(rebasing: all[start..<(start + count)])
        let expected = UInt32(truncatingIfNeeded: crc32_z(0, part.baseAddress, part.count))
        #expect(Checksum.of(part) == expected)
        var checksum = Checksum()
        let middle = Int.random(in: 0...count, using: &random)
        checksum.add(UnsafeBufferPointer(rebasing: part[..<middle]))
        checksum.add(UnsafeBufferPointer(rebasing: part[middle...]))
        #expect(checksum.value == expected)
      }
    }
  }

  // MARK: Damage

  @Test func `says where data are damaged`() {
    func message(_ deflated: [UInt8]) -> String { Inflated(deflated, .raw(checksum: 0, byteCount: 1 << 40)).message }
    #expect(message([0b111]).contains("no such kind of block"))
    #expect(message([0b001, 1, 0, 0, 0, 0]).contains("stored bytes"))
    // A match before anything was decompressed.
    #expect(message([0b0000_0011, 0b0000_0010, 0, 0, 0]).contains("leads before the start"))
  }

  @Test func `refuses what zlib refuses, and reads what it reads`() {
    Fuzzing(seed: 10).run(rounds: 200) { random in
      var bytes = content(
        Int.random(in: 0..<6, using: &random), count: Int.random(in: 0...2_000, using: &random), &random)
      if Int.random(in: 0..<20, using: &random) == 0 { bytes = content(3, count: 70_000, &random) }
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

  /// Random headers of blocks with dynamic codes, which damage to whole files seldom makes.
  @Test func `judges descriptions of codes as zlib does`() {
    Fuzzing(seed: 11).run(rounds: 800) { random in
      var bytes = (0..<120).map { _ in UInt8(truncatingIfNeeded: random.next() & random.next()) }
      bytes[0] = bytes[0] & 0b1111_1000 | 0b101
      compare(bytes, .raw(checksum: 0, byteCount: 1 << 40))
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
