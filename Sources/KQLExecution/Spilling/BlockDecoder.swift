import KQLColumnar
import KQLTypes

/// Turns the blocks of a temporary file back into batches.
enum BlockDecoder {
  /// - Parameter types: The types of the columns that were written.
  static func read(
    _ extent: SpillFile.Extent, of file: SpillFile, types: [ScalarType]
  ) throws(ExecutionError) -> RecordBatch {
    let bytes = try file.read(extent)
    let checksumSize = MemoryLayout<UInt64>.size
    guard bytes.count > checksumSize else { throw BlockCursor.damaged }
    let content = bytes.count - checksumSize
    let isWhole = bytes.withUnsafeBytes { raw in
      let text = UnsafeRawBufferPointer(rebasing: raw[..<content]).bindMemory(to: UInt8.self)
      return ByteHash.hash(text) == raw.loadUnaligned(fromByteOffset: content, as: UInt64.self)
    }
    guard isWhole else { throw BlockCursor.damaged }
    var cursor = BlockCursor(bytes, end: content)
    let rowCount = Int(try cursor.value(UInt32.self))
    var columns: [Column] = []
    for type in types { columns.append(try column(type, rowCount, &cursor)) }
    return RecordBatch(columns: columns, rowCount: rowCount)
  }

  private static func column(
    _ type: ScalarType, _ count: Int, _ cursor: inout BlockCursor
  ) throws(ExecutionError) -> Column {
    var validity: Bitmap?
    if try cursor.value(UInt8.self) != 0 {
      validity = Bitmap(words: try cursor.values(UInt64.self, count: (count + 63) >> 6), count: count)
    }
    let values: ColumnValues
    switch type {
    case .bool: values = .bool(try cursor.values(UInt8.self, count: count).map { $0 != 0 })
    case .int, .long, .datetime, .timespan: values = .int64(try numbers(count, &cursor))
    case .real: values = .real(try cursor.values(Double.self, count: count))
    case .decimal: values = .decimal(try cursor.values(KQLDecimal.self, count: count))
    case .guid: values = .guid(try cursor.values(UInt128.self, count: count))
    case .string: values = .string(try strings(count, &cursor))
    case .dynamic:
      var dynamics: [DynamicValue] = []
      dynamics.reserveCapacity(count)
      for _ in 0..<count { dynamics.append(try DynamicBlock.value(&cursor)) }
      values = .dynamic(dynamics)
    }
    return Column(type: type, values: values, validity: validity)
  }

  private static func numbers(_ count: Int, _ cursor: inout BlockCursor) throws(ExecutionError) -> [Int64] {
    let lowest = try cursor.value(Int64.self)
    switch try cursor.value(UInt8.self) {
    case 0: return [Int64](repeating: lowest, count: count)
    case 1: return try cursor.values(UInt8.self, count: count).map { lowest &+ Int64($0) }
    case 2: return try cursor.values(UInt16.self, count: count).map { lowest &+ Int64($0) }
    case 4: return try cursor.values(UInt32.self, count: count).map { lowest &+ Int64($0) }
    case 8: return try cursor.values(Int64.self, count: count).map { lowest &+ $0 }
    default: throw BlockCursor.damaged
    }
  }

  private static func strings(_ count: Int, _ cursor: inout BlockCursor) throws(ExecutionError) -> StringColumn {
    guard try cursor.value(UInt8.self) == BlockEncoder.codedStrings else {
      let heap = try heap(isDistinct: false, &cursor)
      guard heap.count == count else { throw BlockCursor.damaged }
      return StringColumn(heap: heap)
    }
    let isDistinct = try cursor.value(UInt8.self) != 0
    let heap = try heap(isDistinct: isDistinct, &cursor)
    let codes = try numbers(count, &cursor)
    let entryCount = heap.count
    guard codes.allSatisfy({ $0 >= 0 && $0 < entryCount }) else { throw BlockCursor.damaged }
    return StringColumn(heap: heap, codes: codes.map { UInt32(truncatingIfNeeded: $0) })
  }

  private static func heap(isDistinct: Bool, _ cursor: inout BlockCursor) throws(ExecutionError) -> StringHeap {
    let count = Int(try cursor.value(UInt32.self))
    let lengths = try cursor.values(UInt32.self, count: count)
    let heap = StringHeap(isDistinct: isDistinct, capacity: count)
    try cursor.strings(lengths) { heap.append(contentsOf: $0) }
    return heap
  }
}

/// Reads values from a block, one after the other, none beyond its end.
struct BlockCursor {
  private let bytes: [UInt8]
  private let end: Int
  private var offset = 0

  static let damaged = ExecutionError.badInput(
    "a temporary file that the query wrote does not hold what was written to it")

  init(_ bytes: [UInt8], end: Int) {
    self.bytes = bytes
    self.end = end
  }
}

extension BlockCursor {
  mutating func value<Value: BitwiseCopyable>(_: Value.Type) throws(ExecutionError) -> Value {
    let size = MemoryLayout<Value>.size
    guard end - offset >= size else { throw Self.damaged }
    defer { offset += size }
    return bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: Value.self) }
  }

  mutating func values<Value: BitwiseCopyable>(_: Value.Type, count: Int) throws(ExecutionError) -> [Value] {
    let (size, overflows) = count.multipliedReportingOverflow(by: MemoryLayout<Value>.stride)
    guard !overflows, count >= 0, end - offset >= size else { throw Self.damaged }
    defer { offset += size }
    return [Value](unsafeUninitializedCapacity: count) { target, initialized in
      bytes.withUnsafeBytes { source in
        let part = UnsafeRawBufferPointer(rebasing: source[offset..<offset + size])
        UnsafeMutableRawBufferPointer(target).copyMemory(from: part)
      }
      initialized = count
    }
  }

  mutating func text() throws(ExecutionError) -> String {
    let count = Int(try value(UInt32.self))
    guard end - offset >= count else { throw Self.damaged }
    defer { offset += count }
    return String(decoding: bytes[offset..<offset + count], as: UTF8.self)
  }

  /// Hands over strings of the given lengths.
  mutating func strings(
    _ lengths: [UInt32], _ body: (UnsafeBufferPointer<UnsafeBufferPointer<UInt8>>) -> Void
  ) throws(ExecutionError) {
    let total = lengths.reduce(0) { $0 + Int($1) }
    guard end - offset >= total else { throw Self.damaged }
    defer { offset += total }
    bytes.withUnsafeBufferPointer { bytes in
      var start = offset
      let parts = lengths.map { length -> UnsafeBufferPointer<UInt8> in
        defer { start += Int(length) }
        return UnsafeBufferPointer(rebasing: bytes[start..<start + Int(length)])
      }
      parts.withUnsafeBufferPointer(body)
    }
  }
}
