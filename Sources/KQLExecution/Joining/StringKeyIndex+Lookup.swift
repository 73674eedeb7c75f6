import KQLColumnar

/// Lookups go over rows in steps: hashes, then what the filter says, then the places of the table, then the strings,
/// then comparisons. The loads of a step do not wait for one another, which is most of what a join of large tables
/// would otherwise do.
extension StringKeyIndex {
  /// The group of each row, -1 where there is none.
  ///
  /// - Parameter known: What was found for the entries of a heap before; used by one thread.
  func groups(of column: StringColumn, _ known: inout KnownEntries) -> [Int32] {
    guard let codes = column.codes else { return find(column) }
    known.prepare(for: column.heap)
    var unknown: [UInt32] = []
    for code in codes where known.groups[Int(code)] == KnownEntries.unknown {
      known.groups[Int(code)] = -1
      unknown.append(code)
    }
    if !unknown.isEmpty {
      for (code, group) in zip(unknown, find(StringColumn(heap: column.heap, codes: unknown))) {
        known.groups[Int(code)] = group
      }
    }
    let groups = known.groups
    return codes.map { groups[Int($0)] }
  }

  /// Remembers the groups of the entries of one heap.
  struct KnownEntries {
    fileprivate static let unknown: Int32 = -2
    fileprivate var groups: [Int32] = []
    private var heap: StringHeap?

    init() {}

    fileprivate mutating func prepare(for heap: StringHeap) {
      if self.heap !== heap {
        self.heap = heap
        groups.removeAll(keepingCapacity: true)
      }
      let missing = heap.count - groups.count
      if missing > 0 { groups.append(contentsOf: repeatElement(Self.unknown, count: missing)) }
    }
  }
}

extension StringKeyIndex {
  /// A row whose string the filter does not rule out.
  private struct Candidate {
    var row: Int
    var hash: UInt64
    /// What its slot holds.
    var found: UInt64 = 0
    /// The string that its slot stands for.
    var key = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
  }

  /// Rows that go through the steps together: what the steps hand on stays in the nearest cache.
  private static let blockRowCount = 512

  private func find(_ column: StringColumn) -> [Int32] {
    [Int32](unsafeUninitializedCapacity: column.count) { target, initialized in
      initialized = column.count
      guard let groups = target.baseAddress else { return }
      groups.initialize(repeating: -1, count: column.count)
      withUnsafeTemporaryAllocation(of: UInt64.self, capacity: Self.blockRowCount) { hashes in
        withUnsafeTemporaryAllocation(of: Candidate.self, capacity: Self.blockRowCount) { candidates in
          guard let hashes = hashes.baseAddress, let candidates = candidates.baseAddress else { return }
          var first = 0
          while first < column.count {
            let next = min(first + Self.blockRowCount, column.count)
            column.hash(first..<next, into: hashes)
            find(first..<next, of: column, hashes, candidates, groups)
            first = next
          }
        }
      }
    }
  }

  private func find(
    _ rows: Range<Int>, of column: StringColumn, _ hashes: UnsafePointer<UInt64>,
    _ candidates: UnsafeMutablePointer<Candidate>, _ groups: UnsafeMutablePointer<Int32>
  ) {
    let (filter, slots, keys) = (self.filter, self.slots, self.keys)
    var count = 0
    for index in 0..<rows.count {
      let hash = hashes[index]
      (candidates + count).initialize(to: Candidate(row: rows.lowerBound &+ index, hash: hash))
      // Added, not branched on: which rows match cannot be predicted.
      let bits = filter[slot(of: hash) / Self.filterSlotCount]
      count &+= Int(truncatingIfNeeded: (bits &>> (hash &>> 32)) & (bits &>> (hash &>> 38)) & 1)
    }
    for index in 0..<count { candidates[index].found = slots[slot(of: candidates[index].hash)] }
    for index in 0..<count where candidates[index].found != 0 {
      candidates[index].key = keys[Int(UInt32(truncatingIfNeeded: candidates[index].found) &- 1)]
    }
    for index in 0..<count {
      let candidate = candidates[index]
      let bytes = column[candidate.row]
      if (candidate.found ^ candidate.hash) & Self.tagMask == 0, candidate.found != 0,
        ByteHash.equal(candidate.key, bytes)
      {
        groups[candidate.row] = Int32(truncatingIfNeeded: UInt32(truncatingIfNeeded: candidate.found) &- 1)
      } else {
        groups[candidate.row] = group(of: bytes, candidate.hash)
      }
    }
  }

  private func group(of bytes: UnsafeBufferPointer<UInt8>, _ hash: UInt64) -> Int32 {
    let table = table(of: hash)
    var offset = Int(truncatingIfNeeded: hash) & table.mask
    while true {
      let found = slots[table.firstSlot &+ offset]
      if found == 0 { return -1 }
      if (found ^ hash) & Self.tagMask == 0 {
        let first = UInt32(truncatingIfNeeded: found) &- 1
        if ByteHash.equal(keys[Int(first)], bytes) { return Int32(truncatingIfNeeded: first) }
      }
      offset = (offset &+ 1) & table.mask
    }
  }
}
