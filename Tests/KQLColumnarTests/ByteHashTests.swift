import KQLColumnar
import Testing

@Suite struct ByteHashTests {
  private static func hash(_ bytes: some Sequence<UInt8>) -> UInt64 {
    Array(bytes).withUnsafeBufferPointer { ByteHash.hash($0) }
  }

  private static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    left.withUnsafeBufferPointer { left in right.withUnsafeBufferPointer { ByteHash.equal(left, $0) } }
  }

  @Test func `a byte that differs is noticed at every place of texts of every length`() {
    var generator = SeededGenerator(seed: 7)
    for count in 0..<70 {
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
      #expect(Self.areEqual(bytes, Array(bytes)))
      for place in bytes.indices {
        var other = bytes
        other[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        #expect(!Self.areEqual(bytes, other))
        #expect(Self.hash(bytes) != Self.hash(other))
      }
    }
  }

  @Test func `a text and its beginning are told apart`() {
    let bytes = [UInt8](repeating: 0x61, count: 70)
    #expect(Set((0...70).map { Self.hash(bytes[..<$0]) }).count == 71)
    #expect(!Self.areEqual(bytes, Array(bytes[..<69])))
  }

  @Test(arguments: ["", "10.0.", "6f9619ff-8b86-d011-b42d-", "a prefix longer than two steps of sixteen bytes "])
  func `numbered texts are spread over all places`(prefix: String) {
    let count = 1 << 14
    let hashes = (0..<count).map { Self.hash("\(prefix)\($0)".utf8) }
    #expect(Set(hashes).count == count)
    for shift in [0, 32, 52] as [UInt64] {
      var places = [Int](repeating: 0, count: 1024)
      for hash in hashes { places[Int(hash >> shift & 1023)] += 1 }
      #expect(places.allSatisfy { $0 < 48 })
    }
  }
}
