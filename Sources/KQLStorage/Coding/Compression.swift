import CZlib

/// Compresses byte strings with zlib. One state serves many strings; used by one thread.
final class Deflater {
  private let stream: UnsafeMutablePointer<z_stream>
  private let isReady: Bool

  /// - Parameter level: 1 (fast) to 9 (small).
  init(level: Int32, strategy: Int32 = Z_DEFAULT_STRATEGY) {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    isReady =
      deflateInit2_(
        stream, level, Z_DEFLATED, 15, 8, strategy, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
  }

  deinit {
    deflateEnd(stream)
    stream.deallocate()
  }

  /// The compressed bytes; `nil` when they are not fewer.
  func compress(_ bytes: UnsafeRawBufferPointer) -> [UInt8]? {
    guard isReady, bytes.count > 8, bytes.count < 1 << 30, let source = bytes.baseAddress else { return nil }
    deflateReset(stream)
    var status = Z_OK
    let result = [UInt8](unsafeUninitializedCapacity: bytes.count - 1) { target, initialized in
      stream.pointee.next_in = UnsafeMutablePointer(mutating: source.assumingMemoryBound(to: Bytef.self))
      stream.pointee.avail_in = uInt(bytes.count)
      stream.pointee.next_out = target.baseAddress
      stream.pointee.avail_out = uInt(target.count)
      status = deflate(stream, Z_FINISH)
      initialized = target.count - Int(stream.pointee.avail_out)
    }
    return status == Z_STREAM_END ? result : nil
  }
}

/// Decompresses what ``Deflater`` gave.
enum Inflater {
  /// - Parameter count: Bytes that must come out, exactly.
  static func inflate(_ bytes: UnsafeRawBufferPointer, count: Int) throws(BlobError) -> [UInt8] {
    var status = Z_OK
    var written = 0
    let result = [UInt8](unsafeUninitializedCapacity: count) { target, initialized in
      var length = uLongf(count)
      status = uncompress(
        target.baseAddress, &length, bytes.baseAddress?.assumingMemoryBound(to: Bytef.self), uLong(bytes.count))
      written = Int(length)
      initialized = min(written, count)
    }
    guard status == Z_OK, written == count else { throw BlobError("its compressed bytes are not those of zlib") }
    return result
  }
}

/// A byte string in a blob: `u8` compression (0 none, 1 zlib), `u32` size, `u32` stored size, the stored bytes.
struct ByteStringCoder {
  /// Finds out quickly whether, and how well, bytes compress.
  private let probe = Deflater(level: 1)
  /// For text and numbers in which neighbours are alike.
  private let deflater = Deflater(level: 6)

  private static let probeByteCount = 4096

  func append(_ bytes: UnsafeRawBufferPointer, to writer: inout BlobWriter) {
    let compressed = isCompressible(bytes) ? deflater.compress(bytes) : nil
    writer.append(UInt8(compressed == nil ? 0 : 1))
    writer.append(UInt32(truncatingIfNeeded: bytes.count))
    writer.append(UInt32(truncatingIfNeeded: compressed?.count ?? bytes.count))
    if let compressed {
      writer.append(compressed)
    } else {
      writer.append(
        UnsafeBufferPointer(start: bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), count: bytes.count))
    }
  }

  /// Bytes that a sample takes when compressed.
  func estimate(_ sample: UnsafeRawBufferPointer) -> Int { probe.compress(sample)?.count ?? sample.count }

  /// Random bytes, such as identifiers, would only cost time.
  private func isCompressible(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard bytes.count > 2 * Self.probeByteCount else { return true }
    let start = bytes.count / 2
    let sample = UnsafeRawBufferPointer(rebasing: bytes[start..<start + Self.probeByteCount])
    return estimate(sample) < Self.probeByteCount * 31 / 32
  }

  static func read(from reader: inout BlobReader) throws(BlobError) -> [UInt8] {
    let compression = try reader.byte()
    let count = Int(try reader.number(UInt32.self))
    let storedCount = Int(try reader.number(UInt32.self))
    let stored = try reader.take(storedCount)
    switch compression {
    case 0:
      guard storedCount == count else { throw BlobError("sizes differ") }
      return Array(stored)
    case 1:
      // zlib makes at most 1,032 bytes of one, so a size beyond that is no reason to ask for the memory.
      guard count <= storedCount * 1032 + 64 else { throw BlobError("a size is impossible") }
      return try Inflater.inflate(stored, count: count)
    default: throw BlobError("compression \(compression) is unknown")
    }
  }
}
