import KQLColumnar

/// A batch with its place in a stream.
package struct StreamBatch: Sendable {
  package var batch: RecordBatch
  /// Orders batches; the same whichever thread draws the batch.
  package var ordinal: Int64
  /// Rows of batches with the same ordinal that come before this one. Always 0 where rows have ordinals.
  package var firstRow: Int64

  package init(_ batch: RecordBatch, ordinal: Int64, firstRow: Int64 = 0) {
    self.batch = batch
    self.ordinal = ordinal
    self.firstRow = firstRow
  }
}

/// Where a row stands in a stream.
struct RowPosition: Comparable, Sendable {
  var ordinal: Int64
  var row: Int64

  static func < (left: RowPosition, right: RowPosition) -> Bool {
    left.ordinal != right.ordinal ? left.ordinal < right.ordinal : left.row < right.row
  }
}

extension StreamBatch {
  var position: RowPosition { RowPosition(ordinal: ordinal, row: firstRow) }
}
