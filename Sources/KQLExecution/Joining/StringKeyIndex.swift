import KQLColumnar

/// Finds the groups of a join's only key when that is a string: numbers distinct strings in the order in which they
/// come, without copying them.
///
/// Lookups go over a batch in steps: all hashes, then all places of the table, then all comparisons. The loads of a
/// step do not wait for one another, which is most of what a join of large tables would otherwise do.
struct StringKeyIndex: Sendable {
  private let strings: StringColumn
  /// The row of each group's first string.
  private var firstRows: [UInt32] = []
  /// Upper bits of the hash and group + 1; 0 when free. Linear probing.
  private var slots: [UInt64]
  private let mask: Int

  private static let tagMask: UInt64 = 0xffff_ffff_0000_0000

  /// - Parameter groups: Gets the group of each row.
  init(_ strings: StringColumn, groups: inout [UInt32]) {
    self.strings = strings
    var capacity = 64
    while capacity < strings.count * 2 { capacity *= 2 }
    slots = [UInt64](repeating: 0, count: capacity)
    mask = capacity - 1
    groups = []
    groups.reserveCapacity(strings.count)
    // The group + 1 of each entry, where rows share entries.
    var known = [UInt32](repeating: 0, count: strings.codes == nil ? 0 : strings.heap.count)
    for row in 0..<strings.count {
      let entry = strings.entry(row)
      if !known.isEmpty, known[entry] != 0 {
        groups.append(known[entry] &- 1)
        continue
      }
      let group = insert(row)
      if !known.isEmpty { known[entry] = group &+ 1 }
      groups.append(group)
    }
  }

  private mutating func insert(_ row: Int) -> UInt32 {
    let bytes = strings[row]
    let hash = ByteHash.hash(bytes)
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 {
      if slots[slot] & Self.tagMask == hash & Self.tagMask {
        let group = UInt32(truncatingIfNeeded: slots[slot]) &- 1
        if ByteHash.equal(strings[Int(firstRows[Int(group)])], bytes) { return group }
      }
      slot = (slot &+ 1) & mask
    }
    let group = UInt32(truncatingIfNeeded: firstRows.count)
    slots[slot] = hash & Self.tagMask | UInt64(group &+ 1)
    firstRows.append(UInt32(truncatingIfNeeded: row))
    return group
  }

  var groupCount: Int { firstRows.count }
  var byteCount: Int { slots.count * 8 + firstRows.count * 4 }
}

// MARK: - Looking up

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

  private func find(_ column: StringColumn) -> [Int32] {
    let count = column.count
    let hashes = [UInt64](unsafeUninitializedCapacity: count) { target, initialized in
      for row in 0..<count { target[row] = ByteHash.hash(column[row]) }
      initialized = count
    }
    return slots.withUnsafeBufferPointer { slots in
      let places = [UInt64](unsafeUninitializedCapacity: count) { target, initialized in
        for row in 0..<count { target[row] = slots[Int(truncatingIfNeeded: hashes[row]) & mask] }
        initialized = count
      }
      return [Int32](unsafeUninitializedCapacity: count) { target, initialized in
        for row in 0..<count {
          var found = places[row]
          var slot = Int(truncatingIfNeeded: hashes[row]) & mask
          var group: Int32 = -1
          while found != 0 {
            if (found ^ hashes[row]) & Self.tagMask == 0 {
              let candidate = UInt32(truncatingIfNeeded: found) &- 1
              if ByteHash.equal(strings[Int(firstRows[Int(candidate)])], column[row]) {
                group = Int32(bitPattern: candidate)
                break
              }
            }
            slot = (slot &+ 1) & mask
            found = slots[slot]
          }
          target[row] = group
        }
        initialized = count
      }
    }
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
