import KQLCatalog
import KQLColumnar
import KQLTypes

/// What a row's key must be to find a match in a join, in the words of scans.
///
/// Holds for each row that finds one, so that scans may drop all others.
package struct KeyNarrowing: Sendable {
  var conditions: [ScanFilter.Condition] = []
  /// The keys themselves, where they are texts.
  var keys: (any KeyMembership)?

  /// Keys that a condition lists: so many a scan compares with bounds and term indexes.
  private static let listLimit = 256
}

extension KeyNarrowing {
  /// The values of a column in the rows that are given; `nil` where scans have no words for them.
  init?(_ column: Column, rows: [Int]) {
    switch column.values {
    case .int64(let values): self.init(values, column.validity, type: column.type, rows)
    case .string(let values):
      var texts = StringDictionary()
      for row in rows where texts.count <= Self.listLimit { _ = texts.code(of: values[row]) }
      guard texts.count <= Self.listLimit else { return nil }
      var groups: [UInt32] = []
      let index = StringKeyIndex([StringColumn(heap: texts.heap)], threadCount: 1, groups: &groups)
      self.init(index, groups: groups)
    case .bool, .real, .decimal, .guid, .dynamic: return nil
    }
  }

  private init?(_ values: [Int64], _ validity: Bitmap?, type: ScalarType, _ rows: [Int]) {
    // A null key finds null keys, which no condition lets pass.
    guard rows.allSatisfy({ validity.isValid($0) }) else { return nil }
    var lowest = Int64.max
    var highest = Int64.min
    var distinct: Set<Int64> = []
    for row in rows {
      lowest = min(lowest, values[row])
      highest = max(highest, values[row])
      if distinct.count <= Self.listLimit { distinct.insert(values[row]) }
    }
    func value(_ number: Int64) -> ScalarValue { Column.int64([number], as: type)[0] }
    if distinct.count <= Self.listLimit { conditions = [.oneOf(distinct.sorted().map(value))] }
    if lowest <= highest {
      conditions += [.compare(.greaterOrEqual, value(lowest)), .compare(.lessOrEqual, value(highest))]
    }
  }

  /// The keys of an index.
  ///
  /// - Parameter groups: The group of each row.
  init(_ index: StringKeyIndex, groups: [UInt32]) {
    keys = index
    var rows: [Int] = []
    for (row, group) in groups.enumerated() where group == row {
      rows.append(row)
      if rows.count > Self.listLimit { return }
    }
    let texts = rows.compactMap { String(validating: index.keys[$0], as: UTF8.self).map(ScalarValue.string) }
    // Bytes that are no text could not be compared as a value.
    if texts.count == rows.count { conditions = [.oneOf(texts)] }
  }
}

extension StringKeyIndex: KeyMembership {
  func find(_ texts: UnsafeBufferPointer<UnsafeBufferPointer<UInt8>>, isFound: UnsafeMutablePointer<Bool>) {
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: max(texts.count, 1)) { hashes in
      for (position, text) in texts.enumerated() { hashes.initializeElement(at: position, to: ByteHash.hash(text)) }
      for position in texts.indices {
        let hash = hashes[position]
        let bits = Self.filterBits(of: hash)
        isFound[position] = filter[slot(of: hash) / Self.filterSlotCount] & bits == bits
      }
    }
  }
}
