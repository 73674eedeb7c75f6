import KQLColumnar
import KQLTypes

/// Hashes values for sketches.
///
/// Sketches can be stored and merged by a later version, so these hashes must never change: equal values have had,
/// and will have, equal hashes. Integers of all widths, dates and times hash by their number.
enum SketchHash {
  @inline(__always)
  static func hash(_ word: UInt64) -> UInt64 {
    var hash = word &+ 0x9e37_79b9_7f4a_7c15
    hash = (hash ^ (hash >> 30)) &* 0xbf58_476d_1ce4_e5b9
    hash = (hash ^ (hash >> 27)) &* 0x94d0_49bb_1331_11eb
    return hash ^ (hash >> 31)
  }

  static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var state = UInt64(truncatingIfNeeded: bytes.count) &* 0xa076_1d64_78bd_642f
    guard let base = bytes.baseAddress, bytes.count >= 8 else { return hash(ofShort: bytes, state) }
    let raw = UnsafeRawPointer(base)
    @inline(__always) func word(_ offset: Int) -> UInt64 {
      UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
    var rest = bytes.count
    var offset = 0
    while rest >= 32 {
      state = fold(fold(state ^ word(offset)) ^ word(offset &+ 8))
      state = fold(fold(state ^ word(offset &+ 16)) ^ word(offset &+ 24))
      offset &+= 32
      rest &-= 32
    }
    while rest >= 8 {
      state = fold(state ^ word(offset))
      offset &+= 8
      rest &-= 8
    }
    // The last eight bytes without those that were taken already.
    if rest > 0 { state = fold(state ^ word(bytes.count &- 8) &>> UInt64(truncatingIfNeeded: 64 &- 8 &* rest)) }
    return hash(state)
  }

  /// Up to seven bytes.
  private static func hash(ofShort bytes: UnsafeBufferPointer<UInt8>, _ state: UInt64) -> UInt64 {
    if bytes.isEmpty { return hash(state) }
    var word: UInt64 = 0
    for index in bytes.indices { word |= UInt64(bytes[index]) << UInt64(8 * index) }
    return hash(fold(state ^ word))
  }

  @inline(__always)
  private static func fold(_ word: UInt64) -> UInt64 {
    let product = word.multipliedFullWidth(by: 0xe703_7ed1_a0b4_28db)
    return (product.high ^ product.low) &+ 0x8ebc_6af0_9c88_c6e3
  }
}

/// Hashes the rows of columns, each entry of a dictionary once.
struct SketchHasher {
  private var dictionary: StringHeap?
  /// Hash of each entry; 0 when not computed yet.
  private var known: [UInt64] = []

  /// The hashes of a column without nulls, those of dictionary entries that were hashed before left out.
  mutating func newHashes(of column: Column) -> [UInt64] {
    guard case .string(let strings) = column.values, let codes = strings.codes, strings.heap.isDistinct else {
      return hashes(of: column)
    }
    follow(strings.heap)
    var hashes: [UInt64] = []
    known.withUnsafeMutableBufferPointer { known in
      for code in codes where known[Int(code)] == 0 {
        let hash = SketchHash.hash(strings.heap[Int(code)])
        known[Int(code)] = hash
        hashes.append(hash)
      }
    }
    return hashes
  }

  private mutating func follow(_ heap: StringHeap) {
    if heap !== dictionary {
      dictionary = heap
      known = []
    }
    known.grow(to: heap.count) { 0 }
  }

  /// A hash a row; those of null rows are unspecified.
  mutating func hashes(of column: Column) -> [UInt64] {
    switch column.values {
    case .int64(let values): return values.map { SketchHash.hash(UInt64(bitPattern: $0)) }
    case .bool(let values): return values.map { SketchHash.hash($0 ? 1 : 0) }
    case .real(let values): return values.map { SketchHash.hash($0.canonicalBits) }
    case .guid(let values):
      return values.map {
        SketchHash.hash(UInt64(truncatingIfNeeded: $0) ^ SketchHash.hash(UInt64(truncatingIfNeeded: $0 >> 64)))
      }
    case .decimal(let values):
      return values.map { value in
        let value = value.normalized
        let low = UInt64(truncatingIfNeeded: value.mantissa)
        let high = UInt64(truncatingIfNeeded: value.mantissa >> 64)
        return SketchHash.hash(low ^ SketchHash.hash(high ^ UInt64(value.scale) << 56))
      }
    case .string(let strings): return hashes(of: strings)
    case .dynamic(let values):
      var text: [UInt8] = []
      return values.map { value in
        text.clear()
        JSONText.append(value, to: &text)
        return text.withUnsafeBufferPointer { SketchHash.hash($0) }
      }
    }
  }

  private mutating func hashes(of strings: StringColumn) -> [UInt64] {
    guard let codes = strings.codes, strings.heap.isDistinct else {
      return (0..<strings.count).map { SketchHash.hash(strings[$0]) }
    }
    follow(strings.heap)
    var hashes: [UInt64] = []
    hashes.reserveCapacity(codes.count)
    for code in codes {
      var hash = known[Int(code)]
      if hash == 0 {
        hash = SketchHash.hash(strings.heap[Int(code)])
        known[Int(code)] = hash
      }
      hashes.append(hash)
    }
    return hashes
  }
}
