import KQLTypes

/// Reads the metadata at the end of a Parquet file.
///
/// Specification: <https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift>
struct ParquetFooterReader {
  private let thrift: ThriftReader
  private(set) var elements: [ParquetSchemaReader.Element] = []
  private(set) var rowGroups: [ParquetFile.RowGroup] = []
  private(set) var rowCount: Int64 = 0

  init(_ thrift: ThriftReader) { self.thrift = thrift }
}

extension ParquetFooterReader {
  mutating func read() throws(ExecutionError) {
    var elements: [ParquetSchemaReader.Element] = []
    var groups: [ParquetFile.RowGroup] = []
    var rowCount: Int64 = 0
    try thrift.fields { (number, kind) throws(ExecutionError) in
      switch (number, kind) {
      case (2, .list): try thrift.list(.structure) { () throws(ExecutionError) in elements.append(try element()) }
      case (3, .int64): rowCount = try thrift.count("the number of rows")
      case (4, .list): try thrift.list(.structure) { () throws(ExecutionError) in groups.append(try rowGroup()) }
      case (8, _):
        throw .badInput("\(thrift.name): the Parquet file is encrypted, which is not supported")
      default: return false
      }
      return true
    }
    (self.elements, rowGroups, self.rowCount) = (elements, groups, rowCount)
  }

  private func small(_ what: String) throws(ExecutionError) -> Int {
    let value = try thrift.count(what)
    guard value <= Int64(Int32.max) else { throw thrift.damage("\(what) is too large") }
    return Int(value)
  }

  private func element() throws(ExecutionError) -> ParquetSchemaReader.Element {
    var element = ParquetSchemaReader.Element()
    try thrift.fields { (number, kind) throws(ExecutionError) in
      switch (number, kind) {
      case (1, .int32): element.physical = Int32(truncatingIfNeeded: try thrift.int())
      case (2, .int32): element.byteCount = try small("the length of a value")
      case (3, .int32):
        element.repetition = try thrift.int()
        guard (0...2).contains(element.repetition) else { throw thrift.damage("a column has no known repetition") }
      case (4, .binary): element.name = try thrift.string()
      case (5, .int32): element.childCount = try small("the number of columns")
      case (6, .int32): element.converted = try thrift.int()
      case (7, .int32): element.scale = try small("a scale")
      case (8, .int32): element.precision = try small("a precision")
      case (10, .structure): element.logical = try logical()
      default: return false
      }
      return true
    }
    return element
  }

  private func logical() throws(ExecutionError) -> ParquetSchemaReader.Logical? {
    var logical: ParquetSchemaReader.Logical?
    try thrift.fields { (number, kind) throws(ExecutionError) in
      guard kind == .structure else { return false }
      switch number {
      case 1, 4: logical = .text
      case 2: logical = .map
      case 3: logical = .list
      case 6: logical = .date
      case 12: logical = .json
      case 13: logical = .binary
      case 14: logical = .guid
      case 15: logical = .float16
      case 5:
        var scale = 0
        var precision = 0
        try thrift.fields { (number, kind) throws(ExecutionError) in
          guard kind == .int32 else { return false }
          if number == 1 { scale = try small("a scale") } else { precision = try small("a precision") }
          return true
        }
        logical = .decimal(scale: scale, precision: precision)
        return true
      case 7, 8:
        let unit = try unit()
        logical = number == 7 ? .time(unit) : .timestamp(unit)
        return true
      case 10:
        var isSigned = true
        var bitCount: UInt8 = 64
        try thrift.fields { (number, kind) throws(ExecutionError) in
          if number == 1, kind == .byte {
            bitCount = try thrift.byte()
            return true
          }
          if number == 2 { isSigned = kind == .true }
          return false
        }
        // Shorter unsigned numbers fit a signed one.
        logical = .integer(isSigned: isSigned || bitCount < 32)
        return true
      default: logical = .other
      }
      return false
    }
    return logical
  }

  private func unit() throws(ExecutionError) -> EpochTime.Unit {
    var unit = EpochTime.Unit.milliseconds
    try thrift.fields { (number, kind) throws(ExecutionError) in
      guard number == 2, kind == .structure else { return false }
      try thrift.fields { (number, _) throws(ExecutionError) in
        unit = number == 1 ? .milliseconds : number == 2 ? .microseconds : .nanoseconds
        return false
      }
      return true
    }
    return unit
  }
}

// MARK: - Row groups

extension ParquetFooterReader {
  private func rowGroup() throws(ExecutionError) -> ParquetFile.RowGroup {
    var group = ParquetFile.RowGroup(rowCount: 0, firstRow: 0, chunks: [])
    try thrift.fields { (number, kind) throws(ExecutionError) in
      switch (number, kind) {
      case (1, .list):
        try thrift.list(.structure) { () throws(ExecutionError) in group.chunks.append(try chunk()) }
      case (3, .int64): group.rowCount = try thrift.count("the number of rows")
      default: return false
      }
      return true
    }
    return group
  }

  private func chunk() throws(ExecutionError) -> ParquetFile.Chunk {
    var chunk: ParquetFile.Chunk?
    try thrift.fields { (number, kind) throws(ExecutionError) in
      switch (number, kind) {
      case (1, .binary): throw .badInput("\(thrift.name): the values of the Parquet file stand in other files")
      case (3, .structure): chunk = try columnMetadata()
      case (8, _): throw .badInput("\(thrift.name): the Parquet file is encrypted, which is not supported")
      default: return false
      }
      return true
    }
    guard let chunk else { throw thrift.damage("a row group lacks the place of a column") }
    return chunk
  }

  private func columnMetadata() throws(ExecutionError) -> ParquetFile.Chunk {
    var chunk = ParquetFile.Chunk(codec: 0, valueCount: 0, bytes: 0..<0)
    var byteCount: Int64 = 0
    var dataOffset: Int64?
    var dictionaryOffset: Int64?
    try thrift.fields { (number, kind) throws(ExecutionError) in
      switch (number, kind) {
      case (4, .int32): chunk.codec = try thrift.int()
      case (5, .int64): chunk.valueCount = try thrift.count("the number of values")
      case (7, .int64): byteCount = try thrift.count("the size of a column")
      case (9, .int64): dataOffset = try thrift.count("the place of a column")
      case (11, .int64): dictionaryOffset = try thrift.count("the place of a dictionary")
      case (12, .structure): chunk.statistics = try statistics()
      default: return false
      }
      return true
    }
    guard var start = dataOffset else { throw thrift.damage("a row group lacks the place of a column") }
    // Some writers put a zero where there is no dictionary.
    if let dictionaryOffset, dictionaryOffset > 0 { start = min(start, dictionaryOffset) }
    let (end, overflows) = start.addingReportingOverflow(byteCount)
    guard !overflows else { throw thrift.damage("values stand behind its end") }
    chunk.bytes = start..<end
    return chunk
  }

  private func statistics() throws(ExecutionError) -> ParquetFile.Statistics {
    var statistics = ParquetFile.Statistics()
    try thrift.fields { (number, kind) throws(ExecutionError) in
      switch (number, kind) {
      case (3, .int64): statistics.nullCount = try thrift.int()
      case (5, .binary): statistics.highest = try thrift.bytes()
      case (6, .binary): statistics.lowest = try thrift.bytes()
      default: return false
      }
      return true
    }
    return statistics
  }
}
