/// Why a blob could not be understood.
struct BlobError: Error {
  var reason: String

  init(_ reason: String) { self.reason = reason }
}

/// Takes a blob apart, never beyond its end; numbers are little-endian.
struct BlobReader {
  private let bytes: UnsafeRawBufferPointer
  private(set) var offset = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  var remainingCount: Int { bytes.count - offset }

  mutating func take(_ count: Int) throws(BlobError) -> UnsafeRawBufferPointer {
    guard count >= 0, count <= remainingCount else { throw BlobError("it ends too early") }
    defer { offset += count }
    return UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + count])
  }

  mutating func byte() throws(BlobError) -> UInt8 { try take(1)[0] }

  mutating func number<Number: FixedWidthInteger & BitwiseCopyable>(_: Number.Type) throws(BlobError) -> Number {
    Number(littleEndian: try take(MemoryLayout<Number>.size).loadUnaligned(as: Number.self))
  }

  /// A count of at most `limit`.
  mutating func count(limit: Int) throws(BlobError) -> Int {
    let value = Int(try number(UInt32.self))
    guard value <= limit else { throw BlobError("a count of \(value) is too large") }
    return value
  }

  mutating func varying() throws(BlobError) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while shift < 64 {
      let byte = try byte()
      value |= UInt64(byte & 0x7f) &<< shift
      if byte < 0x80 { return value }
      shift += 7
    }
    throw BlobError("a number has too many digits")
  }

  func checkEnd() throws(BlobError) {
    guard remainingCount == 0 else { throw BlobError("\(remainingCount) bytes follow its end") }
  }
}
