import KQLColumnar
import KQLTypes

/// Turns batches into the blocks of a temporary file; used by one thread.
///
/// A block holds the number of rows, the columns one after the other, and a checksum of all that. Whole numbers
/// take as many bytes as their span needs, strings are codes over the block's own dictionary where they were codes
/// before. Values are as they are in memory: blocks are read by the process that wrote them.
struct BlockEncoder {
  private var bytes: [UInt8] = []
  private var numbering = CodeNumbering()

  /// Whether strings stand in a dictionary or one after the other.
  static let codedStrings: UInt8 = 1
  static let plainStrings: UInt8 = 0
}

extension BlockEncoder {
  /// Appends a batch without selection to a file.
  mutating func write(_ batch: RecordBatch, to file: SpillFile) throws(ExecutionError) -> SpillFile.Extent {
    bytes.removeAll(keepingCapacity: true)
    append(UInt32(truncatingIfNeeded: batch.physicalRowCount))
    for column in batch.columns { append(column) }
    append(bytes.withUnsafeBufferPointer { ByteHash.hash($0) })
    let block = bytes
    do {
      return try block.withUnsafeBytes { try file.append($0) }
    } catch let error as ExecutionError {
      throw error
    } catch {
      preconditionFailure("only execution errors are thrown")
    }
  }

  private mutating func append<Value: BitwiseCopyable>(_ value: Value) {
    withUnsafeBytes(of: value) { bytes.append(contentsOf: $0) }
  }

  private mutating func append<Value: BitwiseCopyable>(contentsOf values: [Value]) {
    values.withUnsafeBytes { bytes.append(contentsOf: $0) }
  }

  private mutating func append(_ column: Column) {
    append(column.validity == nil ? 0 as UInt8 : 1)
    if let validity = column.validity { append(contentsOf: validity.words) }
    switch column.values {
    case .bool(let values): append(contentsOf: values.map { $0 ? 1 as UInt8 : 0 })
    case .int64(let values): append(numbers: values)
    case .real(let values): append(contentsOf: values)
    case .decimal(let values): append(contentsOf: values)
    case .guid(let values): append(contentsOf: values)
    case .string(let strings): append(strings)
    case .dynamic(let values): DynamicBlock.append(values, to: &bytes)
    }
  }

  /// The lowest number, and the distance of each from it.
  private mutating func append(numbers: [Int64]) {
    let lowest = numbers.min() ?? 0
    let span = UInt64(bitPattern: (numbers.max() ?? 0) &- lowest)
    append(lowest)
    switch span {
    case 0: append(0 as UInt8)
    case ...0xff:
      append(1 as UInt8)
      append(contentsOf: numbers.map { UInt8(truncatingIfNeeded: $0 &- lowest) })
    case ...0xffff:
      append(2 as UInt8)
      append(contentsOf: numbers.map { UInt16(truncatingIfNeeded: $0 &- lowest) })
    case ...0xffff_ffff:
      append(4 as UInt8)
      append(contentsOf: numbers.map { UInt32(truncatingIfNeeded: $0 &- lowest) })
    default:
      append(8 as UInt8)
      append(contentsOf: numbers.map { $0 &- lowest })
    }
  }

  private mutating func append(_ strings: StringColumn) {
    guard let codes = strings.codes else {
      append(Self.plainStrings)
      return append(entries: 0..<strings.count, of: strings.heap) { $0 }
    }
    append(Self.codedStrings)
    append(strings.heap.isDistinct)
    let (numbers, used) = numbering.number(codes)
    append(entries: used.indices, of: strings.heap) { Int(used[$0]) }
    append(numbers: numbers)
  }

  private mutating func append(entries: Range<Int>, of heap: StringHeap, _ entry: (Int) -> Int) {
    append(UInt32(truncatingIfNeeded: entries.count))
    append(contentsOf: entries.map { UInt32(truncatingIfNeeded: heap[entry($0)].count) })
    for index in entries { bytes.append(contentsOf: heap[entry(index)]) }
  }
}

/// Numbers the codes of a column in the order in which they come; used by one thread.
struct CodeNumbering {
  /// Code + 1 in the upper half, its number in the lower one; 0 when free.
  private var slots: [UInt64] = []
}

extension CodeNumbering {
  /// - Returns: The number of each row's code, and the codes by number.
  mutating func number(_ codes: [UInt32]) -> (numbers: [Int64], used: [UInt32]) {
    var capacity = 64
    while capacity < codes.count * 2 { capacity *= 2 }
    if slots.count == capacity {
      for index in slots.indices { slots[index] = 0 }
    } else {
      slots = [UInt64](repeating: 0, count: capacity)
    }
    let shift = UInt64(64 - capacity.trailingZeroBitCount)
    let mask = capacity - 1
    var used: [UInt32] = []
    let numbers = slots.withUnsafeMutableBufferPointer { slots in
      codes.map { code -> Int64 in
        let wanted = UInt64(code) + 1
        var slot = Int(truncatingIfNeeded: (wanted &* 0x9e37_79b9_7f4a_7c15) >> shift)
        while true {
          let found = slots[slot]
          if found >> 32 == wanted { return Int64(found & 0xffff_ffff) }
          if found == 0 { break }
          slot = (slot + 1) & mask
        }
        slots[slot] = wanted << 32 | UInt64(used.count)
        used.append(code)
        return Int64(used.count - 1)
      }
    }
    return (numbers, used)
  }
}
