/// What is written around deflate data.
///
/// Specification: RFC 1950 (zlib), RFC 1952 (gzip).
enum CompressionFormat: Sendable {
  case zlib
  case gzip

  /// Compresses text with the headers that Kusto writes.
  ///
  /// Those of zlib claim the fastest compression, and those of gzip no time and an unknown system.
  func compress(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    let deflated = Deflater.deflate(text)
    switch self {
    case .zlib:
      return [0x78, 0x01] + deflated + Self.bytes(Checksum.adler32(text)).reversed()
    case .gzip:
      return [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff] + deflated + Self.bytes(Checksum.crc32(text))
        + Self.bytes(UInt32(truncatingIfNeeded: text.count))
    }
  }

  /// The lowest byte first.
  private static func bytes(_ value: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> UInt32(8 * $0)) }
  }
}
