import KQLColumnar
import KQLTypes
import Testing

@testable import KQLFunctions

@Suite struct HyperLogLogTests {
  private func sketch(_ range: Range<UInt64>, precision: Int = 14) -> HyperLogLog {
    var sketch = HyperLogLog(precision: precision)
    for number in range { sketch.insert(SketchHash.hash(number)) }
    return sketch
  }

  @Test(arguments: [0, 1, 5, 1000, 1024])
  func `counts few values exactly`(count: Int) {
    var twice = sketch(0..<UInt64(count))
    twice.merge(sketch(0..<UInt64(count)))
    #expect(twice.estimate == Int64(count))
  }

  @Test(arguments: [12, 14, 16, 17, 18], [1025, 5000, 60_000, 400_000])
  func `estimates many values within four standard errors`(precision: Int, count: Int) {
    let estimate = Double(sketch(0..<UInt64(count), precision: precision).estimate)
    let standardError = 1.04 / Double(1 << precision).squareRoot()
    #expect(abs(estimate / Double(count) - 1) < 4 * standardError)
  }

  @Test(arguments: [900, 3000])
  func `reads back what it writes and merges as if it had seen all`(count: Int) throws {
    let half = UInt64(count / 2)
    var left = sketch(0..<half)
    let right = try #require(HyperLogLog(sketch(half / 2..<UInt64(count)).value))
    left.merge(right)
    #expect(left.value == sketch(0..<UInt64(count)).value)
  }

  @Test func `merges into the lower precision`() {
    var merged = sketch(0..<9000, precision: 18)
    merged.merge(sketch(4000..<5000, precision: 12))
    #expect(merged.value == sketch(0..<9000, precision: 12).value)
    var other = sketch(0..<10, precision: 12)
    other.merge(sketch(0..<9000, precision: 18))
    #expect(other.value == sketch(0..<9000, precision: 12).value)
  }

  @Test func `refuses what is no sketch`() {
    for text in ["null", "[]", "[[1024,14],[],[\"A\"]]", "[[1024,99],[],[]]", "[[1024,14],[1.5],[]]", "{\"a\":1}"] {
      #expect(HyperLogLog(try! JSONText.parse(text)) == nil)
    }
  }

  /// Stored sketches are merged by later versions.
  @Test func `keeps its hashes`() {
    #expect(SketchHash.hash(0) == 16_294_208_416_658_607_535)
    let text = [UInt8]("ContainerRegistryLoginEvents".utf8)
    #expect(text.withUnsafeBufferPointer { SketchHash.hash($0) } == 10_692_793_029_241_170_299)
  }
}

@Suite struct StringSketchTests {
  /// The definition, a byte at a time.
  private func hash(_ text: [UInt8]) -> UInt64 {
    var state = UInt64(text.count) &* 0xa076_1d64_78bd_642f
    for start in stride(from: 0, to: text.count, by: 8) {
      var word: UInt64 = 0
      for (place, byte) in text[start..<min(start + 8, text.count)].enumerated() { word |= UInt64(byte) << (8 * place) }
      let product = (state ^ word).multipliedFullWidth(by: 0xe703_7ed1_a0b4_28db)
      state = (product.high ^ product.low) &+ 0x8ebc_6af0_9c88_c6e3
    }
    return SketchHash.hash(state)
  }

  @Test(arguments: 0...40)
  func `hashes strings of all lengths by the same rule`(count: Int) {
    let text = (0..<count).map { UInt8(truncatingIfNeeded: 200 + $0 * 37) }
    #expect(text.withUnsafeBufferPointer { SketchHash.hash($0) } == hash(text))
  }

  /// Batches of two dictionaries in turn, first in one group, then in more.
  @Test(arguments: [20, 3000])
  func `leaves out no entry of a dictionary`(count: Int) throws {
    let heaps = [0, 1].map { half -> StringHeap in
      let heap = StringHeap(isDistinct: true)
      for index in 0..<count { heap.append("text \(index + half * count / 2)") }
      return heap
    }
    let aggregator = DistinctSketchAggregator(precision: 14) { .int64($0.map(\.estimate), as: .long) }
    var expected = [HyperLogLog(precision: 14), HyperLogLog(precision: 14)]
    for (batch, groupCount) in [1, 1, 1, 1, 2, 2].enumerated() {
      let codes = (0..<UInt32(count)).filter { Int($0) % 3 <= batch / 2 }
      let groups = codes.map { groupCount == 1 ? 0 : $0 % 2 }
      let strings = StringColumn(heap: heaps[batch % 2], codes: codes)
      try aggregator.update(
        groups: groups, groupCount: groupCount, arguments: [.column(.string(strings))], firstOrdinal: 0)
      for row in codes.indices { expected[Int(groups[row])].insert(SketchHash.hash(strings[row])) }
    }
    #expect(try aggregator.finish(groupCount: 2).int64s == expected.map(\.estimate))
  }
}

@Suite struct TDigestTests {
  @Test func `is exact for few values`() throws {
    let digest = TDigest(type: .long, points: (1...1000).map { (Int64($0), 1) }.shuffled())
    #expect(digest.rank(of: .long(685)) == 685)
    #expect(digest.rank(of: .real(685.5)) == 685)
    #expect(digest.value(atPercentile: 50) == .long(500))
    #expect(digest.value(atPercentile: 100) == .long(1000))
    #expect(digest.rank(of: .datetime(1)) == nil)
  }

  @Test func `stays small and close for many values`() throws {
    let digest = TDigest(type: .real, points: (0..<100_000).map { (OrderKey.key(Double($0) / 10), 1) })
    #expect(digest.keys.count <= 2 * TDigest.largestExactCount)
    #expect(digest.totalWeight == 100_000)
    for percentile in [0.0, 0.01, 1, 25, 50, 75, 99, 99.99, 100] {
      guard case .real(let value) = digest.value(atPercentile: percentile) else {
        Issue.record("no value at \(percentile)")
        return
      }
      #expect(abs(value / 10_000 - percentile / 100) < 0.001)
    }
  }

  @Test func `reads back what it writes, through JSON too`() throws {
    let digest = TDigest(type: .real, points: [(OrderKey.key(1.5), 2), (OrderKey.key(2), 1), (OrderKey.key(-3), 4)])
    let text = JSONText.string(digest.dynamicValue)
    let again = try #require(TDigest(try JSONText.parse(text)))
    #expect(again.dynamicValue == digest.dynamicValue)
    #expect(TDigest(.array([.array([]), .array([.long(1)]), .array([.long(0)])])) == nil)
  }

  @Test func `merges numbers, but not numbers with dates`() throws {
    let longs = TDigest(type: .long, points: [(1, 1), (2, 1)])
    let reals = TDigest(type: .real, points: [(OrderKey.key(1.5), 1)])
    let dates = TDigest(type: .datetime, points: [(5, 1)])
    #expect(TDigest(merging: [longs, reals])?.value(atPercentile: 50) == .real(1.5))
    #expect(TDigest(merging: [longs, dates]) == nil)
  }
}
