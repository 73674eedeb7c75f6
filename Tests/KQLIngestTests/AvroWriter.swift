import Deflate
import DeflateTestSupport

@testable import KQLIngest

/// Writes Avro object container files for tests.
struct AvroWriter {
  private(set) var bytes: [UInt8]
  private let codec: String
  static let marker = [UInt8]((100..<116))

  init(schema: String, codec: String = "null") {
    self.codec = codec
    bytes = AvroFile.magic + Self.long(2)
    bytes += Self.text("avro.codec") + Self.text(codec) + Self.text("avro.schema") + Self.text(schema)
    bytes += Self.long(0) + Self.marker
  }

  /// Adds a block of records, each already written.
  mutating func add(_ records: [[UInt8]]) {
    let data = Array(records.joined())
    let stored: [UInt8]
    switch codec {
    case "deflate": stored = Zlib.compress(data, level: 6, windowBits: -15)
    case "snappy":
      let checksum = data.withUnsafeBufferPointer { CRC32.of($0) }
      stored = Snappy.compress(data) + (0..<4).map { UInt8(truncatingIfNeeded: checksum >> UInt32(24 - 8 * $0)) }
    default: stored = data
    }
    bytes += Self.long(Int64(records.count)) + Self.long(Int64(stored.count)) + stored + Self.marker
  }

  static func long(_ value: Int64) -> [UInt8] {
    var rest = UInt64(bitPattern: value << 1 ^ value >> 63)
    var bytes: [UInt8] = []
    while rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7f | 0x80))
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }

  static func text(_ text: String) -> [UInt8] { long(Int64(text.utf8.count)) + Array(text.utf8) }

  // MARK: Messages of Event Hubs Capture

  static let captureSchema = """
    {"type":"record","name":"EventData","namespace":"Microsoft.ServiceBus.Messaging","fields":[\
    {"name":"SequenceNumber","type":"long"},{"name":"Offset","type":"string"},{"name":"EnqueuedTimeUtc","type":"string"},\
    {"name":"SystemProperties","type":{"type":"map","values":["long","double","string","bytes"]}},\
    {"name":"Properties","type":{"type":"map","values":["long","double","string","bytes","null"]}},\
    {"name":"Body","type":["null","bytes"]}]}
    """

  static func message(_ body: String?, number: Int64 = 1) -> [UInt8] {
    var bytes = long(number) + text("\(number)") + text("11/22/2026 6:00:05 AM")
    bytes += long(1) + text("x-opt") + long(0) + long(7) + long(0)
    bytes += long(0)
    return bytes + (body.map { long(1) + text($0) } ?? long(0))
  }

  /// A file with messages, some a block.
  static func capture(_ bodies: [String], codec: String = "null", messagesPerBlock: Int = 2) -> [UInt8] {
    var writer = AvroWriter(schema: captureSchema, codec: codec)
    for start in stride(from: 0, to: bodies.count, by: messagesPerBlock) {
      writer.add(bodies[start..<min(bodies.count, start + messagesPerBlock)].map { message($0) })
    }
    return writer.bytes
  }
}
