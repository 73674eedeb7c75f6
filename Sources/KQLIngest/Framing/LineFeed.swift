import KQLTypes

/// Cuts an input whose records are lines, or the part of it in which lines begin at certain offsets.
final class LineFeed: BlockFeed {
  private let window: StreamWindow
  private let limits: FramingLimits
  /// Lines that begin here or later are not this feed's.
  private let endOffset: Int64
  /// Whether bytes up to the next line end belong to a line that is not this feed's, or too long.
  private var isWithinForeignLine: Bool
  private var isDone = false

  /// All lines of a stream.
  ///
  /// - Parameter offset: Where the stream stands in the input, behind a byte order mark for instance.
  init(_ stream: any ByteStream, offset: Int64, limits: FramingLimits) {
    window = StreamWindow(stream, offset: offset)
    self.limits = limits
    endOffset = .max
    isWithinForeignLine = false
  }

  /// The lines of a file that begin within a range of offsets.
  ///
  /// - Parameter isLineStart: Whether a line is known to begin where the range does.
  init(_ handle: InputHandle, _ range: Range<Int64>, isLineStart: Bool, limits: FramingLimits) {
    // The byte before the range tells whether a line begins with the range.
    let start = isLineStart ? range.lowerBound : range.lowerBound - 1
    window = StreamWindow(FileStream(handle, offset: start), offset: start)
    self.limits = limits
    endOffset = range.upperBound
    isWithinForeignLine = !isLineStart
  }

  func next(into buffer: BlockBuffer, tally: InputTally) throws(ExecutionError) -> RecordBlock? {
    guard !isDone else { return nil }
    var filled = window.begin(buffer)
    var start = 0
    var searched = 0
    var chunk = limits.chunkByteCount
    while true {
      let got = try window.read(into: buffer, behind: filled, count: chunk)
      filled += got
      let base = UnsafePointer(buffer.base)
      if isWithinForeignLine {
        guard let lineEnd = ByteScan.first(0x0a, from: base + start, to: base + filled) else {
          window.end(buffer, used: filled, filled: filled)
          (filled, start, searched) = (0, 0, 0)
          if window.isAtEnd || window.offset >= endOffset { return finish() }
          continue
        }
        start = lineEnd + 1 - base
        searched = start
        isWithinForeignLine = false
      }
      // Lines from this index on are not this feed's.
      let foreign = endOffset == .max ? Int.max : Int(clamping: endOffset - window.offset)
      if start >= foreign { return finish() }
      if foreign <= filled,
        let lineEnd = ByteScan.first(0x0a, from: base + max(foreign - 1, searched), to: base + filled)
      {
        isDone = true
        return block(buffer, from: start, to: lineEnd + 1 - base)
      }
      let lastEnd = ByteScan.last(0x0a, from: base + searched, to: base + filled)
      if let lastEnd {
        let used = lastEnd + 1 - base
        let block = block(buffer, from: start, to: used)
        window.end(buffer, used: used, filled: filled)
        return block
      }
      if window.isAtEnd {
        isDone = true
        guard filled > start else { return nil }
        // The last line may lack its end.
        buffer.base[filled] = 0x0a
        var block = block(buffer, from: start, to: filled + 1)
        block.endsOpen = true
        return block
      }
      searched = filled
      if filled - start > limits.recordByteCount {
        try tally.report(.tooLong(limit: limits.recordByteCount), at: window.offset + Int64(start))
        window.end(buffer, used: filled, filled: filled)
        (filled, start, searched) = (0, 0, 0)
        isWithinForeignLine = true
        chunk = limits.chunkByteCount
        buffer.shrink(to: chunk)
        continue
      }
      // Long lines are read in growing steps, so that they are not searched again and again.
      chunk = limits.nextChunk(filled: filled, held: filled - start)
    }
  }

  private func finish() -> RecordBlock? {
    isDone = true
    return nil
  }

  private func block(_ buffer: BlockBuffer, from start: Int, to end: Int) -> RecordBlock {
    let base = UnsafePointer(buffer.base)
    return RecordBlock(start: base + start, end: base + end, offset: window.offset + Int64(start))
  }
}

/// Lets several threads take blocks from one feed, one at a time.
///
/// While one thread works on its block, another reads or decompresses the next.
final class SharedFeed: BlockFeed, @unchecked Sendable {
  private let feed: any BlockFeed
  private let lock = Lock()

  init(_ feed: any BlockFeed) { self.feed = feed }

  func next(into buffer: BlockBuffer, tally: InputTally) throws(ExecutionError) -> RecordBlock? {
    try lock.run { () throws(ExecutionError) in try feed.next(into: buffer, tally: tally) }
  }
}
