import KQLCatalog
import KQLColumnar

/// The hashes of a join's only key when that is a string, divided into partitions by their upper bits; what a
/// ``StringKeyIndex`` is built of.
final class StringKeyHashes: @unchecked Sendable {
  let rowCount: Int
  /// Threads that are of use for so many rows.
  let threadCount: Int
  let partitionBits: Int
  /// The string of each row; belongs to whoever made the hashes.
  let keys: UnsafeMutablePointer<UnsafeBufferPointer<UInt8>>
  /// Rows by partition, ascending in each.
  let order: UnsafeMutablePointer<UInt32>
  /// Their hashes.
  let ordered: UnsafeMutablePointer<UInt64>
  /// Where each partition begins in `order`; one more at the end.
  private var starts: [Int] = []

  /// Rows from which on threads gain more than they cost.
  private static let sharedRowCount = 1 << 14
  /// Rows of a partition whose table still fits the cache of a core.
  private static let partitionRowCount = 1 << 13

  init(_ columns: [StringColumn], threadCount: Int) {
    let rowCount = columns.reduce(0) { $0 + $1.count }
    let threadCount = rowCount < Self.sharedRowCount ? 1 : threadCount
    let bits = (0..<8).first { rowCount >> $0 <= Self.partitionRowCount } ?? 8
    self.rowCount = rowCount
    self.threadCount = threadCount
    partitionBits = bits
    keys = .allocate(capacity: rowCount)
    order = .allocate(capacity: rowCount)
    ordered = .allocate(capacity: rowCount)

    let partitionCount = 1 << bits
    let hashes = UnsafeMutablePointer<UInt64>.allocate(capacity: rowCount)
    // Rows of each thread in each partition, later where each thread's next row of a partition goes.
    let places = UnsafeMutablePointer<Int>.allocate(capacity: threadCount * partitionCount)
    places.initialize(repeating: 0, count: threadCount * partitionCount)
    defer {
      hashes.deallocate()
      places.deallocate()
    }
    nonisolated(unsafe) let (keys, order, ordered, rowHashes, rowPlaces) = (keys, order, ordered, hashes, places)
    @Sendable func rows(of thread: Int) -> Range<Int> {
      rowCount * thread / threadCount..<rowCount * (thread + 1) / threadCount
    }
    WorkerThread.runAll(threadCount) { thread in
      let counts = rowPlaces + thread * partitionCount
      Self.hash(rows(of: thread), of: columns, keys, rowHashes)
      for row in rows(of: thread) { counts[StringKeyIndex.partition(of: rowHashes[row], bits: bits)] &+= 1 }
    }
    var next = 0
    for partition in 0..<partitionCount {
      starts.append(next)
      for thread in 0..<threadCount {
        let count = places[thread * partitionCount + partition]
        places[thread * partitionCount + partition] = next
        next += count
      }
    }
    starts.append(next)
    WorkerThread.runAll(threadCount) { thread in
      let places = rowPlaces + thread * partitionCount
      for row in rows(of: thread) {
        let partition = StringKeyIndex.partition(of: rowHashes[row], bits: bits)
        (order + places[partition]).initialize(to: UInt32(truncatingIfNeeded: row))
        (ordered + places[partition]).initialize(to: rowHashes[row])
        places[partition] &+= 1
      }
    }
  }

  deinit {
    order.deallocate()
    ordered.deallocate()
  }

  /// Positions in `order`.
  func rows(ofPartition partition: Int) -> Range<Int> { starts[partition]..<starts[partition + 1] }

  private static func hash(
    _ rows: Range<Int>, of columns: [StringColumn], _ keys: UnsafeMutablePointer<UnsafeBufferPointer<UInt8>>,
    _ hashes: UnsafeMutablePointer<UInt64>
  ) {
    var first = 0
    // The hash of each entry, where rows share entries.
    var known: [UInt64] = []
    var heap: StringHeap?
    for column in columns {
      defer { first += column.count }
      let part = rows.clamped(to: first..<first + column.count)
      guard !part.isEmpty else { continue }
      let entryCount = column.heap.count
      guard let codes = column.codes, entryCount <= column.count else {
        column.hash(part.lowerBound - first..<part.upperBound - first, into: hashes + part.lowerBound)
        for row in part { (keys + row).initialize(to: column[row &- first]) }
        continue
      }
      if heap !== column.heap { known.removeAll(keepingCapacity: true) }
      heap = column.heap
      while known.count < entryCount { known.append(ByteHash.hash(column.heap[known.count])) }
      for row in part {
        let code = Int(codes[row &- first])
        (keys + row).initialize(to: column.heap[code])
        (hashes + row).initialize(to: known[code])
      }
    }
  }
}
