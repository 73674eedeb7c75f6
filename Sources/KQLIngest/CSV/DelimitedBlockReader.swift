import KQLColumnar
import KQLTypes

/// Reads blocks of delimited rows whose fields a header names.
final class DelimitedBlockReader<Sink: RecordSink>: BlockReader {
  typealias Bytes = UnsafePointer<UInt8>

  /// What `parse` came upon.
  private enum Finding {
    case row(next: Bytes)
    /// A row of which all that is needed was read, up to here.
    case rowInPart(Bytes)
    /// A row whose time makes it useless; read up to here.
    case useless(Bytes, ticks: Int64)
    case fault(RecordFault, at: Bytes)
  }

  private let scanner: DelimitedScanner
  private let names: StringHeap
  private let targets: [FieldTarget]
  private let collectsExtras: Bool
  private let needs: RecordNeeds?
  /// The last field that is needed; all of them unless the rest may go unchecked.
  private let lastNeededIndex: Int
  private var timestamps = TimestampReader()
  private var block: RecordBlock?
  private var position: Bytes?
  /// How the times of columns are written; empty when all are in ISO 8601.
  private let times: [LocalTime?]
  private let arena: TextArena
  /// Reads the objects whose fields count as the record's.
  private var nested: JSONRecordParser
  private let extras: ExtraFields

  init(
    _ nested: JSONRecordParser, _ map: any FieldMap, layout: DelimitedLayout, collectsExtras: Bool, arena: TextArena,
    needs: RecordNeeds? = nil
  ) {
    self.nested = nested
    self.arena = arena
    extras = nested.extras
    times = layout.times
    scanner = layout.scanner
    names = StringHeap(isDistinct: false)
    for name in layout.header { names.append(name) }
    targets = layout.header.map { map.target(of: $0, in: .record) }
    self.collectsExtras = collectsExtras
    self.needs = needs
    let lastSlot = targets.lastIndex { target in
      switch target {
      case .slot, .nested: true
      case .extra, .skipped, .records: false
      }
    }
    lastNeededIndex = needs == nil || collectsExtras ? .max : lastSlot ?? -1
  }

  func begin(_ block: RecordBlock) {
    self.block = block
    position = block.start
  }
}

// MARK: - Reading

extension DelimitedBlockReader {
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
      sink.clearCurrent()
      switch parse(row, into: sink.current) {
      case .row(let next): position = next
      case .rowInPart(let place): position = endOfRow(from: place, block)
      case .useless(let place, let ticks):
        position = endOfRow(from: place, block)
        sink.passOver(time: ticks)
        continue
      case .fault(let fault, let place):
        position = endOfRow(from: row, block, isFieldStart: true)
        let judged = block.judged(fault, at: place, next: position)
        try tally.report(judged, at: block.offset + Int64(place - block.start))
        continue
      }
      let offset = block.offset + Int64(row - block.start)
      if let fault = sink.offer(at: offset, extras: extras) { try tally.report(fault, at: offset) }
    }
    return false
  }

  @inline(__always)
  private func parse(_ start: Bytes, into row: UnsafeMutablePointer<RawValue>) -> Finding {
    if collectsExtras { extras.removeAll() }
    if lastNeededIndex < 0 { return .rowInPart(start) }
    var fault = RecordFault.unexpectedEnd
    var position = start
    var index = 0
    var value = RawValue.absent
    while true {
      let (end, isValid) = scanner.scanField(position, into: &value, fault: &fault)
      guard isValid else { return .fault(fault, at: end) }
      if index < targets.count {
        switch targets[index] {
        case .slot(let slot):
          if !times.isEmpty, let time = times[index] { value = normalized(value, time) }
          // Of columns that are one, such as the parts of a column that a union split, that counts which has a value.
          if row[slot].isMissing || !value.isBlank { row[slot] = value }
          if let gate = needs?.gate, slot == gate.slot, value.kind == .text,
            let ticks = timestamps.ticks(value.bytes), ticks < gate.lower || ticks > gate.upper
          {
            return .useless(end, ticks: ticks)
          }
        case .nested where nested.parseNested(value, into: row): break
        case .extra, .nested, .records: keepExtra(value, index)
        case .skipped: break
        }
      }
      if index == lastNeededIndex { return .rowInPart(end) }
      index += 1
      if end.pointee == scanner.delimiter {
        position = end + 1
        continue
      }
      guard index == targets.count else {
        return .fault(.fieldCount(found: index, expected: targets.count), at: start)
      }
      return .row(next: end.pointee == 0x0d ? end + 2 : end + 1)
    }
  }

  /// Writes a time the way that columns read it; what is no time stays as it is, for the column to refuse.
  @inline(never)
  private func normalized(_ value: RawValue, _ time: LocalTime) -> RawValue {
    guard let ticks = RawText.with(value, { time.ticks($0) }) else { return value }
    let text = arena.append(capacity: DatetimeText.byteCount) { target in
      var bytes: [UInt8] = []
      DatetimeText.append(ticks, to: &bytes)
      target.update(from: bytes, count: bytes.count)
      return bytes.count
    }
    guard let start = text.baseAddress else { return value }
    return RawValue(.text, start, start + text.count)
  }

  private func keepExtra(_ value: RawValue, _ index: Int) {
    guard collectsExtras, value.byteCount > 0 else { return }
    var value = value
    if !times.isEmpty, let time = times[index] { value = normalized(value, time) }
    extras.append(ExtraField(name: names[index], isEscaped: false, value: value, context: .record))
  }

  private func endOfRow(from place: Bytes, _ block: RecordBlock, isFieldStart: Bool = false) -> Bytes {
    // The row's start is where a field starts, even where nothing of it was read.
    let startsField = isFieldStart || place == position
    if case .found(let end) = scanner.endOfRow(place, block.end, isFieldStart: startsField) { return end }
    return block.end
  }
}
