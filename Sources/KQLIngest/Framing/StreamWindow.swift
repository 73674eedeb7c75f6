import KQLTypes

/// Reads a stream into buffers, one after the other, each beginning with what the one before left over.
final class StreamWindow {
  private let stream: any ByteStream
  private var leftover: BlockBuffer
  private var leftoverCount = 0
  /// Where the next buffer begins in the stream.
  private(set) var offset: Int64
  private(set) var isAtEnd = false

  init(_ stream: any ByteStream, offset: Int64) {
    self.stream = stream
    self.offset = offset
    leftover = BlockBuffer(capacity: 4096)
  }
}

// MARK: - Filling

extension StreamWindow {
  /// Begins a buffer with what was left over.
  ///
  /// - Returns: Number of bytes in it.
  func begin(_ buffer: BlockBuffer) -> Int {
    buffer.reserve(leftoverCount, keeping: 0)
    buffer.base.update(from: leftover.base, count: leftoverCount)
    return leftoverCount
  }

  /// Reads more behind the first `filled` bytes.
  ///
  /// - Returns: Number of bytes read; 0 only at the end of the stream.
  func read(into buffer: BlockBuffer, behind filled: Int, count: Int) throws(ExecutionError) -> Int {
    buffer.reserve(filled + count, keeping: filled)
    let got = isAtEnd ? 0 : try stream.read(into: buffer.base + filled, count: count)
    if got == 0 { isAtEnd = true }
    return got
  }

  /// Ends a buffer: its bytes from `used` to `filled` will begin the next one.
  func end(_ buffer: BlockBuffer, used: Int, filled: Int) {
    offset += Int64(used)
    leftoverCount = filled - used
    leftover.shrink(to: max(leftoverCount, 4096))
    leftover.reserve(leftoverCount, keeping: 0)
    leftover.base.update(from: buffer.base + used, count: leftoverCount)
  }

  /// Passes over bytes, so that the next buffer begins at an offset of the stream; one that lies behind is left alone.
  func skip(to target: Int64) throws(ExecutionError) {
    guard target > offset else { return }
    let ahead = target - offset
    if ahead < Int64(leftoverCount) {
      leftoverCount -= Int(ahead)
      leftover.base.update(from: leftover.base + Int(ahead), count: leftoverCount)
    } else {
      try stream.skip(ahead - Int64(leftoverCount))
      leftoverCount = 0
    }
    offset = target
  }
}
