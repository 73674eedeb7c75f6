import KQLTypes

/// The values of one page that are not null, decoded a few at a time.
struct ParquetPageValues {
  private enum Coding {
    /// Numbers and fixed values, one after the other.
    case plain
    /// Bytes behind their number.
    case counted
    case bits
    case runs(ParquetRuns)
    case dictionary(ParquetRuns)
    case deltas(ParquetDeltas)
    case deltaLengths(ParquetDeltas)
    case deltaBytes(prefixes: ParquetDeltas, suffixes: ParquetDeltas)
    case split(count: Int)
  }

  private let column: ParquetColumn
  private let bytes: ParquetBytes
  private var coding: Coding
  /// Bytes or values that were taken, by what the coding counts.
  private var position = 0
  private let width: Int
  /// The last value of bytes that are written as differences.
  private var last: [UInt8] = []

  /// Small pages can stand for very much, so that there must be a limit to what is put together at once.
  private static let joinedByteLimit = 256 << 20

  init(_ page: ParquetPage, _ column: ParquetColumn) throws(ParquetDamage) {
    self.column = column
    bytes = page.values
    width = Self.width(column)
    let isBytes = column.physical == .byteArray
    switch page.encoding {
    case 0: coding = isBytes ? .counted : column.physical == .boolean ? .bits : .plain
    case 2, 8:
      // The width of the numbers stands in front of them.
      guard let bitCount = bytes.first else {
        coding = .dictionary(ParquetRuns(bytes, bitCount: 0))
        return
      }
      guard bitCount <= 32 else { throw ParquetDamage(reason: "numbers of dictionary entries have more than 32 bits") }
      coding = .dictionary(ParquetRuns(UnsafeBufferPointer(rebasing: bytes.dropFirst()), bitCount: Int(bitCount)))
    case 3 where column.physical == .boolean:
      guard bytes.count >= 4 else { throw .tooShort }
      coding = .runs(ParquetRuns(UnsafeBufferPointer(rebasing: bytes.dropFirst(4)), bitCount: 1))
    case 5 where column.physical == .int32 || column.physical == .int64: coding = .deltas(try ParquetDeltas(bytes))
    case 6 where isBytes:
      let lengths = try ParquetDeltas(bytes)
      position = try lengths.end()
      coding = .deltaLengths(lengths)
    case 7 where isBytes || column.physical == .fixedByteArray:
      let prefixes = try ParquetDeltas(bytes)
      let middle = try prefixes.end()
      let suffixes = try ParquetDeltas(UnsafeBufferPointer(rebasing: bytes[middle...]))
      position = middle + (try suffixes.end())
      coding = .deltaBytes(prefixes: prefixes, suffixes: suffixes)
    case 9 where !isBytes && column.physical != .boolean && column.physical != .int96:
      coding = .split(count: bytes.count / width)
    default:
      throw ParquetDamage(reason: "encoding \(ParquetEncoding.name(page.encoding)) is not supported for its type")
    }
  }

  private static func width(_ column: ParquetColumn) -> Int {
    switch column.physical {
    case .int32, .float: 4
    case .int64, .double: 8
    case .int96: 12
    case .fixedByteArray: column.byteCount
    case .boolean, .byteArray: 1
    }
  }
}

// MARK: - Decoding

