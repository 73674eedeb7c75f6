import CByteScan
import Glibc

/// Searches of bytes, many at a time.
///
/// All of them may read up to 64 bytes behind the place they find, which ``BlockBuffer/slack`` allows for.
enum ByteScan {
  typealias Bytes = UnsafePointer<UInt8>

  @inline(__always)
  static func load16(_ position: Bytes) -> SIMD16<UInt8> {
    UnsafeRawPointer(position).loadUnaligned(as: SIMD16<UInt8>.self)
  }

  @inline(__always)
  static func load8(_ position: Bytes) -> UInt64 {
    UnsafeRawPointer(position).loadUnaligned(as: UInt64.self)
  }

  /// Whether two runs of bytes are equal.
  ///
  /// - Precondition: `count` is at least 8.
  @inline(__always)
  static func isEqual(_ left: Bytes, _ right: Bytes, count: Int) -> Bool {
    var offset = 0
    while offset &+ 8 < count {
      if load8(left + offset) != load8(right + offset) { return false }
      offset &+= 8
    }
    return load8(left + (count &- 8)) == load8(right + (count &- 8))
  }
}

// MARK: - Searches

extension ByteScan {
  /// Finds the first byte that text in a JSON string cannot pass over without a look: a quote, a backslash, a
  /// control character or a byte outside ASCII.
  ///
  /// - Precondition: There is such a byte before the end of the buffer.
  @inline(__always)
  static func endOfPlainText(_ start: Bytes) -> Bytes { endOfText(start, before: 0x22, 0x5c, below: 0x20) }

  /// Finds the first byte that is one of two, or below a third as a signed number, as bytes outside ASCII are.
  ///
  /// - Precondition: There is such a byte before the end of the buffer.
  @inline(__always)
  static func endOfText(_ start: Bytes, before first: UInt8, _ second: UInt8, below limit: Int8) -> Bytes {
    var position = start
    while true {
      // Most texts are shorter than this, so that the loop's end can be foreseen.
      let stops = text_stops(position, first, second, limit)
      if stops != 0 { return position + stops.trailingZeroBitCount }
      position += 32
    }
  }

  /// Marks those of 32 bytes that text in a JSON string cannot pass over without a look.
  @inline(__always)
  static func stopsOfPlainText(_ start: Bytes) -> UInt32 { text_stops(start, 0x22, 0x5c, 0x20) }

  /// Whether the bytes here are those of a text of at least 16 bytes; both are looked at to the end.
  @inline(__always)
  static func begins(_ position: Bytes, with text: Bytes, count: Int) -> Bool {
    var difference = load16(position + (count &- 16)) ^ load16(text + (count &- 16))
    var offset = 0
    while offset &+ 32 < count {
      difference |= load16(position + offset) ^ load16(text + offset)
      difference |= load16(position + (offset &+ 16)) ^ load16(text + (offset &+ 16))
      offset &+= 32
    }
    if offset &+ 16 < count { difference |= load16(position + offset) ^ load16(text + offset) }
    let halves = unsafeBitCast(difference, to: SIMD2<UInt64>.self)
    return halves[0] | halves[1] == 0
  }

  /// The first of a byte in a range; `nil` when it is not there.
  @inline(__always)
  static func first(_ byte: UInt8, from start: Bytes, to end: Bytes) -> Bytes? {
    guard end > start, let found = memchr(start, Int32(byte), end - start) else { return nil }
    return UnsafePointer(found.assumingMemoryBound(to: UInt8.self))
  }

  /// The last of a byte in a range; `nil` when it is not there.
  static func last(_ byte: UInt8, from start: Bytes, to end: Bytes) -> Bytes? {
    var position = end
    while position > start {
      position -= 1
      if position.pointee == byte { return position }
    }
    return nil
  }

  /// How often a byte stands in a range.
  static func count(_ byte: UInt8, from start: Bytes, to end: Bytes) -> Int {
    var count = 0
    var position = start
    while let found = first(byte, from: position, to: end) {
      count += 1
      position = found + 1
    }
    return count
  }

  /// The end of the UTF-8 sequence of two to four bytes that begins here; `nil` when it is not valid.
  static func endOfScalar(_ position: Bytes) -> Bytes? {
    let lead = position[0]
    @inline(__always) func isContinuation(_ index: Int) -> Bool { position[index] & 0xc0 == 0x80 }
    switch lead {
    case 0xc2...0xdf:
      return isContinuation(1) ? position + 2 : nil
    case 0xe0...0xef:
      guard isContinuation(1), isContinuation(2) else { return nil }
      if lead == 0xe0, position[1] < 0xa0 { return nil }
      // Surrogates have no place in UTF-8.
      if lead == 0xed, position[1] > 0x9f { return nil }
      return position + 3
    case 0xf0...0xf4:
      guard isContinuation(1), isContinuation(2), isContinuation(3) else { return nil }
      if lead == 0xf0, position[1] < 0x90 { return nil }
      if lead == 0xf4, position[1] > 0x8f { return nil }
      return position + 4
    default: return nil
    }
  }
}
