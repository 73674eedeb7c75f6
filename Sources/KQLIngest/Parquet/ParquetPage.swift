import Deflate
import KQLTypes

/// A page of a column, decompressed.
struct ParquetPage {
  enum Content {
    case dictionary
    /// Values, and behind which of them nulls and list borders stand.
    case data
  }

  var content: Content
  var encoding: Int64
  /// Values, nulls included.
  var valueCount: Int
  var repetitionLevels: ParquetBytes
  var definitionLevels: ParquetBytes
  var values: ParquetBytes
  /// Holds the bytes.
  var buffer: BlockBuffer
}

/// Bytes of a page, behind which some more can be read.
typealias ParquetBytes = UnsafeBufferPointer<UInt8>

/// Reads the pages of a column in a row group, one after the other.
final class ParquetPageReader {
  private let input: BufferedInput
  private let chunk: ParquetFile.Chunk
  private let column: ParquetColumn
  private let name: String

  /// Bytes of a page, decompressed.
  private static let pageLimit: Int64 = 256 << 20

  init(_ handle: InputHandle, _ chunk: ParquetFile.Chunk, _ column: ParquetColumn) throws(ExecutionError) {
    self.chunk = chunk
    self.column = column
    name = handle.displayName
    // Files with thousands of columns have small chunks.
    let capacity = min(64 << 10, max(1 << 10, chunk.bytes.count))
    input = BufferedInput(RangeStream(handle, chunk.bytes), capacity: capacity)
    guard let codec = ParquetCodec(rawValue: chunk.codec) else {
      throw .badInput(
        "\(name): column '\(column.name)' is compressed with \(ParquetCodec.name(chunk.codec)), which is not "
          + "supported; uncompressed, Snappy and gzip are")
    }
    self.codec = codec
  }

  private let codec: ParquetCodec

  private struct Header {
    var kind: Int64 = -1
    var byteCount: Int64 = 0
    var storedByteCount: Int64 = 0
    var checksum: UInt32?
    var valueCount: Int64 = 0
    var encoding: Int64 = 0
    var levelEncodings: (definition: Int64, repetition: Int64) = (3, 3)
    var definitionByteCount: Int64 = 0
    var repetitionByteCount: Int64 = 0
    var isCompressed = true
  }
}

// MARK: - Reading

extension ParquetPageReader {
  func damage(_ reason: String) -> ExecutionError {
    .badInput("\(name): the Parquet file is damaged in column '\(column.name)' before byte \(offset): \(reason)")
  }

  /// Says where it is when decoding finds damage.
  func checked<Result>(_ body: () throws(ParquetDamage) -> Result) throws(ExecutionError) -> Result {
    do throws(ParquetDamage) { return try body() } catch { throw damage(error.reason) }
  }

  private var offset: Int64 { chunk.bytes.lowerBound + input.offset }

  /// The next page with values; `nil` at the end of the column.
  func next() throws(ExecutionError) -> ParquetPage? {
    while input.offset < Int64(chunk.bytes.count) {
      let header = try header()
      guard (0...Self.pageLimit).contains(header.storedByteCount), (0...Self.pageLimit).contains(header.byteCount)
      else {
        throw damage("a page has more than \(Self.pageLimit >> 20) MiB")
      }
      let stored = BlockBuffer(capacity: 64)
      guard try input.read(Int(header.storedByteCount), into: stored) == Int(header.storedByteCount) else {
        throw damage("a page goes on behind the column's end")
      }
      let bytes = UnsafeBufferPointer(start: UnsafePointer(stored.base), count: Int(header.storedByteCount))
      if let checksum = header.checksum, CRC32.of(bytes) != checksum {
        throw damage("the checksum of a page is wrong")
      }
      switch header.kind {
      case 0: return try dataPage(header, stored, bytes)
      case 2: return try dictionaryPage(header, stored, bytes)
      case 3: return try secondDataPage(header, stored, bytes)
      default: continue
      }
    }
    return nil
  }

  private func dictionaryPage(
    _ header: Header, _ stored: BlockBuffer, _ bytes: ParquetBytes
  ) throws(ExecutionError) -> ParquetPage {
    let (buffer, values) = try decompress(bytes, stored, Int(header.byteCount))
    return page(.dictionary, header, buffer, values, repetition: values.prefix(0), definition: values.prefix(0))
  }

  private func dataPage(
    _ header: Header, _ stored: BlockBuffer, _ bytes: ParquetBytes
  ) throws(ExecutionError) -> ParquetPage {
    let (buffer, content) = try decompress(bytes, stored, Int(header.byteCount))
    var rest = content[...]
    var repetition = rest.prefix(0)
    var definition = rest.prefix(0)
    if column.list != nil { repetition = try takeLevels(&rest, header.levelEncodings.repetition) }
    if column.definitionLevel > 0 { definition = try takeLevels(&rest, header.levelEncodings.definition) }
    return page(
      .data, header, buffer, UnsafeBufferPointer(rebasing: rest), repetition: repetition, definition: definition)
  }

