import KQLColumnar
import KQLTypes

/// Reads a stored column in two steps: first what conditions can be decided by, then the value of each row.
struct ColumnDecoder {
  private var reader: BlobReader
  private let type: ScalarType
  private let rowCount: Int
  let validity: Bitmap?
  /// The distinct byte strings of a column that is not numeric; else `nil`.
  let entries: StringHeap?

  /// Reads up to where the rows begin.
  ///
  /// - Parameter bytes: The stored column, which must stay where it is as long as the decoder is used.
  init(_ bytes: UnsafeRawBufferPointer, type: ScalarType, rowCount: Int) throws(BlobError) {
    self.type = type
    self.rowCount = rowCount
    var reader = BlobReader(bytes)
    switch try reader.byte() {
    case 0: validity = nil
    case 1:
      let flags = try IntegerDecoder.read(rowCount, from: &reader)
      validity = Bitmap(count: rowCount) { flags[$0] != 0 }
    default: throw BlobError("it begins with an unknown number")
    }
    if ColumnGatherer.isNumeric(type) {
      entries = nil
    } else {
      let count = try reader.count(limit: rowCount + 1)
      entries = try TextDecoder.read(count, isText: type == .string, from: &reader)
    }
    self.reader = reader
  }
}

// MARK: - Rows

extension ColumnDecoder {
  /// The numbers of a numeric column.
  private func numbers() throws(BlobError) -> [Int64] {
    var reader = reader
    let numbers = try IntegerDecoder.read(rowCount, from: &reader)
    try reader.checkEnd()
    return numbers
  }

  /// The entry of each row.
  func codes() throws(BlobError) -> [UInt32] {
    let numbers = try numbers()
    let limit = UInt64(entries?.count ?? 0)
    var isValid = true
    let codes = [UInt32](unsafeUninitializedCapacity: numbers.count) { target, initialized in
      for row in numbers.indices {
        isValid = isValid && UInt64(bitPattern: numbers[row]) < limit
        target[row] = UInt32(truncatingIfNeeded: numbers[row])
      }
      initialized = numbers.count
    }
    guard isValid else { throw BlobError("a row has no value") }
    return codes
  }

  func column() throws(BlobError) -> Column {
    switch type {
    case .string:
      guard let entries else { throw BlobError("it has no texts") }
      return .string(StringColumn(heap: entries, codes: try codes()))
    case .bool: return .bool(try numbers().map { $0 != 0 }, validity)
    case .int, .long, .datetime, .timespan: return .int64(try numbers(), as: type, validity)
    case .real: return .real(try numbers().map { Double(bitPattern: UInt64(bitPattern: $0)) }, validity)
    case .decimal:
      let values = try values { (reader) throws(BlobError) in try DynamicCoder.readDecimal(from: &reader) }
      return Column(type: type, values: .decimal(try rows(values, KQLDecimal(0))), validity: validity)
    case .guid:
      let values = try values { (reader) throws(BlobError) in
        UInt128(bigEndian: UInt128(littleEndian: try reader.number(UInt128.self)))
      }
      return Column(type: type, values: .guid(try rows(values, 0)), validity: validity)
    case .dynamic:
      let values = try values { (reader) throws(BlobError) in try DynamicCoder.read(from: &reader) }
      return Column(type: type, values: .dynamic(try rows(values, .null)), validity: validity)
    }
  }

  /// The value of each entry; an empty entry, on which leading nulls stand, has none.
  private func values<Value>(
    _ read: (inout BlobReader) throws(BlobError) -> Value
  ) throws(BlobError) -> [Value?] {
    guard let entries else { throw BlobError("it has no values") }
    var values: [Value?] = []
    for entry in 0..<entries.count {
      let bytes = entries[entry]
      if bytes.isEmpty {
        values.append(nil)
        continue
      }
      var reader = BlobReader(UnsafeRawBufferPointer(bytes))
      values.append(try read(&reader))
      try reader.checkEnd()
    }
    return values
  }

  private func rows<Value>(_ values: [Value?], _ filler: Value) throws(BlobError) -> [Value] {
    let codes = try codes()
    var rows: [Value] = []
    rows.reserveCapacity(codes.count)
    for row in codes.indices {
      guard validity.isValid(row) else {
        rows.append(filler)
        continue
      }
      guard let value = values[Int(codes[row])] else { throw BlobError("a row has no value") }
      rows.append(value)
    }
    return rows
  }
}
