/// Decompresses Snappy's raw format, whose length stands at the start.
///
/// Specification: <https://github.com/google/snappy/blob/main/format_description.txt>
enum SnappyDecoder {
  typealias Bytes = UnsafeBufferPointer<UInt8>

  /// The length of the content, and where the data behind it begin; `nil` when there is none.
  static func header(of source: Bytes) -> (byteCount: Int, start: Int)? {
    var value: UInt64 = 0
    for index in 0..<min(5, source.count) {
      value |= UInt64(source[index] & 0x7f) << UInt64(7 * index)
      if source[index] < 0x80 { return value <= UInt64(UInt32.max) ? (Int(value), index + 1) : nil }
    }
    return nil
  }

  /// Decompresses into memory for exactly the content.
  ///
  /// - Returns: Whether the data are whole and valid.
  static func decode(_ source: Bytes, into target: UnsafeMutableBufferPointer<UInt8>) -> Bool {
    guard let (byteCount, start) = header(of: source), byteCount == target.count else { return false }
    guard let input = source.baseAddress, let output = target.baseAddress else { return byteCount == 0 }
    var position = start
    var written = 0
    while position < source.count {
      let tag = Int(input[position])
      position += 1
      if tag & 3 == 0 {
        guard let count = literalCount(tag, input, &position, end: source.count) else { return false }
        guard count <= source.count - position, count <= byteCount - written else { return false }
        (output + written).update(from: input + position, count: count)
        position += count
        written += count
        continue
      }
      var count = tag >> 2 + 1
      let distance: Int
      switch tag & 3 {
      case 1:
        guard position < source.count else { return false }
        count = tag >> 2 & 7 + 4
        distance = (tag >> 5) << 8 | Int(input[position])
        position += 1
      case 2:
        guard position + 2 <= source.count else { return false }
        distance = Int(input[position]) | Int(input[position + 1]) << 8
        position += 2
      default:
        guard position + 4 <= source.count else { return false }
        distance = (0..<4).reduce(0) { $0 | Int(input[position + $1]) << (8 * $1) }
        position += 4
      }
      guard distance > 0, distance <= written, count <= byteCount - written else { return false }
      copy(output + written, distance: distance, count: count, room: byteCount - written)
      written += count
    }
    return written == byteCount
  }

  private static func literalCount(
    _ tag: Int, _ input: UnsafePointer<UInt8>, _ position: inout Int, end: Int
  ) -> Int? {
    let short = tag >> 2
    if short < 60 { return short + 1 }
    let width = short - 59
    guard width <= end - position else { return nil }
    let count = (0..<width).reduce(0) { $0 | Int(input[position + $1]) << (8 * $1) }
    position += width
    return count + 1
  }

  /// Repeats bytes that stand a distance before.
  private static func copy(_ target: UnsafeMutablePointer<UInt8>, distance: Int, count: Int, room: Int) {
    let source = target - distance
    if distance >= 8, room >= count + 8 {
      var offset = 0
      while offset < count {
        let word = UnsafeRawPointer(source + offset).loadUnaligned(as: UInt64.self)
        UnsafeMutableRawPointer(target + offset).storeBytes(of: word, as: UInt64.self)
        offset &+= 8
      }
      return
    }
    for offset in 0..<count { target[offset] = source[offset] }
  }
}
