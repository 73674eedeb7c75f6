import KQLTypes

/// Cuts the rows of an answer into blocks; each block's rows have the same columns.
final class AnswerFeed: BlockFeed {
  typealias Bytes = UnsafePointer<UInt8>

  private let framing: ElementFraming
  private let layout: AnswerLayout
  private var sectionIndex = 0
  /// Whether no row of the section was passed yet.
  private var isFirst = true
  private var isDone = false

  init(_ stream: any ByteStream, offset: Int64, layout: AnswerLayout, limits: FramingLimits) {
    framing = ElementFraming(stream, offset: offset, limits: limits)
    self.layout = layout
  }

  func next(into buffer: BlockBuffer, tally: InputTally) throws(ExecutionError) -> RecordBlock? {
    while !isDone {
      guard sectionIndex < layout.sections.count else {
        isDone = true
        if let damage = layout.damage { try tally.report(damage.fault, at: damage.offset) }
        return nil
      }
      let section = layout.sections[sectionIndex]
      if isFirst { try framing.window.skip(to: section.start) }
      let (block, isAtEnd) = try framing.next(into: buffer, columns: section.columns, tally: tally) {
        step($0, &$1, $2)
      }
      if isAtEnd {
        sectionIndex += 1
        isFirst = true
        isDone = framing.isBroken
      }
      if let block { return block }
    }
    return nil
  }

  /// What it means that the buffer holds nothing further.
  private func incomplete(_ filled: Int) -> ElementFraming.Step {
    framing.window.isAtEnd ? .damaged(.cutOff, at: filled) : .incomplete
  }

  /// Passes over one row, or over what stands between rows.
  private func step(_ base: Bytes, _ position: inout Int, _ filled: Int) -> ElementFraming.Step {
    func skipSpace(_ start: Int) -> Int {
      var index = start
      while index < filled, base[index] == 0x20 || base[index] == 0x0a || base[index] == 0x0d || base[index] == 0x09 {
        index += 1
      }
      return index
    }
    var start = skipSpace(position)
    guard start < filled else { return incomplete(filled) }
    if base[start] == UInt8(ascii: "]") {
      position = start + 1
      return .end
    }
    if !isFirst {
      guard base[start] == UInt8(ascii: ",") else { return .damaged(.unexpected(base[start]), at: start) }
      start = skipSpace(start + 1)
      guard start < filled else { return incomplete(filled) }
    }
    guard let end = DocumentFeed.endOfValue(base + start, base + filled) else { return incomplete(filled) }
    if end == base + start { return .damaged(.unexpected(base[start]), at: start) }
    isFirst = false
    position = end - base
    return base[start] == UInt8(ascii: "{") ? .passed : .element(start..<position)
  }
}
