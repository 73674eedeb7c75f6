import KQLColumnar
import KQLTypes

/// Reads blocks of delimited rows whose fields a header names.
final class DelimitedBlockReader<Sink: RecordSink>: BlockReader {
  typealias Bytes = UnsafePointer<UInt8>

  private let scanner: DelimitedScanner
  private let names: StringHeap
  private let targets: [FieldTarget]
  private let collectsExtras: Bool
  private var block: RecordBlock?
  private var position: Bytes?
  private var extras: [ExtraField] = []

  init(_ map: any FieldMap, layout: DelimitedLayout, collectsExtras: Bool) {
    scanner = DelimitedScanner(delimiter: layout.delimiter)
    names = StringHeap(isDistinct: false)
    for name in layout.header { names.append(name) }
    targets = layout.header.map { map.target(of: $0, in: .record) }
    self.collectsExtras = collectsExtras
  }

  func begin(_ block: RecordBlock) {
    self.block = block
    position = block.start
  }

  func read(into sink: Sink, rowLimit: Int, tally: InputTally) throws(ExecutionError) -> Bool {
    guard let block, var position else { return true }
    defer { self.position = position }
    while sink.rowCount < rowLimit {
      // Blank lines are no rows.
      while position < block.end, position.pointee == 0x0a || position.pointee == 0x0d && position[1] == 0x0a {
        position += 1
      }
      guard position < block.end else { return true }
      let row = position
      var fault = RecordFault.unexpectedEnd
      sink.clearCurrent()
      let (end, isValid) = parse(row, into: sink.current, fault: &fault)
      guard isValid else {
        position = endOfRow(from: row, block)
        try tally.report(fault, at: block.offset + Int64(end - block.start))
        continue
      }
      position = end
      let offset = block.offset + Int64(row - block.start)
      if let fault = sink.offer(at: offset, extras: extras) { try tally.report(fault, at: offset) }
    }
    return false
  }

  /// Reads a row's fields.
  ///
  /// - Returns: The byte behind the line end, or where the fault is.
  @inline(__always)
  private func parse(
    _ start: Bytes, into row: UnsafeMutablePointer<RawValue>, fault: inout RecordFault
  ) -> (end: Bytes, isValid: Bool) {
    if collectsExtras { extras.removeAll(keepingCapacity: true) }
    var position = start
    var index = 0
    var value = RawValue.absent
    while true {
      let (end, isValid) = scanner.scanField(position, into: &value, fault: &fault)
      guard isValid else { return (end, false) }
      if index < targets.count {
        switch targets[index] {
        case .slot(let slot): row[slot] = value
        case .extra, .nested, .records: keepExtra(value, index)
        case .skipped: break
        }
      }
      index += 1
      if end.pointee == scanner.delimiter {
        position = end + 1
        continue
      }
      guard index == targets.count else {
        fault = .fieldCount(found: index, expected: targets.count)
        return (start, false)
      }
      return (end.pointee == 0x0d ? end + 2 : end + 1, true)
    }
  }

  private func keepExtra(_ value: RawValue, _ index: Int) {
    guard collectsExtras, value.byteCount > 0 else { return }
    extras.append(ExtraField(name: names[index], isEscaped: false, value: value, context: .record))
  }

  private func endOfRow(from row: Bytes, _ block: RecordBlock) -> Bytes {
    if case .found(let end) = scanner.endOfRow(row, block.end, isFieldStart: true) { return end }
    return block.end
  }
}
