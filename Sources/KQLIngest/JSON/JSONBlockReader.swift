import KQLTypes

/// Reads blocks of JSON records: lines, or elements whose bounds are known; either may be envelopes of records.
final class JSONBlockReader<Sink: RecordSink>: BlockReader {
  typealias Bytes = UnsafePointer<UInt8>

  private var parser: JSONRecordParser
  private let isLines: Bool
  private var block: RecordBlock?
  private var position: Bytes?
  private var boundIndex = 0
  /// Where the line or element that is an envelope ends, while its records are read; for a line, a byte of it.
  private var envelope: Envelope?

  private struct Envelope {
    var isFirst: Bool
  }

  init(_ map: any FieldMap, isLines: Bool, collectsExtras: Bool, arena: TextArena) {
    parser = JSONRecordParser(
      map, spansLines: !isLines, collectsExtras: collectsExtras, arena: arena)
    self.isLines = isLines
  }

  func begin(_ block: RecordBlock) {
    self.block = block
    position = block.start
    boundIndex = 0
    envelope = nil
  }

  func read(into sink: Sink, rowLimit: Int, tally: InputTally) throws(ExecutionError) -> Bool {
    guard let block, var position else { return true }
    defer { self.position = position }
    while sink.rowCount < rowLimit {
      if envelope == nil, try !beginNext(block, &position) { return true }
      let start = position
      if envelope != nil {
        var isAtEnd = false
        guard
          let next = parser.nextInEnvelope(position, isFirst: envelope?.isFirst ?? false, isAtEnd: &isAtEnd)
        else {
          try fail(block, start, tally, &position)
          continue
        }
        position = next
        envelope = isAtEnd ? nil : Envelope(isFirst: false)
        if isAtEnd {
          if let end = finish(block, position) {
            position = end
          } else {
            try fail(block, position, tally, &position)
          }
          continue
        }
      }
      sink.clearCurrent()
      var finding = JSONRecordParser.Finding.record
      let record = position
      guard
        let end = parser.parse(
          record, depth: envelope == nil ? 0 : 2, into: sink.current, finding: &finding)
      else {
        try fail(block, record, tally, &position)
        continue
      }
      position = end
      if finding == .records {
        envelope = Envelope(isFirst: true)
        continue
      }
      if envelope == nil {
        guard let next = finish(block, end) else {
          try fail(block, record, tally, &position)
          continue
        }
        position = next
      }
      let offset = block.offset + Int64(record - block.start)
      if let fault = sink.offer(at: offset, extras: parser.extras) { try tally.report(fault, at: offset) }
    }
    return false
  }
}

// MARK: - Lines and elements

extension JSONBlockReader {
  /// Goes to the next line that is not blank, or to the next element.
  ///
  /// - Returns: Whether there is one.
  @inline(__always)
  private func beginNext(_ block: RecordBlock, _ position: inout Bytes) throws(ExecutionError) -> Bool {
    if !isLines {
      guard boundIndex < block.bounds.count else { return false }
      position = block.start + block.bounds[boundIndex].lowerBound
      boundIndex += 1
      return true
    }
    while position < block.end {
      switch position.pointee {
      case 0x20, 0x09, 0x0d, 0x0a: position += 1
      default: return true
      }
    }
    return false
  }

  /// Checks that a line or element ends where its record does.
  ///
  /// - Returns: Where to go on; `nil` when something follows.
  @inline(__always)
  private func finish(_ block: RecordBlock, _ end: Bytes) -> Bytes? {
    if isLines { return end.pointee == 0x0a ? end + 1 : parser.endOfLine(end) }
    // The parser has seen the brackets that the bounds were found by.
    assert(end == block.start + block.bounds[boundIndex - 1].upperBound)
    return end
  }

  /// Reports the parser's fault and goes on behind the line or element.
  private func fail(
    _ block: RecordBlock, _ record: Bytes, _ tally: InputTally, _ position: inout Bytes
  ) throws(ExecutionError) {
    let place = parser.faultPosition ?? record
    envelope = nil
    position = isLines ? (ByteScan.first(0x0a, from: place, to: block.end) ?? block.end - 1) + 1 : place
    try tally.report(parser.fault, at: block.offset + Int64(place - block.start))
  }
}
