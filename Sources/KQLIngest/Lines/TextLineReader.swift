import KQLTypes

/// Text whose lines are one field each.
enum TextLines {
  /// The name of the column.
  static let columnName = "Line"
}

/// Reads blocks of lines that are one field each; blank lines are no records, as in Kusto's format `txt`.
///
/// Kusto documentation: <https://learn.microsoft.com/azure/data-explorer/ingestion-supported-formats>
final class TextLineReader<Sink: RecordSink>: BlockReader {
  typealias Bytes = UnsafePointer<UInt8>

  private let target: FieldTarget
  private let collectsExtras: Bool
  private let extras = ExtraFields()
  private let name: UnsafeMutableBufferPointer<UInt8>
  private var lines: BlockLines?

  init(_ map: any FieldMap, collectsExtras: Bool) {
    target = map.target(of: TextLines.columnName, in: .record)
    self.collectsExtras = collectsExtras
    name = .allocate(capacity: TextLines.columnName.utf8.count)
    _ = name.initialize(from: TextLines.columnName.utf8)
  }

  deinit { name.deallocate() }

  func begin(_ block: RecordBlock) { lines = BlockLines(block) }
}

extension TextLineReader {
  func read(into sink: Sink, rowLimit: Int, tally: InputTally) throws(ExecutionError) -> Bool {
    guard var lines else { return true }
    defer { self.lines = lines }
    while sink.rowCount < rowLimit {
      guard let (line, end) = lines.next() else { return true }
      let offset = lines.offset(of: line)
      if let (fault, place) = Self.fault(line, end) {
        try tally.report(fault, at: lines.offset(of: place))
        continue
      }
      sink.clearCurrent()
      extras.removeAll()
      let value = RawValue(.text, line, end)
      switch target {
      case .slot(let slot): sink.current[slot] = value
      case .extra, .nested, .records:
        if collectsExtras {
          extras.append(ExtraField(name: UnsafeBufferPointer(name), isEscaped: false, value: value, context: .record))
        }
      case .skipped: break
      }
      if let fault = sink.offer(at: offset, extras: extras) { try tally.report(fault, at: offset) }
    }
    return false
  }

  /// What makes a line no text.
  private static func fault(_ start: Bytes, _ end: Bytes) -> (RecordFault, at: Bytes)? {
    var position = start
    while position < end {
      position = ByteScan.endOfPlainText(position)
      guard position < end else { return nil }
      switch position.pointee {
      case 0: return (.unexpected(0), position)
      case 0x80...:
        guard let next = ByteScan.endOfScalar(position), next <= end else { return (.invalidUTF8, position) }
        position = next
      default: position += 1
      }
    }
    return nil
  }
}
