import Deflate
import KQLTypes

/// Reads the header and the blocks of an Avro object container file.
final class AvroFile {
  private let input: BufferedInput
  private let name: String
  let schema: AvroSchema
  private let codec: Codec
  private let marker: [UInt8]
  private let payload = BlockBuffer(capacity: 64 << 10)
  private let content = BlockBuffer(capacity: 64 << 10)

  private enum Codec {
    case null
    case deflate
    case snappy
  }

  struct Block {
    var recordCount: Int64
    /// Of use until the next block is read.
    var bytes: UnsafeBufferPointer<UInt8>
    /// Where the block begins in the file.
    var offset: Int64
  }

  static let magic: [UInt8] = [0x4f, 0x62, 0x6a, 0x01]
  /// Bytes of a block or a header, decompressed.
  private static let blockLimit = 256 << 20
  private static let markerByteCount = 16

  /// Reads the header.
  ///
  /// - Parameter name: What messages call the file.
  init(_ source: any ByteStream, name: String) throws(ExecutionError) {
    self.name = name
    input = BufferedInput(source)
    let header = AvroHeaderReader(input: input, name: name)
    let metadata = try header.metadata()
    marker = try header.bytes(Self.markerByteCount)
    codec = try Self.codec(named: metadata["avro.codec"] ?? Array("null".utf8), name)
    guard let text = metadata["avro.schema"] else { throw .badInput("\(name): the Avro file has no schema") }
    do throws(AvroSchema.Flaw) {
      schema = try text.withUnsafeBufferPointer { (text) throws(AvroSchema.Flaw) in try AvroSchema(parsing: text) }
    } catch {
      throw .badInput("\(name): the schema of the Avro file cannot be used: \(error.reason)")
    }
  }

  private static func codec(named bytes: [UInt8], _ name: String) throws(ExecutionError) -> Codec {
    let codec = String(decoding: bytes, as: UTF8.self)
    switch codec {
    case "null", "": return .null
    case "deflate": return .deflate
    case "snappy": return .snappy
    default:
      throw .badInput(
        "\(name): the Avro file is compressed with codec '\(codec)', which is not supported; "
          + "null, deflate and snappy are")
    }
  }
}

// MARK: - Blocks

extension AvroFile {
  /// The next block; `nil` at the end.
  func nextBlock() throws(ExecutionError) -> Block? {
    let offset = input.offset
    guard let first = try input.byte() else { return nil }
    let header = AvroHeaderReader(input: input, name: name)
    let recordCount = try header.long(first: first)
    let byteCount = try header.long()
    guard recordCount >= 0, byteCount >= 0 else { throw damage("a block has a negative length", at: offset) }
    guard byteCount <= Int64(Self.blockLimit) else { throw tooLarge(offset) }
    guard try input.read(Int(byteCount), into: payload) == Int(byteCount) else { throw header.truncation }
    guard try header.bytes(Self.markerByteCount) == marker else {
      throw damage("the block does not end with the file's marker", at: offset)
    }
    let stored = UnsafeBufferPointer(start: UnsafePointer(payload.base), count: Int(byteCount))
    let bytes: UnsafeBufferPointer<UInt8>
    switch codec {
    case .null: bytes = stored
    case .deflate: bytes = try inflated(stored, offset)
    case .snappy: bytes = try unsnapped(stored, offset)
    }
    return Block(recordCount: recordCount, bytes: bytes, offset: offset)
  }

  func damage(_ reason: String, at offset: Int64) -> ExecutionError {
    .badInput("\(name): the Avro file is damaged in the block at byte \(offset): \(reason)")
  }

  private func tooLarge(_ offset: Int64) -> ExecutionError {
    .badInput("\(name): the block at byte \(offset) of the Avro file holds more than \(Self.blockLimit >> 20) MiB")
  }

