import KQLColumnar
import KQLTypes

/// Reads blocks of lines whose fields begin at the same places.
///
/// Python counts characters as code points, so a field's place in bytes depends on what stands before it. Between
/// columns there must be spaces: a line that has something else there is not of this layout, and malformed.
final class FixedWidthBlockReader<Sink: RecordSink>: BlockReader {
  typealias Bytes = UnsafePointer<UInt8>

  private let layout: FixedWidthLayout
  private let names = StringHeap(isDistinct: false)
  private let targets: [FieldTarget]
  private let collectsExtras: Bool
  /// Reads the objects whose fields count as the record's.
  private var nested: JSONRecordParser
  private var lines: BlockLines?

  init(_ nested: JSONRecordParser, _ map: any FieldMap, layout: FixedWidthLayout, collectsExtras: Bool) {
    self.nested = nested
    self.layout = layout
    self.collectsExtras = collectsExtras
    for name in layout.header { names.append(name) }
    targets = layout.header.map { map.target(of: $0, in: .record) }
  }

  func begin(_ block: RecordBlock) { lines = BlockLines(block) }
}

// MARK: - Reading

extension FixedWidthBlockReader {
  func read(into sink: Sink, rowLimit: Int, tally: InputTally) throws(ExecutionError) -> Bool {
    guard var lines else { return true }
    defer { self.lines = lines }
    while sink.rowCount < rowLimit {
      guard let (line, end) = lines.next() else { return true }
      sink.clearCurrent()
      nested.extras.removeAll()
      if let found = parse(line, end, into: sink.current) {
        let fault = lines.block.judged(found.fault, at: found.place, next: lines.position)
        try tally.report(fault, at: lines.offset(of: found.place))
      } else if let fault = sink.offer(at: lines.offset(of: line), extras: nested.extras) {
        try tally.report(fault, at: lines.offset(of: line))
      }
    }
    return false
  }

  private struct Found {
    var fault: RecordFault
    var place: Bytes
  }

  /// - Returns: What makes the line no row; `nil` when nothing does.
  private func parse(_ start: Bytes, _ end: Bytes, into row: UnsafeMutablePointer<RawValue>) -> Found? {
    var position = start
    var character = 0
    /// Passes over characters up to a place; all of them must be spaces if so asked.
    func advance(to wanted: Int, areSpaces: Bool) -> Found? {
      while character < wanted, position < end {
        let byte = position.pointee
        if areSpaces, byte != 0x20 { return Found(fault: .notInColumn, place: position) }
        if byte == 0 { return Found(fault: .unexpected(0), place: position) }
        if byte < 0x80 {
          position += 1
        } else {
          guard let next = ByteScan.endOfScalar(position) else { return Found(fault: .invalidUTF8, place: position) }
          position = next
        }
        character += 1
      }
      return nil
    }
    for (index, span) in layout.spans.enumerated() {
      if let found = advance(to: span.lowerBound, areSpaces: true) { return found }
      let fieldStart = position
      let isLast = index == layout.spans.count - 1
      if let found = advance(to: isLast ? .max : span.upperBound, areSpaces: false) { return found }
      var (from, to) = (fieldStart, position)
      while from < to, from.pointee == 0x20 { from += 1 }
      while to > from, to[-1] == 0x20 { to -= 1 }
      let value = RawValue(.text, from, to)
      if index == layout.markerIndex, value.byteCount == 0 {
        return Found(fault: .continuedRow, place: start)
      }
      take(value, index, into: row)
    }
    return nil
  }

  private func take(_ value: RawValue, _ index: Int, into row: UnsafeMutablePointer<RawValue>) {
    switch targets[index] {
    case .slot(let slot): if row[slot].isMissing || !value.isBlank { row[slot] = value }
    case .skipped: break
    case .nested where nested.parseNested(value, into: row): break
    case .extra, .nested, .records:
      guard collectsExtras, !value.isBlank else { return }
      nested.extras.append(ExtraField(name: names[index], isEscaped: false, value: value, context: .record))
    }
  }
}
