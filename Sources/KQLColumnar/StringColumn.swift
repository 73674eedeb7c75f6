/// The strings of a column: entries of a heap, addressed directly or through codes.
///
/// A dictionary-coded column shares its heap with other batches of the same source; work on strings is then
/// done once an entry instead of once a row.
@frozen @usableFromInline
package struct StringColumn: Sendable {
  @usableFromInline package let heap: StringHeap
  /// The entry of each row; `nil` when row *i* is entry *i*.
  @usableFromInline package let codes: [UInt32]?
  @usableFromInline package let count: Int

  /// A column whose row *i* is entry *i* of the heap.
  package init(heap: StringHeap) {
    self.heap = heap
    codes = nil
    count = heap.count
  }

  package init(heap: StringHeap, codes: [UInt32]) {
    self.heap = heap
    self.codes = codes
    count = codes.count
  }

  package init(_ strings: some Sequence<String>) {
    let heap = StringHeap(isDistinct: false)
    for string in strings { heap.append(string) }
    self.init(heap: heap)
  }

  /// The same string in every row.
  package init(repeating string: String, count: Int) {
    let heap = StringHeap(isDistinct: true)
    heap.append(string)
    self.init(heap: heap, codes: [UInt32](repeating: 0, count: count))
  }
}

// MARK: - Access

extension StringColumn {
  @inlinable @inline(__always)
  package func entry(_ row: Int) -> Int {
    guard let codes else { return row }
    return Int(codes[row])
  }

  /// The bytes of a row; valid as long as the column's heap lives.
  @inlinable @inline(__always)
  package subscript(row: Int) -> UnsafeBufferPointer<UInt8> {
    heap[entry(row)]
  }

  package func string(_ row: Int) -> String { heap.string(entry(row)) }

  package func gathered(_ indexes: [Int32]) -> StringColumn {
    if let codes { return StringColumn(heap: heap, codes: ColumnValues.gather(codes, indexes)) }
    return StringColumn(heap: heap, codes: indexes.map { UInt32(truncatingIfNeeded: $0) })
  }

  package func slice(_ range: Range<Int>) -> StringColumn {
    if let codes { return StringColumn(heap: heap, codes: Array(codes[range])) }
    return StringColumn(heap: heap, codes: range.map { UInt32(truncatingIfNeeded: $0) })
  }
}

// MARK: - Hashing

extension StringColumn {
  /// Hashes some rows, one behind the other.
  package func hash(_ rows: Range<Int>, into hashes: UnsafeMutablePointer<UInt64>) {
    precondition(rows.lowerBound >= 0 && rows.upperBound <= count)
    let heap = self.heap
    guard let codes else {
      for row in rows { hashes[row &- rows.lowerBound] = ByteHash.hash(heap[row]) }
      return
    }
    codes.withUnsafeBufferPointer { codes in
      for row in rows { hashes[row &- rows.lowerBound] = ByteHash.hash(heap[Int(codes[row])]) }
    }
  }
}

// MARK: - Copying

extension StringColumn {
  /// The strings of all columns, row by row in a heap of their own, one behind the other in memory.
  package static func copied(_ columns: [StringColumn]) -> StringColumn {
    let count = columns.reduce(0) { $0 + $1.count }
    let heap = StringHeap(isDistinct: false, capacity: count)
    var strings: [UnsafeBufferPointer<UInt8>] = []
    strings.reserveCapacity(count)
    for column in columns {
      for row in 0..<column.count { strings.append(column[row]) }
    }
    strings.withUnsafeBufferPointer { heap.append(contentsOf: $0) }
    return StringColumn(heap: heap)
  }
}
