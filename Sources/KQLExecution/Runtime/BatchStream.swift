import KQLCatalog
import KQLColumnar
import KQLTypes

/// The rows that a running operator gives, drawn by one or several threads.
///
/// Every batch has an ordinal, the same whichever thread draws it, so that what threads did apart can be put
/// together in the order of the rows.
package protocol BatchStream: Sendable {
  /// The most readers that can work at once to any use, at least 1. Nobody makes more.
  var maximumReaderCount: Int { get }

  /// Whether `ordinal + row` orders the rows of all batches. Otherwise only the batches are ordered: an operator
  /// that makes several rows of one gives rows that reach over the next batch's ordinal.
  var hasRowOrdinals: Bool { get }

  /// A number above all ordinals (of rows, where they have some).
  var ordinalBound: Int64 { get }

  /// A reader for one thread. All readers together give each row once.
  func makeReader() throws(ExecutionError) -> any BatchReader
}

/// One thread's part in a stream.
package protocol BatchReader: AnyObject {
  /// The next batch, or `nil` at the end. It may have no rows: then it tells how far the reader has come.
  ///
  /// Ordinals do not descend from batch to batch; batches of one ordinal come from one reader.
  func next() throws(ExecutionError) -> StreamBatch?
}

extension BatchStream {
  package var hasRowOrdinals: Bool { true }
  package var ordinalBound: Int64 { ScannedBatch.ordinalLimit }
}
