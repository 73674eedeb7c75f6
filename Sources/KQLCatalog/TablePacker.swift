import KQLColumnar
import KQLTypes

/// Makes a table that stays in memory of batches that come one after the other: few large batches, one dictionary a
/// column where strings repeat, and strings that do not repeat one after the other in memory.
///
/// Work that is done once a dictionary entry is then done once for the whole table.
package final class TablePacker {
  private let schema: Schema
  private var packed: [RecordBatch] = []
  private var pending: [RecordBatch] = []
  private var pendingCount = 0
  private var strings: [StringPacker]

  /// Rows a batch: enough to make the cost of a batch vanish, few enough to share the work out to threads.
  private static let batchRowCount = 1 << 15

  package init(schema: Schema) {
    self.schema = schema
    strings = schema.fields.map { _ in StringPacker() }
  }
}

extension TablePacker {
  package func add(_ batch: RecordBatch) {
    guard batch.rowCount > 0 else { return }
    pending.append(batch.compacted())
    pendingCount += batch.rowCount
    if pendingCount >= Self.batchRowCount { flush() }
  }

  /// The table of all batches. The packer must not be used afterwards.
  package func finish() -> InMemoryTable {
    flush()
    return InMemoryTable(schema: schema, batches: packed)
  }

  private func flush() {
    guard pendingCount > 0 else { return }
    let columns = schema.fields.indices.map { index -> Column in
      let parts = pending.map { $0.columns[index] }
      guard schema.fields[index].type == .string else { return .concatenated(parts, type: schema.fields[index].type) }
      return .string(strings[index].pack(parts.map(\.strings)))
    }
    packed.append(RecordBatch(columns: columns, rowCount: pendingCount))
    pending.removeAll()
    pendingCount = 0
  }
}

/// Packs the strings of one column.
private struct StringPacker {
  /// `nil` since strings did not repeat.
  private var interner: StringInterner? = StringInterner()
  private var rowCount = 0
  /// The codes of a batch in which one string stands in all rows.
  private var constant: [UInt32] = []

  /// Entries from which on a dictionary must show that strings repeat.
  private static let entryLimit = 1 << 15

  mutating func pack(_ parts: [StringColumn]) -> StringColumn {
    rowCount += parts.reduce(0) { $0 + $1.count }
    guard interner != nil else { return .copied(parts) }
    var codes: [UInt32] = []
    for part in parts { codes.append(contentsOf: interner?.codes(of: part) ?? []) }
    guard let heap = interner?.dictionary.heap else { return .copied(parts) }
    if heap.count > Self.entryLimit, heap.count > rowCount / 2 { interner = nil }
    // Many columns of logs hold one value: their batches share one array.
    if let first = codes.first, codes.allSatisfy({ $0 == first }) {
      if constant.count != codes.count || constant.first != first { constant = codes }
      codes = constant
    }
    return StringColumn(heap: heap, codes: codes)
  }
}
