/// What reading encoded values comes upon.
struct ParquetDamage: Error {
  var reason: String

  static let tooShort = ParquetDamage(reason: "a page holds fewer values than it says")
}

/// Numbers of a few bits, in runs of equal ones and in groups of packed ones (RLE).
///
/// Specification: <https://github.com/apache/parquet-format/blob/master/Encodings.md>
struct ParquetRuns {
  private let bytes: ParquetBytes
  private let bitCount: Int
  private var position = 0
  /// Values left of the current run.
  private var left = 0
  /// The value of a run of equal ones; `nil` in a packed one.
  private var repeated: UInt32?
  /// Where the next packed value begins.
  private var bitPosition = 0

  /// - Parameter bitCount: At most 32.
  init(_ bytes: ParquetBytes, bitCount: Int) {
    self.bytes = bytes
    self.bitCount = bitCount
  }

  mutating func next(_ count: Int, into target: UnsafeMutablePointer<UInt32>) throws(ParquetDamage) {
    if bitCount == 0 { return target.update(repeating: 0, count: count) }
    var done = 0
    while done < count {
      if left == 0 { try beginRun() }
      let step = min(left, count - done)
      if let repeated {
        (target + done).update(repeating: repeated, count: step)
      } else {
        try unpack(step, into: target + done)
      }
      left -= step
      done += step
    }
  }

  private mutating func beginRun() throws(ParquetDamage) {
    let header = try bytes.varint(at: &position)
    let count = Int(truncatingIfNeeded: min(header >> 1, UInt64(Int32.max)))
    if header & 1 == 0 {
      let width = (bitCount + 7) / 8
      guard position + width <= bytes.count else { throw .tooShort }
      var value: UInt32 = 0
      for index in 0..<width { value |= UInt32(bytes[position + index]) << UInt32(8 * index) }
      position += width
      repeated = value
      left = count
    } else {
      repeated = nil
      bitPosition = position * 8
      // The last group may be cut off behind the values that count.
      position = min(bytes.count, position + count * bitCount)
      left = count * 8
    }
  }

  private mutating func unpack(_ count: Int, into target: UnsafeMutablePointer<UInt32>) throws(ParquetDamage) {
    guard let base = bytes.baseAddress, bitPosition + count * bitCount <= bytes.count * 8 else { throw .tooShort }
    let mask = UInt64(1) << UInt64(bitCount) - 1
    var bit = bitPosition
    for index in 0..<count {
      let word = ByteScan.load8(base + bit >> 3)
      target[index] = UInt32(truncatingIfNeeded: word &>> UInt64(bit & 7) & mask)
      bit += bitCount
    }
    bitPosition = bit
  }
}

/// Integers as packed differences (DELTA_BINARY_PACKED).
struct ParquetDeltas {
  private let bytes: ParquetBytes
  private var position = 0
  private let valuesPerMiniblock: Int
  private let miniblockCount: Int
  /// Values that there are, and those that were taken.
  let count: Int
  private var taken = 0
  private var value: Int64
  private var lowest: Int64 = 0
  private var widths: [UInt8] = []
  private var miniblock = 0
  private var leftInMiniblock = 0
  private var bitPosition = 0

  private static let miniblockLimit: UInt64 = 4096

  init(_ bytes: ParquetBytes) throws(ParquetDamage) {
    self.bytes = bytes
    var position = 0
    let blockSize = try bytes.varint(at: &position)
    let miniblocks = try bytes.varint(at: &position)
    let count = try bytes.varint(at: &position)
    value = try bytes.zigzag(at: &position)
    guard (1...Self.miniblockLimit).contains(miniblocks), blockSize <= 1 << 24, blockSize > 0,
      blockSize % miniblocks == 0, count <= UInt64(Int32.max)
    else { throw ParquetDamage(reason: "the header of packed differences is not valid") }
    miniblockCount = Int(miniblocks)
    valuesPerMiniblock = Int(blockSize / miniblocks)
    self.count = Int(count)
    self.position = position
    miniblock = miniblockCount
  }

  mutating func next() throws(ParquetDamage) -> Int64 {
    guard taken < count else { throw .tooShort }
    taken += 1
    if taken == 1 { return value }
    if leftInMiniblock == 0 { try beginMiniblock() }
    leftInMiniblock -= 1
    let width = Int(widths[miniblock])
    let delta = width == 0 ? 0 : bits(width)
    value = value &+ lowest &+ Int64(bitPattern: delta)
    return value
  }

  private mutating func beginMiniblock() throws(ParquetDamage) {
    miniblock += 1
    if miniblock >= miniblockCount {
      lowest = try bytes.zigzag(at: &position)
      guard position + miniblockCount <= bytes.count else { throw .tooShort }
      widths = Array(bytes[position..<(position + miniblockCount)])
      position += miniblockCount
      miniblock = 0
    }
    let width = Int(widths[miniblock])
    guard width <= 64 else { throw ParquetDamage(reason: "packed differences have more than 64 bits") }
    let byteCount = (valuesPerMiniblock * width + 7) / 8
    bitPosition = position * 8
    // Padding behind the last value may be missing.
    let needed = (min(valuesPerMiniblock, count - taken + 1) * width + 7) / 8
    guard position + needed <= bytes.count else { throw .tooShort }
    position = min(bytes.count, position + byteCount)
    leftInMiniblock = valuesPerMiniblock
  }

  private mutating func bits(_ width: Int) -> UInt64 {
    guard let base = bytes.baseAddress else { return 0 }
    let start = base + bitPosition >> 3
    let shift = UInt64(bitPosition & 7)
    bitPosition += width
    var word = ByteScan.load8(start) &>> shift
    if Int(shift) + width > 64 { word |= UInt64(start[8]) << (64 - shift) }
    return width == 64 ? word : word & (1 << UInt64(width) - 1)
  }

  /// Where the data behind the values begin.
  ///
  /// - Complexity: O(*n*).
  func end() throws(ParquetDamage) -> Int {
    var copy = self
    while copy.taken < copy.count { _ = try copy.next() }
    return copy.position
  }
}

extension ParquetBytes {
  func varint(at position: inout Int) throws(ParquetDamage) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      guard position < count else { throw .tooShort }
      let byte = self[position]
      position += 1
      if shift == 63, byte > 1 { throw ParquetDamage(reason: "a number has more than 64 bits") }
      value |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
  }

  func zigzag(at position: inout Int) throws(ParquetDamage) -> Int64 {
    let value = try varint(at: &position)
    return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }
}
