import KQLTypes

/// A stream that is read byte by byte and in runs of known length.
final class BufferedInput {
  private let source: any ByteStream
  private let buffer: BlockBuffer
  private var position = 0
  private var filled = 0
  /// Where the buffer stands in the stream.
  private var bufferOffset: Int64 = 0

  /// - Parameter capacity: Bytes that are read at once.
  init(_ source: any ByteStream, capacity: Int = 64 << 10) {
    self.source = source
    buffer = BlockBuffer(capacity: capacity)
  }
}

extension BufferedInput {
  /// Where the next byte stands in the stream.
  var offset: Int64 { bufferOffset + Int64(position) }

  /// The next byte; `nil` at the end.
  func byte() throws(ExecutionError) -> UInt8? {
    if position == filled, try !refill() { return nil }
    defer { position += 1 }
    return buffer.base[position]
  }

  /// Reads bytes into a buffer, whose memory grows with what is there rather than with what is asked for.
  ///
  /// - Returns: The number of bytes read; fewer than asked for only at the end.
  func read(_ count: Int, into target: BlockBuffer) throws(ExecutionError) -> Int {
    var done = 0
    while done < count {
      if position == filled, try !refill() { break }
      let step = min(count - done, filled - position)
      target.reserve(done + step, keeping: done)
      (target.base + done).update(from: buffer.base + position, count: step)
      position += step
      done += step
    }
    return done
  }

  private func refill() throws(ExecutionError) -> Bool {
    bufferOffset += Int64(filled)
    position = 0
    filled = try source.read(into: buffer.base, count: buffer.capacity)
    return filled > 0
  }
}
