import KQLTypes

/// Cuts the rows of a plain delimited file for several threads at once.
///
/// Where the first row of a chunk begins depends on every quote before it. A thread therefore reads and cuts its chunk
/// on the guess that a row begins behind the first line end, and only then asks where the row really begins, which the
/// thread with the chunk before knows once it has cut, long before it has read a value. A wrong guess costs cutting
/// again. Text that goes beyond what a row may look like is left to ``DelimitedFeed``, from there to the end.
final class DelimitedFileFeed: BlockFeed, @unchecked Sendable {
  private let handle: InputHandle
  private let firstOffset: Int64
  private let limits: FramingLimits
  private let scanner: DelimitedScanner
  private let lock = Lock()
  // The rest is used under the lock.
  private var claimedCount: Int64 = 0
  /// The chunk of which it is known where its first row begins; those before it are cut.
  private var knownChunk: Int64 = 0
  /// Where that row begins; it may lie beyond the chunk.
  private var rowStart: Int64
  /// What reads the rest, since the chunks were given up.
  private var rest: SharedFeed?

  /// Bytes behind a chunk that are read with it, in which its last row most likely ends.
  private var lookahead: Int { min(4 << 10, limits.chunkByteCount) }

  init(_ handle: InputHandle, offset: Int64, scanner: DelimitedScanner, limits: FramingLimits) {
    self.handle = handle
    firstOffset = offset
    self.limits = limits
    self.scanner = scanner
    rowStart = offset
  }

  /// Threads that find something to do.
  static func readerCount(of byteCount: Int64, limits: FramingLimits) -> Int {
    Int(clamping: byteCount / Int64(limits.chunkByteCount) + 1)
  }
}

// MARK: - Blocks

extension DelimitedFileFeed {
  func next(into buffer: BlockBuffer, tally: InputTally) throws(ExecutionError) -> RecordBlock? {
    while let chunk = claim() {
      var cut = Cut(chunk, buffer)
      var failed = false
      do throws(ExecutionError) {
        try read(&cut, count: Int(chunk.end - chunk.start) + lookahead)
        cut.guess(firstChunk: chunk.index == 0, scanner)
      } catch {
        failed = true
      }
      guard let start = firstRow(of: chunk) else { break }
      if start >= chunk.end {
        pass(chunk, to: start)
        continue
      }
      if !failed {
        do throws(ExecutionError) {
          if let block = try rows(of: &cut, from: Int(start - chunk.start)) {
            pass(chunk, to: block.next)
            return block.rows
          }
        } catch {
          failed = true
        }
      }
      // Whoever reads the rest comes upon the same error, or names the row that is wrong.
      giveUp(from: start)
      break
    }
    return try lock.run { rest }?.next(into: buffer, tally: tally)
  }

  /// The whole rows that begin in a chunk; `nil` when the last one has no end that counts.
  private func rows(
    of cut: inout Cut, from start: Int
  ) throws(ExecutionError) -> (rows: RecordBlock, next: Int64)? {
    if start != cut.firstRow { cut.search(from: start, scanner) }
    while cut.next == nil {
      guard !cut.isAtEnd, cut.filled - cut.lastRow <= limits.recordByteCount else { return nil }
      // Long rows are read in growing steps, so that they are not searched again and again.
      try read(&cut, count: limits.nextChunk(filled: cut.filled, held: cut.filled - cut.lastRow))
      cut.extend(scanner)
    }
    guard let next = cut.next else { return nil }
    let base = UnsafePointer(cut.buffer.base)
    var rows = RecordBlock(start: base + start, end: base + next, offset: cut.chunk.start + Int64(start))
    rows.endsOpen = cut.endsOpen && next == cut.filled
    return (rows, min(cut.chunk.start + Int64(next), handle.byteCount))
  }

