import KQLColumnar
import KQLTypes

/// Makes a table that stays in memory of batches that come one after the other: few large batches, one dictionary a
/// column where strings repeat, and strings that do not repeat one after the other in memory.
///
/// Work that is done once a dictionary entry is then done once for the whole table. Nothing is held twice: arrays are
/// as long as they must be, and batches in which a column looks alike share its values.
package final class TablePacker {
  private let schema: Schema
  private var packed: [RecordBatch] = []
  private var pending: [RecordBatch] = []
  private var pendingCount = 0
  private var strings: [StringPacker]

  /// Rows of each batch but the last, since only columns of equal length can be shared.
  private let batchRowCount: Int

  /// - Parameter batchRowCount: Enough to make the cost of a batch vanish, few enough to share the work out to threads.
  package init(schema: Schema, batchRowCount: Int = 1 << 15) {
    self.schema = schema
    self.batchRowCount = batchRowCount
    strings = schema.fields.map { _ in StringPacker() }
  }
}

extension TablePacker {
  package func add(_ batch: RecordBatch) {
    var rest = batch.compacted()
    while pendingCount + rest.rowCount >= batchRowCount {
      let room = batchRowCount - pendingCount
      append(rest.slice(0..<room))
      flush()
      rest = rest.slice(room..<rest.rowCount)
    }
    append(rest)
  }

  /// The table of all batches. The packer must not be used afterwards.
  package func finish() -> InMemoryTable {
    flush()
    return InMemoryTable(schema: schema, batches: packed)
  }

  private func append(_ batch: RecordBatch) {
    guard batch.rowCount > 0 else { return }
    pending.append(batch)
    pendingCount += batch.rowCount
  }

  private func flush() {
    guard pendingCount > 0 else { return }
    let columns = schema.fields.indices.map { index -> Column in
      let parts = pending.map { $0.columns[index] }
      let type = schema.fields[index].type
      let column: Column =
        type == .string ? .string(strings[index].pack(parts.map(\.strings))) : .concatenated(parts, type: type)
      // Many columns of logs hold one value, or none at all.
      if let previous = packed.last?.columns[index], previous.holdsSameValues(as: column) { return previous }
      return column
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

  /// Entries from which on a dictionary must show that strings repeat.
  private static let entryLimit = 1 << 15

  mutating func pack(_ parts: [StringColumn]) -> StringColumn {
    let count = parts.reduce(0) { $0 + $1.count }
    rowCount += count
    guard interner != nil else { return .copied(parts) }
    var codes: [UInt32] = []
    codes.reserveCapacity(count)
    for part in parts { codes.append(contentsOf: interner?.codes(of: part) ?? []) }
    guard let heap = interner?.dictionary.heap else { return .copied(parts) }
    if heap.count >= Self.entryLimit, heap.count > rowCount / 2 { interner = nil }
    return StringColumn(heap: heap, codes: codes)
  }
}

extension Column {
  /// Whether both columns have the same values in the same form, so that one may stand for the other.
  ///
  /// Never said of strings on different heaps, nor of dynamic values other than nulls.
  fileprivate func holdsSameValues(as other: Column) -> Bool {
    guard type == other.type, count == other.count, validity == other.validity else { return false }
    switch (values, other.values) {
    case (.bool(let own), .bool(let others)): return own == others
    case (.int64(let own), .int64(let others)): return own == others
    // Zeros of both signs are equal, but not the same.
    case (.real(let own), .real(let others)): return zip(own, others).allSatisfy { $0.bitPattern == $1.bitPattern }
    case (.guid(let own), .guid(let others)): return own == others
    case (.string(let own), .string(let others)): return own.heap === others.heap && own.codes == others.codes
    case (.dynamic, .dynamic): return validity?.setCount == 0
    default: return false
    }
  }
}
