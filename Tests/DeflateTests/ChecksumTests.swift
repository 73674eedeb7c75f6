import CZlib
import Deflate
import DeflateTestSupport
import Testing

@Suite struct ChecksumTests {
  @Test func `CRC-32 is zlib's, whatever the length and the split`() {
    var random = SeededGenerator(seed: 6)
    let bytes = SampleBytes.make(0, count: 1_000, &random)
    bytes.withUnsafeBufferPointer { all in
      for count in Array(0...200) + [255, 256, 257, 511, 999] {
        let start = Int.random(in: 0...(1_000 - count), using: &random)
        let part = UnsafeBufferPointer(rebasing: all[start..<(start + count)])
        let expected = UInt32(truncatingIfNeeded: crc32_z(0, part.baseAddress, part.count))
        #expect(CRC32.of(part) == expected)
        var checksum = CRC32()
        let middle = Int.random(in: 0...count, using: &random)
        checksum.add(UnsafeBufferPointer(rebasing: part[..<middle]))
        checksum.add(UnsafeBufferPointer(rebasing: part[middle...]))
        #expect(checksum.value == expected)
      }
    }
  }

  @Test(arguments: [("", 1), ("a", 0x0062_0062), ("Wikipedia", 0x11e6_0398)] as [(String, UInt32)])
  func `Adler-32 is that of the specification`(text: String, expected: UInt32) {
    #expect(Array(text.utf8).withUnsafeBufferPointer { Adler32.of($0) } == expected)
  }
}
