import KQLTypes

/// How inputs are read.
package struct IngestOptions: Sendable {
  /// Whether malformed records are counted and passed over; an error otherwise.
  package var skipsBadRecords = false
  /// Whether bytes that a query cannot need go unchecked.
  package var trustsSkipped = false
  /// Schemas of tables that are not to be inferred, by name.
  package var schemas: [String: Schema] = [:]
  var limits = FramingLimits()

  package init() {}
}
