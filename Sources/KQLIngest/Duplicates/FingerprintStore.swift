import KQLCatalog
import KQLTypes

/// A record that is known by 128 bits of its form, and where it stands in its table.
struct Fingerprint: BitwiseCopyable, Sendable {
  var high: UInt64
  var low: UInt64
  /// Smaller for records that stand before.
  var ordinal: Int64

  /// Equal fingerprints are in the same part.
  static let partCount = 256

  var part: Int { Int(truncatingIfNeeded: high >> 56) }
}

/// The fingerprints of a table's records, in parts by their first bits.
///
/// What exceeds a budget goes to a temporary file, and comes back part by part when duplicates are looked for: memory
/// does not grow with the number of records, whatever their order.
final class FingerprintStore: @unchecked Sendable {
  private let lock = Lock()
  private let budget: Int
  // All that follows is used under the lock.
  private var parts = [[Fingerprint]](repeating: [], count: Fingerprint.partCount)
  private var heldCount = 0
  private var highestCount = 0
  private var file: FingerprintFile?
  /// Where each part begins in the file, and the last one ends, for each time that memory was given up.
  private var spills: [[Int64]] = []

  /// - Parameter budget: Fingerprints that are held in memory.
  init(budget: Int) { self.budget = max(1, budget) }
}

// MARK: - Adding

extension FingerprintStore {
  /// - Returns: Bytes of memory that were not needed before.
  func add(_ fingerprints: [Fingerprint]) -> Int {
    lock.run {
      for fingerprint in fingerprints { parts[fingerprint.part].append(fingerprint) }
      heldCount += fingerprints.count
      guard heldCount > highestCount else { return 0 }
      defer { highestCount = heldCount }
      return (heldCount - highestCount) * MemoryLayout<Fingerprint>.stride
    }
  }

  /// Moves fingerprints to the file when there are too many in memory.
  func relieve() throws(ExecutionError) {
    try lock.run { () throws(ExecutionError) in
      guard heldCount >= budget else { return }
      let file: FingerprintFile
      if let known = self.file { file = known } else { file = try FingerprintFile() }
      self.file = file
      var starts: [Int64] = []
      for index in parts.indices {
        starts.append(file.count)
        try file.append(parts[index])
        parts[index].removeAll(keepingCapacity: true)
      }
      starts.append(file.count)
      spills.append(starts)
      heldCount = 0
    }
  }
}

// MARK: - Finding duplicates

extension FingerprintStore {
  /// The ordinals of records that repeat one that stands before them, ascending.
  ///
  /// Which copy counts as the first does not depend on who added them, or when.
  func duplicates(_ control: QueryControl) throws(ExecutionError) -> [Int64] {
    try lock.run { () throws(ExecutionError) in
      var found: [Int64] = []
      for part in 0..<Fingerprint.partCount {
        try control.checkpoint()
        let spilledCount = spills.reduce(0) { $0 + Int(clamping: $1[part + 1] - $1[part]) }
        let byteCount = (spilledCount + parts[part].count) * 2 * MemoryLayout<Fingerprint>.stride
        try control.reserve(byteCount: byteCount)
        defer { control.release(byteCount: byteCount) }
        var fingerprints = parts[part]
        parts[part] = []
        fingerprints.reserveCapacity(fingerprints.count + spilledCount)
        for starts in spills { try file?.read(starts[part]..<starts[part + 1], into: &fingerprints) }
        Self.collect(fingerprints, &found)
      }
      found.sort()
      return found
    }
  }

  private static func collect(_ fingerprints: [Fingerprint], _ found: inout [Int64]) {
    if fingerprints.count < 2 { return }
    var capacity = 16
    while capacity < fingerprints.count * 2 { capacity *= 2 }
    // Positions of the first copies so far, from 1; 0 is an empty place.
    var places = [UInt32](repeating: 0, count: capacity)
    for index in fingerprints.indices {
      let fingerprint = fingerprints[index]
      var place = Int(truncatingIfNeeded: fingerprint.low) & (capacity - 1)
      while true {
        guard places[place] > 0 else {
          places[place] = UInt32(index + 1)
          break
        }
        let other = fingerprints[Int(places[place]) - 1]
        guard other.low == fingerprint.low, other.high == fingerprint.high else {
          place = (place + 1) & (capacity - 1)
          continue
        }
        if fingerprint.ordinal < other.ordinal { places[place] = UInt32(index + 1) }
        found.append(max(fingerprint.ordinal, other.ordinal))
        break
      }
    }
  }
}
