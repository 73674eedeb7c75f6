/// Replaces the escapes of JSON strings whose form was already checked.
enum JSONUnescaping {
  /// Writes the text that a string's content stands for; never longer than the content.
  ///
  /// Half a surrogate pair becomes U+FFFD.
  ///
  /// - Returns: Number of bytes written.
  static func write(_ source: UnsafeBufferPointer<UInt8>, to target: UnsafeMutablePointer<UInt8>) -> Int {
    var written = 0
    var index = 0
    while index < source.count {
      let byte = source[index]
      guard byte == 0x5c, index + 1 < source.count else {
        target[written] = byte
        written += 1
        index += 1
        continue
      }
      let escape = source[index + 1]
      index += 2
      switch escape {
      case UInt8(ascii: "b"): target[written] = 0x08
      case UInt8(ascii: "f"): target[written] = 0x0c
      case UInt8(ascii: "n"): target[written] = 0x0a
      case UInt8(ascii: "r"): target[written] = 0x0d
      case UInt8(ascii: "t"): target[written] = 0x09
      case UInt8(ascii: "u"):
        var scalar = hexadecimal(source, at: index)
        index += 4
        if scalar & 0xfc00 == 0xd800, index + 5 < source.count, source[index] == 0x5c,
          source[index + 1] == UInt8(ascii: "u")
        {
          let low = hexadecimal(source, at: index + 2)
          if low & 0xfc00 == 0xdc00 {
            scalar = 0x10000 &+ ((scalar & 0x3ff) &<< 10) &+ (low & 0x3ff)
            index += 6
          }
        }
        written += encode(Unicode.Scalar(scalar) ?? "\u{fffd}", to: target + written)
        continue
      default: target[written] = escape
      }
      written += 1
    }
    return written
  }

  static func string(_ source: UnsafeBufferPointer<UInt8>) -> String {
    if !source.contains(0x5c) { return String(decoding: source, as: UTF8.self) }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: source.count) { target in
      guard let base = target.baseAddress else { return "" }
      let count = write(source, to: base)
      return String(decoding: UnsafeBufferPointer(start: base, count: count), as: UTF8.self)
    }
  }

  private static func hexadecimal(_ source: UnsafeBufferPointer<UInt8>, at start: Int) -> UInt32 {
    var value: UInt32 = 0
    for index in start..<min(start + 4, source.count) {
      let byte = source[index]
      value = value &<< 4 | UInt32(byte < 0x40 ? byte & 0xf : (byte & 0xf) &+ 9)
    }
    return value
  }

  /// Six bytes of escape give at most four of text, so the target has room.
  private static func encode(_ scalar: Unicode.Scalar, to target: UnsafeMutablePointer<UInt8>) -> Int {
    var count = 0
    for byte in UTF8.encode(scalar)! {
      target[count] = byte
      count += 1
    }
    return count
  }
}
