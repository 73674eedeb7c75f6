import KQLTypes

/// Cuts the rows of an answer into blocks; each block's rows have the same columns.
final class AnswerFeed: BlockFeed {
  typealias Bytes = UnsafePointer<UInt8>

  private let window: StreamWindow
  private let limits: FramingLimits
  private let layout: AnswerLayout
  private var sectionIndex = 0
  /// Whether no row of the section was passed yet.
  private var isFirst = true
  private var isDone = false
  /// What ends the input behind rows that were handed out; theirs are the first mistakes to be told.
  private var damage: (fault: RecordFault, offset: Int64)?

  init(_ stream: any ByteStream, offset: Int64, layout: AnswerLayout, limits: FramingLimits) {
    window = StreamWindow(stream, offset: offset)
    self.layout = layout
    self.limits = limits
  }

  private enum Step {
    case row(Range<Int>)
    /// Something that is no row, such as an error between rows.
    case passed
    case incomplete
    case damaged(RecordFault, at: Int)
    case endOfSection
  }

  func next(into buffer: BlockBuffer, tally: InputTally) throws(ExecutionError) -> RecordBlock? {
    while !isDone {
      if let damage {
        isDone = true
        try tally.report(damage.fault, at: damage.offset)
        return nil
      }
      guard sectionIndex < layout.sections.count else {
        isDone = true
        if let damage = layout.damage { try tally.report(damage.fault, at: damage.offset) }
        return nil
      }
      let section = layout.sections[sectionIndex]
      if isFirst { try window.skip(to: section.start) }
      if let block = try nextRows(of: section, into: buffer, tally: tally) { return block }
    }
    return nil
  }

  /// - Returns: `nil` when the section, or the whole input, holds no further row.
  private func nextRows(
    of section: AnswerSection, into buffer: BlockBuffer, tally: InputTally
  ) throws(ExecutionError) -> RecordBlock? {
    var filled = window.begin(buffer)
    var position = 0
    var bounds: [Range<Int>] = []
    var chunk = limits.chunkByteCount
    while true {
      filled += try window.read(into: buffer, behind: filled, count: chunk)
      // Stops every search.
      (buffer.base + filled).update(repeating: 0, count: BlockBuffer.slack - 64)
      let base = UnsafePointer(buffer.base)
      scanning: while true {
        switch step(base, &position, filled) {
        case .row(let range): bounds.append(range)
        case .passed: break
        case .incomplete:
          guard window.isAtEnd else { break scanning }
          damage = (.cutOff, window.offset + Int64(filled))
          return block(buffer, bounds, section)
        case .damaged(let fault, let index):
          damage = (fault, window.offset + Int64(index))
          return block(buffer, bounds, section)
        case .endOfSection:
          sectionIndex += 1
          isFirst = true
          let block = block(buffer, bounds, section)
          window.end(buffer, used: position, filled: filled)
          return block
        }
      }
      if !bounds.isEmpty {
        let block = block(buffer, bounds, section)
        window.end(buffer, used: position, filled: filled)
        return block
      }
      if filled - position > limits.recordByteCount {
        isDone = true
        try tally.report(.tooLong(limit: limits.recordByteCount), at: window.offset + Int64(position))
        return nil
      }
      chunk = limits.nextChunk(filled: filled, held: filled - position)
    }
  }

  private func block(_ buffer: BlockBuffer, _ bounds: [Range<Int>], _ section: AnswerSection) -> RecordBlock? {
    guard let last = bounds.last else { return nil }
    let base = UnsafePointer(buffer.base)
    return RecordBlock(
      start: base, end: base + last.upperBound, offset: window.offset, bounds: bounds, columns: section.columns)
  }

  /// Passes over one row, or over what stands between rows.
  private func step(_ base: Bytes, _ position: inout Int, _ filled: Int) -> Step {
    func skipSpace(_ start: Int) -> Int {
      var index = start
      while index < filled, base[index] == 0x20 || base[index] == 0x0a || base[index] == 0x0d || base[index] == 0x09 {
        index += 1
      }
      return index
    }
    var start = skipSpace(position)
    guard start < filled else { return .incomplete }
    if base[start] == UInt8(ascii: "]") {
      position = start + 1
      return .endOfSection
    }
    if !isFirst {
      guard base[start] == UInt8(ascii: ",") else { return .damaged(.unexpected(base[start]), at: start) }
      start = skipSpace(start + 1)
      guard start < filled else { return .incomplete }
    }
    guard let end = DocumentFeed.endOfValue(base + start, base + filled) else { return .incomplete }
    if end == base + start { return .damaged(.unexpected(base[start]), at: start) }
    isFirst = false
    position = end - base
    return base[start] == UInt8(ascii: "{") ? .passed : .row(start..<position)
  }
}
