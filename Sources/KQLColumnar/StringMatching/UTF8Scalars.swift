/// Reading and writing of Unicode scalars in UTF-8 bytes.
///
/// Reading never leaves the buffer: bytes that are not valid UTF-8 come out one by one as U+FFFD.
@usableFromInline
package enum UTF8Scalars {
  /// Stands for bytes that are not valid.
  @usableFromInline static let replacement: UInt32 = 0xfffd

  @inlinable @inline(__always)
  package static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xc0 == 0x80 }

  /// The scalar that begins at an offset, and how many bytes it takes.
  ///
  /// - Precondition: `offset` is within the buffer.
  @inlinable @inline(__always)
  package static func decode(
    _ bytes: UnsafeBufferPointer<UInt8>, at offset: Int
  ) -> (scalar: UInt32, byteCount: Int) {
    let first = bytes[offset]
    if first < 0x80 { return (UInt32(first), 1) }
    return decodeLong(bytes, at: offset)
  }

  @usableFromInline
  static func decodeLong(_ bytes: UnsafeBufferPointer<UInt8>, at offset: Int) -> (scalar: UInt32, byteCount: Int) {
    let first = UInt32(bytes[offset])
    let length: Int
    var scalar: UInt32
    switch first {
    case 0xc2...0xdf: (length, scalar) = (2, first & 0x1f)
    case 0xe0...0xef: (length, scalar) = (3, first & 0x0f)
    case 0xf0...0xf4: (length, scalar) = (4, first & 0x07)
    default: return (replacement, 1)
    }
    guard bytes.count &- offset >= length else { return (replacement, 1) }
    for index in 1..<length {
      let byte = bytes[offset &+ index]
      guard isContinuation(byte) else { return (replacement, 1) }
      scalar = scalar << 6 | UInt32(byte & 0x3f)
    }
    return (scalar, length)
  }

  /// The scalar that ends before an offset, and how many bytes it takes.
  ///
  /// - Precondition: `0 < end <= bytes.count`.
  package static func decodeBackwards(
    _ bytes: UnsafeBufferPointer<UInt8>, before end: Int
  ) -> (scalar: UInt32, byteCount: Int) {
    var start = end &- 1
    while start > 0, end &- start < 4, isContinuation(bytes[start]) { start &-= 1 }
    let found = decode(bytes, at: start)
    return found.byteCount == end &- start ? found : (replacement, 1)
  }

  /// Number of scalars.
  ///
  /// - Complexity: O(*bytes*), eight at a time.
  package static func count(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    guard let base = bytes.baseAddress else { return 0 }
    let raw = UnsafeRawPointer(base)
    var continuations = 0
    var offset = 0
    while bytes.count &- offset >= 8 {
      let word = raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      // A continuation byte has its top bit set and the next one clear.
      continuations &+= (word & ~(word << 1) & 0x8080_8080_8080_8080).nonzeroBitCount
      offset &+= 8
    }
    while offset < bytes.count {
      if isContinuation(bytes[offset]) { continuations &+= 1 }
      offset &+= 1
    }
    return bytes.count &- continuations
  }

  /// The offset at which the scalar with an index begins; the byte count when there are fewer.
  package static func offset(_ bytes: UnsafeBufferPointer<UInt8>, ofScalar index: Int, from start: Int = 0) -> Int {
    var offset = start
    var remaining = index
    while remaining > 0, offset < bytes.count {
      offset &+= 1
      while offset < bytes.count, isContinuation(bytes[offset]) { offset &+= 1 }
      remaining &-= 1
    }
    return offset
  }

  package static func isASCII(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let base = bytes.baseAddress else { return true }
    let raw = UnsafeRawPointer(base)
    var seen: UInt64 = 0
    var offset = 0
    while bytes.count &- offset >= 8 {
      seen |= raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      offset &+= 8
    }
    while offset < bytes.count {
      seen |= UInt64(bytes[offset])
      offset &+= 1
    }
    return seen & 0x8080_8080_8080_8080 == 0
  }

  /// Appends a scalar; a value that is none is written as U+FFFD.
  package static func append(_ scalar: UInt32, to bytes: inout [UInt8]) {
    switch scalar {
    case 0..<0x80: bytes.append(UInt8(truncatingIfNeeded: scalar))
    case 0x80..<0x800:
      bytes.append(0xc0 | UInt8(truncatingIfNeeded: scalar >> 6))
      bytes.append(0x80 | UInt8(truncatingIfNeeded: scalar & 0x3f))
    case 0x800..<0xd800, 0xe000..<0x1_0000:
      bytes.append(0xe0 | UInt8(truncatingIfNeeded: scalar >> 12))
      bytes.append(0x80 | UInt8(truncatingIfNeeded: scalar >> 6 & 0x3f))
      bytes.append(0x80 | UInt8(truncatingIfNeeded: scalar & 0x3f))
    case 0x1_0000..<0x11_0000:
      bytes.append(0xf0 | UInt8(truncatingIfNeeded: scalar >> 18))
      bytes.append(0x80 | UInt8(truncatingIfNeeded: scalar >> 12 & 0x3f))
      bytes.append(0x80 | UInt8(truncatingIfNeeded: scalar >> 6 & 0x3f))
      bytes.append(0x80 | UInt8(truncatingIfNeeded: scalar & 0x3f))
    default: append(replacement, to: &bytes)
    }
  }
}
