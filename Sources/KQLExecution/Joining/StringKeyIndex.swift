import KQLCatalog
import KQLColumnar

/// Finds the rows of a join's only key when that is a string, without copying the strings; immutable once it is built.
///
/// The group of a row is the first row that has its string. Hashes are divided by their upper bits into partitions with
/// a table each, so that threads build them apart and a table fits a processor's cache while it is built.
final class StringKeyIndex: @unchecked Sendable {
  /// A table of its own: linear probing from `firstSlot + hash & mask`, around its end.
  struct Partition {
    var firstSlot: Int
    var mask: Int
  }

  let rowCount: Int
  /// Whether two rows have one string.
  let hasRepeats: Bool
  /// The string of each row.
  let keys: UnsafeMutablePointer<UnsafeBufferPointer<UInt8>>
  /// Upper half of the hash, and the first row that has the string + 1; 0 when free.
  let slots: UnsafeMutablePointer<UInt64>
  /// A word for sixteen slots, in which two bits are set for each string that belongs there: tells of most strings
  /// that they are missing, and is small enough to stay in the cache.
  let filter: UnsafeMutablePointer<UInt64>
  let partitions: UnsafeMutablePointer<Partition>
  let partitionBits: Int
  private let slotCount: Int
  /// Hold the bytes of the strings.
  private let columns: [StringColumn]

  static let tagMask: UInt64 = 0xffff_ffff_0000_0000
  static let filterSlotCount = 16

  /// - Parameters:
  ///   - columns: The strings of fewer than 2³¹ rows, in order.
  ///   - groups: Gets the group of each row.
  init(_ columns: [StringColumn], threadCount: Int, groups: inout [UInt32]) {
    self.columns = columns
    let hashes = StringKeyHashes(columns, threadCount: threadCount)
    rowCount = hashes.rowCount
    keys = hashes.keys
    partitionBits = hashes.partitionBits
    let partitionCount = 1 << partitionBits
    partitions = .allocate(capacity: partitionCount)
    var slotCount = 0
    for partition in 0..<partitionCount {
      var capacity = Self.filterSlotCount
      while capacity < hashes.rows(ofPartition: partition).count * 2 { capacity *= 2 }
      (partitions + partition).initialize(to: Partition(firstSlot: slotCount, mask: capacity - 1))
      slotCount += capacity
    }
    self.slotCount = slotCount
    slots = .allocate(capacity: slotCount)
    filter = .allocate(capacity: slotCount / Self.filterSlotCount)

    let threadCount = hashes.threadCount
    let repeats = UnsafeMutablePointer<Bool>.allocate(capacity: threadCount)
    repeats.initialize(repeating: false, count: threadCount)
    defer { repeats.deallocate() }
    nonisolated(unsafe) let (tables, slots, filter, hasRepeats) = (partitions, slots, filter, repeats)
    groups = [UInt32](unsafeUninitializedCapacity: rowCount) { target, initialized in
      initialized = hashes.rowCount
      guard let groups = target.baseAddress else { return }
      nonisolated(unsafe) let target = groups
      WorkerThread.runAll(threadCount) { thread in
        for partition in stride(from: thread, to: partitionCount, by: threadCount) {
          let table = tables[partition]
          (slots + table.firstSlot).initialize(repeating: 0, count: table.mask + 1)
          let filterCount = (table.mask + 1) / Self.filterSlotCount
          (filter + table.firstSlot / Self.filterSlotCount).initialize(repeating: 0, count: filterCount)
          for position in hashes.rows(ofPartition: partition) {
            let (row, hash) = (hashes.order[position], hashes.ordered[position])
            let group = Self.insert(row, hash, hashes.keys, table, slots, filter)
            target[Int(row)] = group
            if group != row { hasRepeats[thread] = true }
          }
        }
      }
    }
    self.hasRepeats = (0..<threadCount).contains { repeats[$0] }
  }

  deinit {
    keys.deallocate()
    slots.deallocate()
    filter.deallocate()
    partitions.deallocate()
  }

  var byteCount: Int { slotCount * 8 + slotCount / 2 + rowCount * MemoryLayout<UnsafeBufferPointer<UInt8>>.stride }
}

// MARK: - Places

extension StringKeyIndex {
  /// - Returns: The first row that has the string.
  @inline(__always)
  private static func insert(
    _ row: UInt32, _ hash: UInt64, _ keys: UnsafeMutablePointer<UnsafeBufferPointer<UInt8>>, _ table: Partition,
    _ slots: UnsafeMutablePointer<UInt64>, _ filter: UnsafeMutablePointer<UInt64>
  ) -> UInt32 {
    var offset = Int(truncatingIfNeeded: hash) & table.mask
    filter[(table.firstSlot &+ offset) / filterSlotCount] |= filterBits(of: hash)
    while true {
      let found = slots[table.firstSlot &+ offset]
      if found == 0 {
        slots[table.firstSlot &+ offset] = hash & tagMask | UInt64(row &+ 1)
        return row
      }
      if (found ^ hash) & tagMask == 0 {
        let first = UInt32(truncatingIfNeeded: found) &- 1
        let (known, new) = (keys[Int(first)], keys[Int(row)])
        // Rows that share an entry need no comparison.
        let isShared = known.baseAddress == new.baseAddress && known.count == new.count
        if isShared || ByteHash.equal(known, new) { return first }
      }
      offset = (offset &+ 1) & table.mask
    }
  }

  @inline(__always)
  static func filterBits(of hash: UInt64) -> UInt64 { 1 &<< (hash &>> 32) | 1 &<< (hash &>> 38) }

  /// The upper bits, of which none for a single partition.
  @inline(__always)
  static func partition(of hash: UInt64, bits: Int) -> Int {
    Int(truncatingIfNeeded: (hash &>> 1) &>> UInt64(truncatingIfNeeded: 63 &- bits))
  }

  @inline(__always)
  func table(of hash: UInt64) -> Partition { partitions[Self.partition(of: hash, bits: partitionBits)] }

  /// Where a string is looked for first.
  @inline(__always)
  func slot(of hash: UInt64) -> Int {
    let table = table(of: hash)
    return table.firstSlot &+ (Int(truncatingIfNeeded: hash) & table.mask)
  }
}
