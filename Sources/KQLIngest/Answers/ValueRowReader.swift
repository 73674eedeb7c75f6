import KQLColumnar
import KQLTypes

/// Reads blocks of rows that are JSON arrays of values; the block says which columns the values belong to.
final class ValueRowReader<Sink: RecordSink>: BlockReader {
  typealias Bytes = UnsafePointer<UInt8>

  private let map: any FieldMap
  private let collectsExtras: Bool
  private var scanner = JSONScanner(spansLines: true)
  /// Reads the objects whose fields count as the record's.
  private var nested: JSONRecordParser
  private var columns: AnswerColumns?
  private var targets: [FieldTarget] = []
  /// The names of the columns, for the bag of extra fields.
  private var names = StringHeap(isDistinct: false)
  private var block: RecordBlock?
  private var boundIndex = 0

  init(_ nested: JSONRecordParser, _ map: any FieldMap, collectsExtras: Bool) {
    self.nested = nested
    self.map = map
    self.collectsExtras = collectsExtras
  }

  func begin(_ block: RecordBlock) {
    self.block = block
    boundIndex = 0
    guard let columns = block.columns, columns !== self.columns else { return }
    self.columns = columns
    targets = columns.fields.map { map.target(of: $0.name, in: .record) }
    names = StringHeap(isDistinct: false)
    for field in columns.fields { names.append(field.name) }
  }
}

// MARK: - Reading

extension ValueRowReader {
  func read(into sink: Sink, rowLimit: Int, tally: InputTally) throws(ExecutionError) -> Bool {
    guard let block else { return true }
    while sink.rowCount < rowLimit {
      guard boundIndex < block.bounds.count else { return true }
      let start = block.start + block.bounds[boundIndex].lowerBound
      boundIndex += 1
      sink.clearCurrent()
      nested.extras.removeAll()
      let offset = block.offset + Int64(start - block.start)
      if parse(start, into: sink.current) == nil {
        let place = scanner.faultPosition ?? start
        try tally.report(scanner.fault, at: block.offset + Int64(place - block.start))
      } else if let fault = sink.offer(at: offset, extras: nested.extras) {
        try tally.report(fault, at: offset)
      }
    }
    return false
  }

  /// - Returns: The byte behind the row; `nil` for a fault, which the scanner keeps.
  private func parse(_ start: Bytes, into row: UnsafeMutablePointer<RawValue>) -> Bytes? {
    guard start.pointee == UInt8(ascii: "[") else { return scanner.fail(.notARow, at: start) }
    var position = scanner.skipSpace(start + 1)
    var index = 0
    var value = RawValue.absent
    while true {
      if index == 0, position.pointee == UInt8(ascii: "]") { break }
      guard let end = scanner.scanValue(position, depth: 4, into: &value) else { return nil }
      if index < targets.count { take(value, index, into: row) }
      index += 1
      position = scanner.skipSpace(end)
      if position.pointee == UInt8(ascii: "]") { break }
      guard position.pointee == UInt8(ascii: ",") else { return scanner.failUnexpected(at: position) }
      position = scanner.skipSpace(position + 1)
    }
    guard index == targets.count else {
      return scanner.fail(.valueCount(found: index, expected: targets.count), at: start)
    }
    return position + 1
  }

  private func take(_ value: RawValue, _ index: Int, into row: UnsafeMutablePointer<RawValue>) {
    switch targets[index] {
    // Of columns that are one, such as the parts of a column that a union split, that counts which has a value.
    case .slot(let slot): if row[slot].isMissing || !value.isBlank { row[slot] = value }
    case .skipped: break
    case .nested where nested.parseNested(value, into: row): break
    case .extra, .nested, .records:
      guard collectsExtras, !value.isMissing else { return }
      nested.extras.append(ExtraField(name: names[index], isEscaped: false, value: value, context: .record))
    }
  }
}
