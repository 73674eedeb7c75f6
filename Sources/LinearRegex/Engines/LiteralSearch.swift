import Glibc

/// Finds plain bytes.
enum LiteralSearch {
  /// Offset of the first occurrence at or after `start`.
  static func first(_ needle: [UInt8], in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    guard let first = needle.first else { return start }
    guard let base = text.baseAddress else { return nil }
    var position = start
    while text.count - position >= needle.count {
      guard let found = memchr(base + position, Int32(first), text.count - position - needle.count + 1) else {
        return nil
      }
      position = UnsafeRawPointer(found) - UnsafeRawPointer(base)
      let isEqual = needle.withUnsafeBytes { memcmp(base + position, $0.baseAddress!, $0.count) == 0 }
      if isEqual { return position }
      position += 1
    }
    return nil
  }
}