  /// Levels behind their length in four bytes.
  private func takeLevels(
    _ rest: inout Slice<ParquetBytes>, _ encoding: Int64
  ) throws(ExecutionError) -> Slice<ParquetBytes> {
    guard encoding == 3 else {
      throw damage("levels in encoding \(ParquetEncoding.name(encoding)) are not supported")
    }
    guard rest.count >= 4 else { throw damage("a page is too short for its levels") }
    let count = rest.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
    rest = rest.dropFirst(4)
    guard count <= rest.count else { throw damage("a page is too short for its levels") }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }

  /// A page of the second version, whose levels stand before the compressed part.
  private func secondDataPage(
    _ header: Header, _ stored: BlockBuffer, _ bytes: ParquetBytes
  ) throws(ExecutionError) -> ParquetPage {
    let (repetition, definition) = (header.repetitionByteCount, header.definitionByteCount)
    guard repetition >= 0, definition >= 0, repetition <= Int64(bytes.count),
      definition <= Int64(bytes.count) - repetition,
      repetition + definition <= header.byteCount
    else { throw damage("a page is too short for its levels") }
    let levels = Int(repetition + definition)
    let rest = UnsafeBufferPointer(rebasing: bytes[levels...])
    var page: ParquetPage
    if header.isCompressed, codec != .uncompressed, header.byteCount > Int64(levels) {
      let (buffer, values) = try decompress(rest, stored, Int(header.byteCount) - levels)
      // The levels go into the same buffer, so that one thing holds all bytes.
      let count = values.count
      buffer.reserve(count + 64 + levels, keeping: count)
      (buffer.base + count).update(repeating: 0, count: 64)
      (buffer.base + count + 64).update(from: stored.base, count: levels)
      let all = UnsafeBufferPointer(start: UnsafePointer(buffer.base), count: count + 64 + levels)
      let levelBytes = all[(count + 64)...]
      page = self.page(
        .data, header, buffer, UnsafeBufferPointer(rebasing: all[..<count]),
        repetition: levelBytes.prefix(Int(repetition)), definition: levelBytes.dropFirst(Int(repetition)))
    } else {
      page = self.page(
        .data, header, stored, rest, repetition: bytes.prefix(Int(repetition)),
        definition: bytes[Int(repetition)..<levels])
    }
    return page
  }

  private func page(
    _ content: ParquetPage.Content, _ header: Header, _ buffer: BlockBuffer, _ values: ParquetBytes,
    repetition: Slice<ParquetBytes>, definition: Slice<ParquetBytes>
  ) -> ParquetPage {
    ParquetPage(
      content: content, encoding: header.encoding, valueCount: Int(header.valueCount),
      repetitionLevels: UnsafeBufferPointer(rebasing: repetition),
      definitionLevels: UnsafeBufferPointer(rebasing: definition), values: values, buffer: buffer)
  }

  private func decompress(
    _ bytes: ParquetBytes, _ stored: BlockBuffer, _ count: Int
  ) throws(ExecutionError) -> (BlockBuffer, ParquetBytes) {
    if codec == .uncompressed { return (stored, bytes) }
    let buffer = BlockBuffer(capacity: 64)
    guard try codec.decompress(bytes, count: count, into: buffer, name: name) else {
      throw damage("the data of a page cannot be decompressed")
    }
    return (buffer, UnsafeBufferPointer(start: UnsafePointer(buffer.base), count: count))
  }
}

// MARK: - Headers

extension ParquetPageReader {
  private func header() throws(ExecutionError) -> Header {
    let thrift = ThriftReader(input: input, name: name, place: " in column '\(column.name)'")
    var header = Header()
    try thrift.fields { (number, kind) throws(ExecutionError) in
      switch (number, kind) {
      case (1, .int32): header.kind = try thrift.int()
      case (2, .int32): header.byteCount = try thrift.int()
      case (3, .int32): header.storedByteCount = try thrift.int()
      case (4, .int32): header.checksum = UInt32(truncatingIfNeeded: try thrift.int())
      case (5, .structure): try read(thrift, &header, isSecond: false)
      case (7, .structure): try read(thrift, &header, isSecond: false)
      case (8, .structure): try read(thrift, &header, isSecond: true)
      default: return false
      }
      return true
    }
    guard (0...Int64(Int32.max)).contains(header.valueCount) else { throw damage("a page has a negative length") }
    return header
  }

  private func read(_ thrift: ThriftReader, _ header: inout Header, isSecond: Bool) throws(ExecutionError) {
    var read = header
    try thrift.fields { (number, kind) throws(ExecutionError) in
      switch (number, kind) {
      case (1, .int32): read.valueCount = try thrift.int()
      case (2, .int32) where !isSecond: read.encoding = try thrift.int()
      case (3, .int32) where !isSecond: read.levelEncodings.definition = try thrift.int()
      case (4, .int32) where !isSecond: read.levelEncodings.repetition = try thrift.int()
      case (4, .int32): read.encoding = try thrift.int()
      case (5, .int32) where isSecond: read.definitionByteCount = try thrift.int()
      case (6, .int32) where isSecond: read.repetitionByteCount = try thrift.int()
      case (7, .true) where isSecond: read.isCompressed = true
      case (7, .false) where isSecond: read.isCompressed = false
      default: return false
      }
      return true
    }
    header = read
  }
}
