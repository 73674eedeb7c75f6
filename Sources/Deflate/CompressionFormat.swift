/// What is written around deflate data.
///
/// Specification: RFC 1950 (zlib), RFC 1952 (gzip).
package enum CompressionFormat: Sendable {
  case zlib
  case gzip
}

// MARK: - Compressing

extension CompressionFormat {
  /// Compresses text with the headers that Kusto writes.
  ///
  /// Those of zlib claim the fastest compression, and those of gzip no time and an unknown system.
  package func compress(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    let deflated = Deflater.deflate(text)
    switch self {
    case .zlib:
      return [0x78, 0x01] + deflated + Self.bytes(Adler32.of(text)).reversed()
    case .gzip:
      return [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff] + deflated + Self.bytes(CRC32.of(text))
        + Self.bytes(UInt32(truncatingIfNeeded: text.count))
    }
  }

  /// The lowest byte first.
  private static func bytes(_ value: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> UInt32(8 * $0)) }
  }
}

// MARK: - Reading

extension CompressionFormat {
  /// Where deflate data begin; `nil` when no header of this format stands before them.
  func dataOffset(_ packed: UnsafeBufferPointer<UInt8>) -> Int? {
    switch self {
    case .zlib:
      guard packed.count >= 2, packed[0] & 15 == 8, (Int(packed[0]) << 8 | Int(packed[1])) % 31 == 0,
        packed[1] & 0x20 == 0
      else { return nil }
      return 2
    case .gzip: return Self.gzipDataOffset(packed)
    }
  }

  private static func gzipDataOffset(_ packed: UnsafeBufferPointer<UInt8>) -> Int? {
    guard packed.count >= 10, packed[0] == 0x1f, packed[1] == 0x8b, packed[2] == 8 else { return nil }
    let flags = packed[3]
    var position = 10
    if flags & 4 != 0 {
      guard packed.count >= position + 2 else { return nil }
      position += 2 + Int(packed[position]) + Int(packed[position + 1]) << 8
    }
    for flag: UInt8 in [8, 16] where flags & flag != 0 {
      guard position < packed.count, let end = packed[position...].firstIndex(of: 0) else { return nil }
      position = end + 1
    }
    if flags & 2 != 0 { position += 2 }
    return position <= packed.count ? position : nil
  }

  /// Whether the checksum that follows deflate data is that of the bytes that they stand for.
  ///
  /// The length that gzip writes must be there, but may be any; more bytes may follow.
  func isTrailer(_ trailer: Slice<UnsafeBufferPointer<UInt8>>, of bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    switch self {
    case .zlib:
      return trailer.count >= 4 && trailer.prefix(4).reduce(0) { $0 << 8 | UInt32($1) } == Adler32.of(bytes)
    case .gzip:
      return trailer.count >= 8
        && trailer.prefix(4).reversed().reduce(0) { $0 << 8 | UInt32($1) } == CRC32.of(bytes)
    }
  }
}
