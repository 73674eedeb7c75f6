import KQLColumnar
import KQLTypes

/// Reads the rows of row groups, of each only the columns that somebody wants.
///
/// Rows are numbered within the file; their number takes the place of the offset that records of text have.
final class ParquetRowReader<Sink: RecordSink>: BlockReader {
  private let map: any FieldMap
  private let slotTypes: [ScalarType]
  private let collectsExtras: Bool
  private let names = StringHeap(isDistinct: false)
  private let extras = ExtraFields()
  private var block: RecordBlock?
  private var columns: [Column]?
  /// Rows of the group that were not read yet, those that were read, and how many of these were offered.
  private var unreadCount: Int64 = 0
  private var readCount = 0
  private var offeredCount = 0
  private var nextRow: Int64 = 0
  /// Rows that are read at once: fewer of many columns, so that all together stay small.
  private var rowLimit = 2048

  private struct Column {
    var reader: ParquetColumnReader
    /// `nil` for a field without a column.
    var slot: Int?
    var name: UnsafeBufferPointer<UInt8>
  }

  /// - Parameter slotTypes: The types of the columns that slots are for; empty when they are for none.
  init(_ map: any FieldMap, slotTypes: [ScalarType], collectsExtras: Bool) {
    self.map = map
    self.slotTypes = slotTypes
    self.collectsExtras = collectsExtras
  }

  func begin(_ block: RecordBlock) {
    self.block = block
    columns = nil
    readCount = 0
    offeredCount = 0
    guard let group = block.rowGroup else { return }
    unreadCount = group.file.rowGroups[group.index].rowCount
    nextRow = block.offset
  }
}

// MARK: - Reading

extension ParquetRowReader {
  func read(into sink: Sink, rowLimit: Int, tally: InputTally) throws(ExecutionError) -> Bool {
    guard let group = block?.rowGroup else { return true }
    while sink.rowCount < rowLimit {
      if offeredCount == readCount {
        sink.flush()
        do throws(ExecutionError) {
          if columns == nil { columns = try open(group, tally) }
          guard try readMore() else { return true }
        } catch {
          try tally.report(lost(unreadCount, to: error))
          return true
        }
      }
      try offerRow(to: sink, tally)
    }
    return false
  }

  private func lost(_ rowCount: Int64, to error: ExecutionError) -> ExecutionError {
    ExecutionError(error.kind, "\(error.message); \(rowCount) rows from row \(nextRow + 1) on cannot be read")
  }

  private func open(_ group: ParquetRowGroup, _ tally: InputTally) throws(ExecutionError) -> [Column] {
    var wanted: [(column: ParquetColumn, slot: Int?)] = []
    for column in group.file.columns {
      switch map.target(of: column.name, in: .record) {
      case .slot(let slot): wanted.append((column, slot))
      case .skipped: break
      case .extra, .nested, .records: if collectsExtras { wanted.append((column, nil)) }
      }
    }
    rowLimit = max(64, min(2048, (1 << 20) / max(wanted.count, 1)))
    var columns: [Column] = []
    for (column, slot) in wanted {
      let chunk = group.file.rowGroups[group.index].chunks[column.index]
      tally.count(bytes: chunk.bytes.count)
      let type = slot.flatMap { slotTypes.indices.contains($0) ? slotTypes[$0] : nil }
      let reader = try ParquetColumnReader(group.handle, chunk, column, target: type, rowLimit: rowLimit)
      columns.append(Column(reader: reader, slot: slot, name: names[names.append(column.name)]))
    }
    return columns
  }

  /// - Returns: Whether there were any rows left.
  private func readMore() throws(ExecutionError) -> Bool {
    guard unreadCount > 0, let columns else { return false }
    let count = Int(min(unreadCount, Int64(rowLimit)))
    for column in columns { try column.reader.read(count) }
    unreadCount -= Int64(count)
    readCount = count
    offeredCount = 0
    return true
  }

  private func offerRow(to sink: Sink, _ tally: InputTally) throws(ExecutionError) {
    sink.clearCurrent()
    if collectsExtras { extras.removeAll() }
    let current = sink.current
    for column in columns ?? [] {
      let value = column.reader.values[offeredCount]
      if let slot = column.slot {
        // Two columns may be one by different names.
        if !value.isMissing || current[slot].kind == .absent { current[slot] = value }
      } else {
        extras.append(ExtraField(name: column.name, isEscaped: false, value: value, context: .record))
      }
    }
    offeredCount += 1
    let row = nextRow
    nextRow += 1
    if let fault = sink.offer(at: row, extras: extras) { try tally.report(fault, at: row) }
  }
}
