import KQLTypes

/// Cuts delimited text into blocks of whole rows; a row may go over several lines.
///
/// A quoted field that never ends costs its first line: reading goes on behind that.
final class DelimitedFeed: BlockFeed {
  private let window: StreamWindow
  private let limits: FramingLimits
  private let scanner: DelimitedScanner
  /// Whether bytes up to the next line end belong to a line that was reported.
  private var isWithinBadLine = false
  private var isDone = false
  /// Whether the input's last row lacks its line end.
  private var endsOpen = false

  init(_ stream: any ByteStream, offset: Int64, scanner: DelimitedScanner, limits: FramingLimits) {
    window = StreamWindow(stream, offset: offset)
    self.limits = limits
    self.scanner = scanner
  }

  func next(into buffer: BlockBuffer, tally: InputTally) throws(ExecutionError) -> RecordBlock? {
    guard !isDone else { return nil }
    var filled = window.begin(buffer)
    var chunk = limits.chunkByteCount
    while true {
      filled += try window.read(into: buffer, behind: filled, count: chunk)
      let base = UnsafePointer(buffer.base)
      if isWithinBadLine {
        let lineEnd = ByteScan.first(0x0a, from: base, to: base + filled)
        let passed = lineEnd.map { $0 + 1 - base } ?? filled
        window.end(buffer, used: passed, filled: filled)
        isWithinBadLine = lineEnd == nil
        if isWithinBadLine, window.isAtEnd {
          isDone = true
          return nil
        }
        filled = window.begin(buffer)
        continue
      }
      if window.isAtEnd, filled > 0, base[filled - 1] != 0x0a {
        // The last row may lack its line end.
        buffer.reserve(filled + 1, keeping: filled)
        buffer.base[filled] = 0x0a
        filled += 1
        endsOpen = true
      }
      let start = UnsafePointer(buffer.base)
      let (end, open) = scanner.endOfLastRow(start, start + filled)
      if end > start {
        var block = RecordBlock(start: start, end: end, offset: window.offset)
        block.endsOpen = endsOpen && end == start + filled
        window.end(buffer, used: end - start, filled: filled)
        return block
      }
      if window.isAtEnd {
        guard filled > 0, let open else {
          isDone = true
          return nil
        }
        let isLastLine = ByteScan.first(0x0a, from: open, to: start + filled - 1) == nil
        let fault = endsOpen && isLastLine ? RecordFault.cutOff : .unclosedQuote
        try tally.report(fault, at: window.offset + Int64(open - start))
        isWithinBadLine = true
        window.end(buffer, used: 0, filled: filled)
        filled = window.begin(buffer)
        continue
      }
      if filled > limits.recordByteCount {
        try tally.report(.tooLong(limit: limits.recordByteCount), at: window.offset)
        isWithinBadLine = true
        window.end(buffer, used: 0, filled: filled)
        filled = window.begin(buffer)
        chunk = limits.chunkByteCount
        continue
      }
      chunk = limits.nextChunk(filled: filled, held: filled)
    }
  }
}
