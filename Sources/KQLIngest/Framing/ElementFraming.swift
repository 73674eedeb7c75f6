import KQLTypes

/// Cuts elements, of which a feed knows how to find the next, into blocks.
///
/// What is damaged ends the input, behind the elements that were found before it: theirs are the first mistakes to be
/// told.
final class ElementFraming {
  typealias Bytes = UnsafePointer<UInt8>

  /// What stands at a place of the buffer.
  enum Step {
    case element(Range<Int>)
    /// Something that is no element, and was passed over.
    case passed
    /// Something whose end is not in the buffer.
    case incomplete
    case damaged(RecordFault, at: Int)
    /// The end of what is cut.
    case end
  }

  let window: StreamWindow
  private let limits: FramingLimits
  private var damage: (fault: RecordFault, offset: Int64)?
  /// Whether damage has ended the input.
  private(set) var isBroken = false

  init(_ stream: any ByteStream, offset: Int64, limits: FramingLimits) {
    window = StreamWindow(stream, offset: offset)
    self.limits = limits
  }

  /// Cuts the next block.
  ///
  /// - Parameters:
  ///   - columns: What the values of the elements are, where these are rows of values.
  ///   - step: Looks at the bytes of the buffer that begin at a position and end at a count, and moves the position
  ///     behind what it finds.
  /// - Returns: A block, unless there is no further element, and whether the end was found.
  func next(
    into buffer: BlockBuffer, columns: AnswerColumns? = nil, tally: InputTally,
    step: (Bytes, inout Int, Int) -> Step
  ) throws(ExecutionError) -> (block: RecordBlock?, isAtEnd: Bool) {
    if let damage { return try fail(damage.fault, at: damage.offset, tally) }
    var filled = window.begin(buffer)
    var position = 0
    var bounds: [Range<Int>] = []
    var chunk = limits.chunkByteCount
    var isAtEnd = false
    while true {
      filled += try window.read(into: buffer, behind: filled, count: chunk)
      // Stops every search.
      (buffer.base + filled).update(repeating: 0, count: BlockBuffer.slack - 64)
      let base = UnsafePointer(buffer.base)
      scanning: while !isAtEnd {
        switch step(base, &position, filled) {
        case .element(let range): bounds.append(range)
        case .passed: break
        case .incomplete: break scanning
        case .damaged(let fault, let index):
          let offset = window.offset + Int64(index)
          if bounds.isEmpty { return try fail(fault, at: offset, tally) }
          damage = (fault, offset)
          break scanning
        case .end: isAtEnd = true
        }
      }
      if isAtEnd || damage != nil || !bounds.isEmpty {
        let block = bounds.last.map { last in
          RecordBlock(
            start: base, end: base + last.upperBound, offset: window.offset, bounds: bounds, columns: columns)
        }
        window.end(buffer, used: position, filled: filled)
        return (block, isAtEnd)
      }
      if filled - position > limits.recordByteCount {
        let fault = RecordFault.tooLong(limit: limits.recordByteCount)
        return try fail(fault, at: window.offset + Int64(position), tally)
      }
      chunk = limits.nextChunk(filled: filled, held: filled - position)
    }
  }

  private func fail(
    _ fault: RecordFault, at offset: Int64, _ tally: InputTally
  ) throws(ExecutionError) -> (block: RecordBlock?, isAtEnd: Bool) {
    isBroken = true
    try tally.report(fault, at: offset)
    return (nil, true)
  }
}
