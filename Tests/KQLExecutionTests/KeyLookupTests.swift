import KQLColumnar
import KQLTypes
import Testing

@testable import KQLExecution

/// Rows are looked up by keys that were packed for other rows.
@Suite struct KeyLookupTests {
  private static let heap: StringHeap = {
    let heap = StringHeap(isDistinct: true)
    for number in 0..<300 { heap.append("key \(number)") }
    return heap
  }()

  private func columns(_ codes: [UInt32], _ numbers: [Int64]) -> [Column] {
    [.string(StringColumn(heap: Self.heap, codes: codes)), .int64(numbers, as: .long)]
  }

  /// A column's heap may hold many more strings than the rows that were packed, and their codes need more bits.
  @Test(arguments: [1, 2, 7, 8, 9, 64]) func `strings that no packed row has find nothing`(packedCount: Int) throws {
    let codes = (0..<UInt32(packedCount)).map { $0 }
    let numbers = (0..<packedCount).map { Int64($0 % 3) }
    var encoder = KeyEncoder([.string, .long])
    let words = encoder.encode(columns(codes, numbers), rowCount: packedCount)
    var groups = GroupTable(encoder.layout)
    var newRows: [Int] = []
    _ = groups.groups(of: words, rowCount: packedCount, newRows: &newRows)
    encoder.prepareForLookup()

    var known = [StringKeyCoder.KnownEntries(), StringKeyCoder.KnownEntries()]
    for number in 0..<3 {
      let wanted = (0..<300).map { UInt32($0) }
      let probes = columns(wanted, [Int64](repeating: Int64(number), count: 300))
      let (packed, isFindable) = encoder.encodeForLookup(probes, rowCount: 300, &known)
      let found = groups.existingGroups(of: packed, isFindable: isFindable)
      for code in 0..<300 {
        let expected = code < packedCount && code % 3 == number ? Int32(code) : -1
        #expect(found[code] == expected, "key \(code), \(number)")
      }
    }
  }
}
