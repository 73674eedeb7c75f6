import KQLTypes

/// Some rows of a table or intermediate result, column by column.
///
/// Columns are addressed by position; names and types live in the schema of whoever produces the batch.
package struct RecordBatch: Sendable {
  package let columns: [Column]
  /// Rows in each column, selected or not. Kept apart from the columns, since a batch may have none.
  package let physicalRowCount: Int
  /// The rows that are alive; `nil` when all are.
  package let selection: Selection?

  package init(columns: [Column], rowCount: Int, selection: Selection? = nil) {
    assert(columns.allSatisfy { $0.count == rowCount })
    assert(selection == nil || selection!.rowCount == rowCount)
    self.columns = columns
    physicalRowCount = rowCount
    self.selection = selection
  }
}

// MARK: - Queries

extension RecordBatch {
  /// Rows that are alive.
  package var rowCount: Int { selection?.count ?? physicalRowCount }

  package static func empty(_ types: [ScalarType]) -> RecordBatch {
    RecordBatch(columns: types.map { Column.nulls($0, count: 0) }, rowCount: 0)
  }
}

// MARK: - Rearranging

extension RecordBatch {
  /// The same rows without a selection; copies the columns only when rows are missing.
  package func compacted() -> RecordBatch {
    guard let selection else { return self }
    return RecordBatch(columns: columns.map { $0.gathered(selection.indexes) }, rowCount: selection.count)
  }

  /// The same columns under a narrower selection.
  package func narrowed(to selection: Selection) -> RecordBatch {
    RecordBatch(columns: columns, rowCount: physicalRowCount, selection: selection)
  }

  /// The columns at the given positions, same rows.
  package func projected(_ indexes: [Int]) -> RecordBatch {
    RecordBatch(columns: indexes.map { columns[$0] }, rowCount: physicalRowCount, selection: selection)
  }

  /// Rows at the given positions of a batch without selection, in that order.
  package func gathered(_ indexes: [Int32]) -> RecordBatch {
    assert(selection == nil)
    return RecordBatch(columns: columns.map { $0.gathered(indexes) }, rowCount: indexes.count)
  }

  /// Rows of a batch without selection.
  package func slice(_ range: Range<Int>) -> RecordBatch {
    assert(selection == nil)
    if range == 0..<physicalRowCount { return self }
    return RecordBatch(columns: columns.map { $0.slice(range) }, rowCount: range.count)
  }

  /// Appends batches that have the given column types.
  package static func concatenated(_ batches: [RecordBatch], types: [ScalarType]) -> RecordBatch {
    let packed = batches.lazy.filter { $0.rowCount > 0 }.map { $0.compacted() }
    let all = Array(packed)
    if all.isEmpty { return .empty(types) }
    if all.count == 1 { return all[0] }
    let rowCount = all.reduce(0) { $0 + $1.physicalRowCount }
    let columns = types.indices.map { index in
      Column.concatenated(all.map { $0.columns[index] }, type: types[index])
    }
    return RecordBatch(columns: columns, rowCount: rowCount)
  }

  /// Bytes held by the columns, estimated; heaps that several batches share count in each.
  package var byteCount: Int {
    columns.reduce(0) { $0 + $1.byteCount }
  }
}

extension Column {
  /// Bytes held, estimated, without string heaps that the column addresses through codes.
  package var byteCount: Int {
    switch values {
    case .bool(let values): values.count
    case .int64(let values): values.count * 8
    case .real(let values): values.count * 8
    case .decimal(let values): values.count * 32
    case .guid(let values): values.count * 16
    case .string(let strings): strings.codes.map { $0.count * 4 } ?? strings.heap.byteCount
    case .dynamic(let values): values.count * 96
    }
  }
}