  private func inflated(
    _ stored: UnsafeBufferPointer<UInt8>, _ offset: Int64
  ) throws(ExecutionError) -> UnsafeBufferPointer<UInt8> {
    let decoder = InflateDecoder(InflateInput(BufferStream(stored), capacity: 32 << 10))
    let window = InflateWindow(capacity: 64 << 10)
    var count = 0
    while !decoder.isFinished {
      window.begin(after: window, capacity: window.capacity)
      do throws(InflateFailure) {
        try decoder.decode(into: window)
      } catch {
        switch error {
        case .source(let error): throw error
        case .truncated: throw damage("the compressed data end too early", at: offset)
        case .damaged(let reason, _): throw damage(reason, at: offset)
        }
      }
      let bytes = window.bytes
      guard count + bytes.count <= Self.blockLimit else { throw tooLarge(offset) }
      content.reserve(count + bytes.count, keeping: count)
      if let start = bytes.baseAddress { (content.base + count).update(from: start, count: bytes.count) }
      count += bytes.count
    }
    return UnsafeBufferPointer(start: UnsafePointer(content.base), count: count)
  }

  private func unsnapped(
    _ stored: UnsafeBufferPointer<UInt8>, _ offset: Int64
  ) throws(ExecutionError) -> UnsafeBufferPointer<UInt8> {
    guard stored.count >= 4 else { throw damage("the checksum is missing", at: offset) }
    let data = UnsafeBufferPointer(rebasing: stored.dropLast(4))
    guard let (count, _) = SnappyDecoder.header(of: data) else { throw damage("it is not Snappy", at: offset) }
    // Snappy makes nothing smaller than about a twentieth.
    guard count <= Self.blockLimit, count <= data.count &* 32 &+ 64 else { throw tooLarge(offset) }
    content.reserve(count, keeping: 0)
    let target = UnsafeMutableBufferPointer(start: content.base, count: count)
    guard SnappyDecoder.decode(data, into: target) else { throw damage("the Snappy data are not valid", at: offset) }
    let bytes = UnsafeBufferPointer(target)
    let expected = stored.suffix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    guard CRC32.of(bytes) == expected else { throw damage("the checksum is wrong", at: offset) }
    return bytes
  }
}

/// Reads what stands outside of blocks.
struct AvroHeaderReader {
  let input: BufferedInput
  let name: String

  private static let metadataLimit = 16 << 20

  var truncation: ExecutionError {
    .badInput("\(name): the Avro file ends too early at byte \(input.offset); it is cut off")
  }

  func long(first: UInt8? = nil) throws(ExecutionError) -> Int64 {
    var bytes: [UInt8] = []
    var next: UInt8
    if let first { next = first } else { next = try byte() }
    while true {
      bytes.append(next)
      if next < 0x80 || bytes.count > 10 { break }
      next = try byte()
    }
    do throws(AvroCursor.Damage) {
      return try bytes.withUnsafeBufferPointer { (bytes) throws(AvroCursor.Damage) -> Int64 in
        var cursor = AvroCursor(bytes)
        return try cursor.long()
      }
    } catch {
      throw .badInput("\(name): the Avro file is damaged at byte \(input.offset): \(error.reason)")
    }
  }

  private func byte() throws(ExecutionError) -> UInt8 {
    guard let byte = try input.byte() else { throw truncation }
    return byte
  }

  func bytes(_ count: Int) throws(ExecutionError) -> [UInt8] {
    let buffer = BlockBuffer(capacity: 64)
    guard try input.read(count, into: buffer) == count else { throw truncation }
    return Array(UnsafeBufferPointer(start: buffer.base, count: count))
  }

  /// The magic and the names and values behind it.
  func metadata() throws(ExecutionError) -> [String: [UInt8]] {
    guard try bytes(AvroFile.magic.count) == AvroFile.magic else { throw .badInput("\(name): is no Avro file") }
    var metadata: [String: [UInt8]] = [:]
    var left = Int64(Self.metadataLimit)
    while true {
      var count = try long()
      if count == 0 { return metadata }
      if count < 0 {
        _ = try long()
        count = count == .min ? .max : -count
      }
      for _ in 0..<count {
        let key = try counted(&left)
        metadata[String(decoding: key, as: UTF8.self)] = try counted(&left)
      }
    }
  }

  private func counted(_ left: inout Int64) throws(ExecutionError) -> [UInt8] {
    let count = try long()
    // Each costs something, so that a header cannot go on forever.
    left -= 1
    guard count >= 0, count <= left else { throw .badInput("\(name): the header of the Avro file is not valid") }
    left -= count
    return try bytes(Int(count))
  }
}
