import KQLTypes

/// How the pages of a column are compressed.
enum ParquetCodec: Int64 {
  case uncompressed = 0
  case snappy
  case gzip

  static func name(_ code: Int64) -> String {
    let names = [3: "LZO", 4: "Brotli", 5: "LZ4", 6: "Zstandard", 7: "LZ4 (raw)"]
    return names[Int(truncatingIfNeeded: code)] ?? "codec \(code)"
  }
}

extension ParquetCodec {
  /// Decompresses a page into a buffer.
  ///
  /// - Parameter count: Bytes that the page has to have.
  /// - Returns: Whether the data are valid and have that many bytes.
  func decompress(
    _ bytes: ParquetBytes, count: Int, into buffer: BlockBuffer, name: String
  ) throws(ExecutionError) -> Bool {
    switch self {
    case .uncompressed: return false
    case .snappy:
      // Snappy makes nothing smaller than about a twentieth; what claims more gets no memory.
      guard count <= bytes.count &* 32 &+ 64 else { return false }
      buffer.reserve(count, keeping: 0)
      return SnappyDecoder.decode(bytes, into: UnsafeMutableBufferPointer(start: buffer.base, count: count))
    case .gzip:
      let stream = InflateStream(BufferStream(bytes), name: name, byteCount: 0)
      var filled = 0
      while filled <= count {
        let step = min(count - filled + 1, max(64 << 10, filled))
        buffer.reserve(filled + step, keeping: filled)
        let got = try stream.read(into: buffer.base + filled, count: step)
        if got == 0 { break }
        filled += got
      }
      return filled == count
    }
  }
}

/// The names of the ways in which values are written.
enum ParquetEncoding {
  static func name(_ code: Int64) -> String {
    let names = [
      "PLAIN", "1", "PLAIN_DICTIONARY", "RLE", "BIT_PACKED", "DELTA_BINARY_PACKED", "DELTA_LENGTH_BYTE_ARRAY",
      "DELTA_BYTE_ARRAY", "RLE_DICTIONARY", "BYTE_STREAM_SPLIT",
    ]
    return names.indices.contains(Int(truncatingIfNeeded: code)) ? names[Int(code)] : "\(code)"
  }
}
