import KQLTypes

/// One record of the manifest: something that was done to the store.
enum ManifestRecord: Sendable {
  /// The first record of every store.
  case store(format: Int)
  case source(SourceRecord)
  /// Small segments were put together.
  case compact([SegmentReplacement])
  /// Rows before a time were dropped.
  case dropBefore(ticks: Int64, rowCount: Int, [SegmentReplacement])
}

/// A segment as the manifest names it.
struct SegmentReference: Sendable, Equatable {
  var id: Int
  var table: String
  var rowCount: Int
  /// SHA-256 of the description's text, which holds the digests of the columns.
  var digest: [UInt8]
}

/// Segments that took the place of others that stood one after the other.
struct SegmentReplacement: Sendable {
  var removed: [Int]
  var added: [SegmentReference]
}

/// What became of a file that was ingested.
package struct SourceRecord: Sendable {
  /// As it was named when it was ingested.
  package var path: String
  package var sha256: [UInt8]
  package var byteCount: Int64
  /// Such as `JSON lines, gzip`.
  package var format: String
  package var recordCount: Int
  /// Records that could not be read and were passed over.
  package var malformedCount: Int
  /// Rows by table, tables without rows left out.
  package var rowCounts: [(table: String, count: Int)]
  /// Why the file does not hold, or was not read to, everything; empty when nothing speaks for it.
  package var problems: [String]
  /// Values that were left out since their columns cannot hold them, in words.
  package var unfittingValues: [String]
  /// Tables that came into being, or to more columns.
  var schemas: [(table: String, schema: Schema)] = []
  var segments: [SegmentReference] = []

  package init(
    path: String, sha256: [UInt8], byteCount: Int64, format: String, recordCount: Int, malformedCount: Int = 0,
    rowCounts: [(table: String, count: Int)] = [], problems: [String] = [], unfittingValues: [String] = []
  ) {
    self.path = path
    self.sha256 = sha256
    self.byteCount = byteCount
    self.format = format
    self.recordCount = recordCount
    self.malformedCount = malformedCount
    self.rowCounts = rowCounts
    self.problems = problems
    self.unfittingValues = unfittingValues
  }

  package var rowCount: Int { rowCounts.reduce(0) { $0 + $1.count } }
}