extension ParquetPageValues {
  /// Decodes the next values.
  ///
  /// - Parameters:
  ///   - dictionary: The entries that numbers stand for.
  ///   - scratch: Room for `count` numbers.
  ///   - arena: Takes bytes that have to be put together.
  mutating func next(
    _ count: Int, into target: UnsafeMutablePointer<RawValue>, _ converter: ParquetValueConverter,
    dictionary: UnsafeBufferPointer<RawValue>, scratch: UnsafeMutablePointer<UInt32>, arena: TextArena
  ) throws(ParquetDamage) {
    switch coding {
    case .dictionary(var runs):
      try runs.next(count, into: scratch)
      coding = .dictionary(runs)
      for index in 0..<count {
        let entry = Int(scratch[index])
        guard entry < dictionary.count else { throw ParquetDamage(reason: "there is no dictionary entry \(entry)") }
        target[index] = dictionary[entry]
      }
    case .counted:
      for index in 0..<count { target[index] = converter.value(try counted()) }
    case .plain:
      guard count <= (bytes.count - position) / width else { throw .tooShort }
      for index in 0..<count {
        target[index] = value(UnsafeBufferPointer(rebasing: bytes[position..<(position + width)]), converter)
        position += width
      }
    case .bits:
      guard position + count <= bytes.count * 8 else { throw .tooShort }
      for index in 0..<count {
        target[index] = converter.value(UInt64(bytes[position >> 3] >> UInt8(position & 7) & 1))
        position += 1
      }
    case .runs(var runs):
      try runs.next(count, into: scratch)
      coding = .runs(runs)
      for index in 0..<count { target[index] = converter.value(UInt64(scratch[index])) }
    case .deltas(var deltas):
      let isShort = column.physical == .int32
      for index in 0..<count {
        let value = try deltas.next()
        target[index] = converter.value(
          UInt64(bitPattern: isShort ? Int64(Int32(truncatingIfNeeded: value)) : value))
      }
      coding = .deltas(deltas)
    case .deltaLengths(var lengths):
      for index in 0..<count { target[index] = converter.value(try take(try lengths.next())) }
      coding = .deltaLengths(lengths)
    case .deltaBytes(var prefixes, var suffixes):
      var joinedByteCount = 0
      for index in 0..<count {
        let value = try joined(try prefixes.next(), try suffixes.next(), arena)
        joinedByteCount += value.count
        guard joinedByteCount <= Self.joinedByteLimit else {
          throw ParquetDamage(
            reason: "values of \(count) rows have more than \(Self.joinedByteLimit >> 20) MiB together")
        }
        target[index] = converter.value(value)
      }
      coding = .deltaBytes(prefixes: prefixes, suffixes: suffixes)
    case .split(let total):
      guard count <= total - position else { throw .tooShort }
      for index in 0..<count {
        let value = arena.append(capacity: width) { target in
          for byte in 0..<width { target[byte] = bytes[byte * total + position] }
          return width
        }
        target[index] = self.value(value, converter)
        position += 1
      }
    }
  }

  /// A number or fixed value in its bytes.
  @inline(__always)
  private func value(_ bytes: ParquetBytes, _ converter: ParquetValueConverter) -> RawValue {
    guard let base = bytes.baseAddress else { return .absent }
    switch column.physical {
    case .int32: return converter.value(UInt64(bitPattern: Int64(Int32(truncatingIfNeeded: ByteScan.load8(base)))))
    case .float:
      let float = Float(bitPattern: UInt32(truncatingIfNeeded: ByteScan.load8(base)))
      return converter.value(Double(float).bitPattern)
    case .int64, .double: return converter.value(ByteScan.load8(base))
    case .boolean, .int96, .byteArray, .fixedByteArray: return converter.value(bytes)
    }
  }

  private mutating func counted() throws(ParquetDamage) -> ParquetBytes {
    guard let base = bytes.baseAddress, bytes.count - position >= 4 else { throw .tooShort }
    let count = Int(ByteScan.load8(base + position) & 0xffff_ffff)
    position += 4
    return try take(Int64(count))
  }

  private mutating func take(_ count: Int64) throws(ParquetDamage) -> ParquetBytes {
    guard count >= 0, count <= Int64(bytes.count - position) else { throw .tooShort }
    defer { position += Int(count) }
    return UnsafeBufferPointer(rebasing: bytes[position..<(position + Int(count))])
  }

  /// The value that begins as the last one did and goes on differently.
  private mutating func joined(
    _ prefix: Int64, _ suffix: Int64, _ arena: TextArena
  ) throws(ParquetDamage) -> ParquetBytes {
    let rest = try take(suffix)
    guard prefix >= 0, prefix <= Int64(last.count) else {
      throw ParquetDamage(reason: "a value begins with more of the last one than there is")
    }
    last.removeSubrange(Int(prefix)...)
    last.append(contentsOf: rest)
    guard column.physical != .fixedByteArray || last.count == column.byteCount else { throw .tooShort }
    let value = last
    return arena.append(capacity: value.count) { target in
      value.withUnsafeBufferPointer { source in
        if let start = source.baseAddress { target.update(from: start, count: source.count) }
      }
      return value.count
    }
  }
}
