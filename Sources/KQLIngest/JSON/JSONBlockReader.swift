import KQLTypes

/// Reads blocks of JSON records: lines, or elements whose bounds are known; either may be envelopes of records.
final class JSONBlockReader<Sink: RecordSink>: BlockReader {
  typealias Bytes = UnsafePointer<UInt8>

  /// Behind a pointer, so that calling it takes no bookkeeping.
  private let parser: UnsafeMutablePointer<JSONRecordParser>
  private let isLines: Bool
  private var block: RecordBlock?
  private var position: Bytes?
  private var boundIndex = 0
  /// Records read since the parser last looked back.
  private var recordCount = 0
  /// Whether the records of an envelope are being read, and none of them was read yet.
  private var envelope: Envelope?

  private struct Envelope {
    var isFirst: Bool
  }

  init(_ parser: JSONRecordParser, isLines: Bool) {
    self.parser = .allocate(capacity: 1)
    self.parser.initialize(to: parser)
    self.isLines = isLines
  }

  deinit {
    parser.deinitialize(count: 1)
    parser.deallocate()
  }

  func begin(_ block: RecordBlock) {
    if recordCount >= 256 {
      parser.pointee.review(recordCount: recordCount)
      recordCount = 0
    }
    self.block = block
    position = block.start
    boundIndex = 0
    envelope = nil
  }
}

// MARK: - Reading

extension JSONBlockReader {
  func read(into sink: Sink, rowLimit: Int, tally: InputTally) throws(ExecutionError) -> Bool {
    guard let block, var position else { return true }
    defer { self.position = position }
    while sink.rowCount < rowLimit {
      if envelope != nil {
        try readEnvelope(block, &position, into: sink, tally)
      } else if isLines {
        if try readLines(block, &position, into: sink, rowLimit, tally) { return true }
      } else {
        guard boundIndex < block.bounds.count else { return true }
        position = block.start + block.bounds[boundIndex].lowerBound
        boundIndex += 1
        try readRecord(block, &position, into: sink, tally)
      }
    }
    return false
  }

  /// Reads lines until there are rows enough, or an envelope comes.
  ///
  /// - Returns: Whether the block is used up.
  private func readLines(
    _ block: RecordBlock, _ position: inout Bytes, into sink: Sink, _ rowLimit: Int, _ tally: InputTally
  ) throws(ExecutionError) -> Bool {
    let parser = self.parser
    let extras = parser.pointee.extras
    let skipsUseless = parser.pointee.skipsUselessLines
    var lineCount = 0
    defer { recordCount &+= lineCount }
    while sink.rowCount < rowLimit {
      if position >= block.end { return true }
      if position.pointee <= 0x20 {
        switch position.pointee {
        case 0x20, 0x09, 0x0d, 0x0a:
          position += 1
          continue
        default: break
        }
      }
      lineCount &+= 1
      if skipsUseless, let useless = parser.pointee.timeOfUselessLine(position) {
        sink.passOver(time: useless.ticks)
        position = endOfLine(useless.end, block)
        continue
      }
      sink.clearCurrent()
      var finding = JSONRecordParser.Finding.record
      let line = position
      guard let end = parser.pointee.parse(line, depth: 0, into: sink.current, finding: &finding) else {
        try fail(block, line, tally, &position)
        continue
      }
      switch finding {
      case .record:
        guard let next = end.pointee == 0x0a ? end + 1 : parser.pointee.endOfLine(end) else {
          try fail(block, line, tally, &position)
          continue
        }
        position = next
      case .records:
        position = end
        envelope = Envelope(isFirst: true)
        return false
      case .useless(let ticks):
        sink.passOver(time: ticks)
        position = endOfLine(end, block)
        continue
      case .recordInPart: position = endOfLine(end, block)
      }
      let offset = block.offset &+ Int64(line - block.start)
      if let fault = sink.offer(at: offset, extras: extras) { try tally.report(fault, at: offset) }
    }
    return false
  }

  /// Reads the element that begins here.
  private func readRecord(
    _ block: RecordBlock, _ position: inout Bytes, into sink: Sink, _ tally: InputTally
  ) throws(ExecutionError) {
    sink.clearCurrent()
    var finding = JSONRecordParser.Finding.record
    let record = position
    // An element of a document stands at least in one array; what an envelope holds, in an object and an array.
    let depth = envelope == nil ? 1 : 2
    guard let end = parser.pointee.parse(record, depth: depth, into: sink.current, finding: &finding) else {
      return try fail(block, record, tally, &position)
    }
    recordCount &+= 1
    position = end
    if finding == .records {
      if envelope == nil {
        envelope = Envelope(isFirst: true)
        return
      }
      // An envelope within an envelope is no record of anything.
      parser.pointee.fail(.unexpected(UInt8(ascii: "[")), at: end - 1)
      return try fail(block, record, tally, &position)
    }
    let offset = block.offset + Int64(record - block.start)
    if let fault = sink.offer(at: offset, extras: parser.pointee.extras) { try tally.report(fault, at: offset) }
  }

  /// Reads the next record of an envelope, or its end.
  private func readEnvelope(
    _ block: RecordBlock, _ position: inout Bytes, into sink: Sink, _ tally: InputTally
  ) throws(ExecutionError) {
    var isAtEnd = false
    let start = position
    guard
      let next = parser.pointee.nextInEnvelope(start, isFirst: envelope?.isFirst ?? false, isAtEnd: &isAtEnd)
    else { return try fail(block, start, tally, &position) }
    position = next
    if !isAtEnd {
      envelope = Envelope(isFirst: false)
      return try readRecord(block, &position, into: sink, tally)
    }
    envelope = nil
    guard isLines else { return }
    guard let end = parser.pointee.endOfLine(next) else { return try fail(block, start, tally, &position) }
    position = end
  }
}

// MARK: - Ends

extension JSONBlockReader {
  @inline(__always)
  private func endOfLine(_ position: Bytes, _ block: RecordBlock) -> Bytes {
    (ByteScan.first(0x0a, from: position, to: block.end) ?? block.end - 1) + 1
  }

  /// Reports the parser's fault and goes on behind the line or element.
  private func fail(
    _ block: RecordBlock, _ record: Bytes, _ tally: InputTally, _ position: inout Bytes
  ) throws(ExecutionError) {
    let place = parser.pointee.faultPosition ?? record
    envelope = nil
    position = isLines ? endOfLine(place, block) : place
    let fault = block.judged(parser.pointee.fault, at: place, next: position)
    try tally.report(fault, at: block.offset + Int64(place - block.start))
  }
}
