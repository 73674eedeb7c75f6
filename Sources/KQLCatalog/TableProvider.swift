import KQLColumnar
import KQLTypes

/// A table that queries can scan: in memory, in files, or the host's own.
package protocol TableProvider: Sendable {
  var schema: Schema { get }

  /// What is known without reading the rows.
  var statistics: TableStatistics { get }

  /// Plans a scan; reads nothing yet.
  func makeScan(_ request: ScanRequest, control: QueryControl) throws(ExecutionError) -> any TableScan
}

/// What a table knows about itself without a scan. Everything is optional, nothing is an estimate.
package struct TableStatistics: Sendable {
  /// Exact number of rows.
  package var rowCount: Int?
  /// The lowest and highest value, nulls left out, of columns that are held as `Int64` (see
  /// ``ScalarType/isStoredAsInt64``), by position.
  package var ranges: [Int: ClosedRange<Int64>]

  package init(rowCount: Int? = nil, ranges: [Int: ClosedRange<Int64>] = [:]) {
    self.rowCount = rowCount
    self.ranges = ranges
  }
}

/// One running scan, shared by the worker threads.
package protocol TableScan: Sendable {
  /// The most readers that can work at once to any use.
  var maximumReaderCount: Int { get }

  /// A reader for one thread. All readers together deliver each row once.
  func makeReader() throws(ExecutionError) -> any TableReader
}

/// One thread's part in a scan.
package protocol TableReader: AnyObject {
  /// The next batch, or `nil` at the end.
  ///
  /// Its columns are those of the request, in the request's order. String columns of successive batches should
  /// share heaps, so that work done once an entry pays.
  func next() throws(ExecutionError) -> ScannedBatch?
}

/// A batch with its place in the table.
package struct ScannedBatch: Sendable {
  package var batch: RecordBatch
  /// Place of the first row: the rows of a batch with a lower ordinal stand before those of one with a higher.
  ///
  /// The numbers from here to the last row (`ordinal + row`) belong to this batch alone, so they order all rows of
  /// the scan; gaps are welcome (the byte offset of a row in its input does). The same whichever reader delivers the
  /// batch, ascending from batch to batch of one reader, not negative, and below ``ordinalLimit``.
  package var ordinal: Int64

  /// Leaves room to put many scans one after the other.
  package static let ordinalLimit: Int64 = 1 << 52

  package init(_ batch: RecordBatch, ordinal: Int64) {
    self.batch = batch
    self.ordinal = ordinal
  }
}
