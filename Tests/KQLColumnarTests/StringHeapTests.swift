import KQLColumnar
import Testing

@Suite struct StringHeapTests {
  // Lengths straddle the one from which on an entry does not hold the length itself.
  private static let lengths = [0, 1, 15, 16, 300, 65_534, 65_535, 65_536, 70_000, 0, 3_000_000, 2]

  private func text(_ number: Int, _ length: Int) -> String {
    String(repeating: Character(UnicodeScalar(UInt8(97 + number))), count: length)
  }

  @Test func `gives strings of any length back, one by one`() {
    let heap = StringHeap(isDistinct: false)
    for (number, length) in Self.lengths.enumerated() { #expect(heap.append(text(number, length)) == number) }
    #expect(heap.count == Self.lengths.count)
    for (number, length) in Self.lengths.enumerated() { #expect(heap.string(number) == text(number, length)) }
  }

  @Test func `gives strings back that were added together, which stand one behind the other`() {
    let source = StringHeap(isDistinct: false)
    for (number, length) in Self.lengths.enumerated() { source.append(text(number, length)) }
    let copy = StringColumn.copied([StringColumn(heap: source), StringColumn(heap: source)])
    #expect(copy.count == 2 * Self.lengths.count)
    for row in 0..<copy.count {
      let number = row % Self.lengths.count
      #expect(copy.string(row) == text(number, Self.lengths[number]))
    }
    #expect(copy.heap.contiguousBytes?.count == 2 * Self.lengths.reduce(0, +))
  }

  @Test func `a dictionary tells long strings apart`() {
    var dictionary = StringDictionary()
    let long = String(repeating: "x", count: 65_535)
    let codes = [long, long + "y", long + "z", long, "x", long + "z"].map { dictionary.code(of: $0) }
    #expect(codes == [0, 1, 2, 0, 3, 2])
  }
}
