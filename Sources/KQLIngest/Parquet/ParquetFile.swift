import KQLTypes

/// What the footer of a Parquet file says: columns, and where the values of each row group stand.
package final class ParquetFile: Sendable {
  struct RowGroup: Sendable {
    var rowCount: Int64
    /// The first row's place in the file.
    var firstRow: Int64
    /// By ``ParquetColumn/index``.
    var chunks: [Chunk]
  }

  /// The values of a column in a row group.
  struct Chunk: Sendable {
    var codec: Int64
    var valueCount: Int64
    /// Where its pages stand in the file.
    var bytes: Range<Int64>
    var statistics: Statistics?
  }

  struct Statistics: Sendable {
    /// The lowest and highest values as they are stored.
    var lowest: [UInt8]?
    var highest: [UInt8]?
    var nullCount: Int64?
  }

  let columns: [ParquetColumn]
  let rowGroups: [RowGroup]
  let rowCount: Int64

  static let magic = Array("PAR1".utf8)
  private static let footerLimit: Int64 = 256 << 20

  /// Reads the footer.
  init(_ handle: InputHandle) throws(ExecutionError) {
    let name = handle.displayName
    let bytes = try Self.footer(of: handle)
    let source = BufferStream(UnsafeBufferPointer(start: UnsafePointer(bytes.buffer.base), count: bytes.count))
    var reader = ParquetFooterReader(ThriftReader(input: BufferedInput(source), name: name))
    try reader.read()
    columns = try ParquetSchemaReader(reader.elements, name: name).columns
    var groups: [RowGroup] = []
    var rowCount: Int64 = 0
    for group in reader.rowGroups {
      guard group.chunks.count == columns.count else {
        throw .badInput("\(name): the Parquet file is damaged: a row group lacks columns")
      }
      for chunk in group.chunks where chunk.bytes.upperBound > handle.byteCount - 8 {
        throw .badInput("\(name): the Parquet file is damaged: values stand behind its end")
      }
      var group = group
      group.firstRow = rowCount
      // Each is checked, so that the sum cannot overflow.
      if group.rowCount < 1 << 50 { rowCount += group.rowCount }
      guard group.rowCount < 1 << 50, rowCount < 1 << 50 else {
        throw .badInput("\(name): the Parquet file is damaged: it has too many rows")
      }
      groups.append(group)
    }
    rowGroups = groups
    self.rowCount = rowCount
    guard rowCount == reader.rowCount else {
      throw .badInput("\(name): the Parquet file is damaged: its row groups do not hold the rows that it says")
    }
  }

  private static func footer(of handle: InputHandle) throws(ExecutionError) -> (buffer: BlockBuffer, count: Int) {
    let name = handle.displayName
    let end = BlockBuffer(capacity: 8)
    let count = handle.byteCount
    guard count >= 12, try handle.read(into: end.base, count: 8, at: count - 8) == 8 else {
      throw .badInput("\(name): the Parquet file ends too early; it is cut off")
    }
    let magic = UnsafeBufferPointer(start: end.base + 4, count: 4)
    guard magic.elementsEqual(Self.magic) else {
      throw magic.elementsEqual("PARE".utf8)
        ? .badInput("\(name): the Parquet file is encrypted, which is not supported")
        : .badInput("\(name): the Parquet file does not end with its footer; it is cut off")
    }
    let footerCount = Int64(ByteScan.load8(end.base) & 0xffff_ffff)
    guard footerCount <= min(count - 12, Self.footerLimit) else {
      throw .badInput("\(name): the Parquet file is damaged: its footer is longer than the file")
    }
    let buffer = BlockBuffer(capacity: Int(footerCount))
    _ = try handle.read(into: buffer.base, count: Int(footerCount), at: count - 8 - footerCount)
    return (buffer, Int(footerCount))
  }
}

extension ParquetFile: Hashable {
  package static func == (left: ParquetFile, right: ParquetFile) -> Bool { left === right }
  package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
