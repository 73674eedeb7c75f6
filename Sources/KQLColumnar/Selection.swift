/// The rows of a batch that are still alive, as ascending row indexes.
///
/// A filter narrows the selection and leaves the columns alone; operators that need packed rows ask for
/// ``RecordBatch/compacted()``.
///
/// - Invariant: `indexes` is strictly ascending and below `rowCount`.
package struct Selection: Sendable {
  /// Rows in the batch, selected or not.
  package let rowCount: Int
  package let indexes: [Int32]

  package init(rowCount: Int, indexes: [Int32]) {
    assert(indexes.last.map { Int($0) < rowCount } ?? true)
    self.rowCount = rowCount
    self.indexes = indexes
  }
}

// MARK: - Queries

extension Selection {
  package var isEmpty: Bool { indexes.isEmpty }
  package var count: Int { indexes.count }
}
