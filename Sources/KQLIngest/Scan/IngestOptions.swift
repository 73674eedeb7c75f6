import KQLTypes

/// How inputs are read.
package struct IngestOptions: Sendable {
  /// Whether malformed records are counted and passed over; an error otherwise.
  package var skipsBadRecords = false
  /// Whether bytes that a query cannot need go unchecked.
  package var trustsSkipped = false
  /// Whether the account tells hours with events, and rows outside the hour of their blob.
  package var tracksCoverage = false
  /// Threads that a pass over the inputs may take which no reader asks for.
  package var threadCount = 1
  /// Whether records that repeat others are left out.
  package var deduplicates = false
  /// Fingerprints of records, of 24 bytes each, that are held in memory while duplicates are looked for; tests make it
  /// small.
  var fingerprintBudget = 1 << 19
  /// Whether files are left out whose path says that they cannot hold the times that a query asks for.
  package var prunesByPath = true
  /// Schemas of tables that are not to be inferred, by name.
  package var schemas: [String: Schema] = [:]
  /// Those of them whose values must fit: one that does not is a malformed record, where it would be null otherwise.
  package var strictSchemas: Set<String> = []
  /// What does not show in the inputs themselves.
  package var format = FormatOptions()
  package var limits = FramingLimits()
  /// Whether what stands between values is compared with earlier records; differential tests turn it off.
  var learnsPaths = true

  package init() {}
}
