import KQLCatalog
import KQLTypes
import Synchronization

/// The fingerprints of a table's records, each with the place of its record: 20 bytes a record.
final class FingerprintStore: Sendable {
  private let segments = Mutex<[FingerprintSegment]>([])
}

/// Fingerprints of records of one input, at ascending offsets that are not far apart.
struct FingerprintSegment: Sendable {
  static let byteCountPerRecord = 20
  static let recordLimit = 1 << 16

  /// Position among the sources of the scan.
  let source: Int
  let firstOffset: Int64
  private(set) var highs: [UInt64] = []
  private(set) var lows: [UInt64] = []
  /// Offsets of the records, from the first one's.
  private(set) var distances: [UInt32] = []

  init(source: Int, firstOffset: Int64) {
    self.source = source
    self.firstOffset = firstOffset
  }
}

extension FingerprintSegment {
  var count: Int { highs.count }

  /// Whether a record at an offset fits in.
  func hasRoom(at offset: Int64) -> Bool {
    count < Self.recordLimit && offset >= firstOffset && offset - firstOffset <= Int64(UInt32.max)
  }

  mutating func append(_ fingerprint: (UInt64, UInt64), at offset: Int64) {
    highs.append(fingerprint.0)
    lows.append(fingerprint.1)
    distances.append(UInt32(truncatingIfNeeded: offset - firstOffset))
  }

  func offset(_ index: Int) -> Int64 { firstOffset + Int64(distances[index]) }
}

// MARK: - Finding duplicates

extension FingerprintStore {
  func add(_ segment: FingerprintSegment) {
    if segment.count > 0 { segments.withLock { $0.append(segment) } }
  }

  /// The records that repeat one that stands before them: ascending offsets, by the position of their source.
  ///
  /// Which copy counts as the first depends on the order of the inputs alone, not on who read them.
  func duplicates(sourceCount: Int) -> [[Int64]] {
    let segments = segments.withLock { $0 }
    var found = [[Int64]](repeating: [], count: sourceCount)
    let total = segments.reduce(0) { $0 + $1.count }
    // One part of the fingerprints at a time, so that little memory is needed beside them.
    var partBits: UInt64 = 0
    while partBits < 6, total >> partBits > 1 << 20 { partBits += 1 }
    for part in 0..<(1 << partBits) { Self.collect(part, partBits, segments, total, &found) }
    for index in found.indices { found[index].sort() }
    return found
  }

  /// Where a record stands among the segments.
  private struct Place {
    var segment: Int32 = -1
    var index: UInt16 = 0
  }

  private static func collect(
    _ part: Int, _ partBits: UInt64, _ segments: [FingerprintSegment], _ total: Int, _ found: inout [[Int64]]
  ) {
    var capacity = 1024
    while capacity < (total >> Int(partBits)) * 2 + 1024 { capacity *= 2 }
    var places = [Place](repeating: Place(), count: capacity)
    var used = 0
    for (number, segment) in segments.enumerated() {
      for index in 0..<segment.count {
        let high = segment.highs[index]
        if partBits > 0, high >> (64 - partBits) != UInt64(part) { continue }
        if used * 4 > capacity * 3 {
          grow(&places, segments)
          capacity = places.count
        }
        var slot = Int(truncatingIfNeeded: segment.lows[index]) & (capacity - 1)
        while true {
          let place = places[slot]
          guard place.segment >= 0 else {
            places[slot] = Place(segment: Int32(number), index: UInt16(index))
            used += 1
            break
          }
          let other = segments[Int(place.segment)]
          let otherIndex = Int(place.index)
          guard other.highs[otherIndex] == high, other.lows[otherIndex] == segment.lows[index] else {
            slot = (slot + 1) & (capacity - 1)
            continue
          }
          let offset = segment.offset(index)
          let otherOffset = other.offset(otherIndex)
          if (segment.source, offset) < (other.source, otherOffset) {
            places[slot] = Place(segment: Int32(number), index: UInt16(index))
            found[other.source].append(otherOffset)
          } else {
            found[segment.source].append(offset)
          }
          break
        }
      }
    }
  }

  private static func grow(_ places: inout [Place], _ segments: [FingerprintSegment]) {
    var grown = [Place](repeating: Place(), count: places.count * 2)
    for place in places where place.segment >= 0 {
      var slot = Int(truncatingIfNeeded: segments[Int(place.segment)].lows[Int(place.index)]) & (grown.count - 1)
      while grown[slot].segment >= 0 { slot = (slot + 1) & (grown.count - 1) }
      grown[slot] = place
    }
    places = grown
  }
}