  private func read(_ cut: inout Cut, count: Int) throws(ExecutionError) {
    let buffer = cut.buffer
    buffer.reserve(cut.filled + count, keeping: cut.filled)
    let got = try handle.read(into: buffer.base + cut.filled, count: count, at: cut.chunk.start + Int64(cut.filled))
    cut.filled += got
    guard cut.chunk.start + Int64(cut.filled) >= handle.byteCount else { return }
    cut.isAtEnd = true
    // The last row may lack its line end.
    guard cut.filled > 0, buffer.base[cut.filled - 1] != 0x0a else { return }
    buffer.base[cut.filled] = 0x0a
    cut.filled += 1
    cut.endsOpen = true
  }
}

// MARK: - Order

extension DelimitedFileFeed {
  struct Chunk {
    var index: Int64
    var start: Int64
    var end: Int64
  }

  private func claim() -> Chunk? {
    lock.run {
      let size = Int64(limits.chunkByteCount)
      let start = firstOffset + claimedCount * size
      guard rest == nil, start < handle.byteCount else { return nil }
      defer { claimedCount += 1 }
      return Chunk(index: claimedCount, start: start, end: min(start + size, handle.byteCount))
    }
  }

  /// Where the first row of a chunk begins, once that is known; `nil` when the chunks were given up.
  private func firstRow(of chunk: Chunk) -> Int64? {
    lock.run(when: { rest != nil || knownChunk == chunk.index }) { rest == nil ? rowStart : nil }
  }

  private func pass(_ chunk: Chunk, to start: Int64) {
    lock.run {
      knownChunk = chunk.index + 1
      rowStart = start
    }
  }

  private func giveUp(from start: Int64) {
    lock.run {
      let stream = FileStream(handle, offset: start)
      rest = SharedFeed(DelimitedFeed(stream, offset: start, scanner: scanner, limits: limits))
    }
  }
}

/// A chunk in a buffer, and where its rows are cut; places are counted from the chunk's start.
private struct Cut {
  let chunk: DelimitedFileFeed.Chunk
  let buffer: BlockBuffer
  /// Bytes that were read.
  var filled = 0
  var isAtEnd = false
  /// Whether a line end was added to the last row.
  var endsOpen = false
  /// Where the first row begins that the search went from.
  private(set) var firstRow: Int?
  /// Where the last row of the chunk begins, as far as is known.
  private(set) var lastRow = 0
  /// Where the first row behind the chunk begins; `nil` when what was read does not show it.
  private(set) var next: Int?

  init(_ chunk: DelimitedFileFeed.Chunk, _ buffer: BlockBuffer) {
    self.chunk = chunk
    self.buffer = buffer
  }

  /// Cuts as if no quoted field went over the chunk's start.
  mutating func guess(firstChunk: Bool, _ scanner: DelimitedScanner) {
    let base = UnsafePointer(buffer.base)
    let end = base + min(filled, Int(chunk.end - chunk.start))
    if firstChunk {
      search(from: 0, scanner)
    } else if let lineEnd = ByteScan.first(0x0a, from: base, to: end), lineEnd + 1 < end {
      search(from: lineEnd + 1 - base, scanner)
    }
  }

  mutating func search(from start: Int, _ scanner: DelimitedScanner) {
    firstRow = start
    let base = UnsafePointer(buffer.base)
    let (rowEnd, _) = scanner.endOfLastRow(base + start, base + min(filled, Int(chunk.end - chunk.start)))
    lastRow = rowEnd - base
    extend(scanner)
  }

  /// Looks for the end of the chunk's last row.
  mutating func extend(_ scanner: DelimitedScanner) {
    let base = UnsafePointer(buffer.base)
    let size = Int(chunk.end - chunk.start)
    var row = lastRow
    next = nil
    while row < min(size, filled) {
      guard case .found(let end) = scanner.endOfRow(base + row, base + filled, isFieldStart: true) else { return }
      lastRow = row
      row = end - base
    }
    next = row
  }
}
