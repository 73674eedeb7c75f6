/// How inputs are read.
public struct InputOptions: Hashable, Sendable {
  /// Malformed records are counted and passed over; otherwise the first one ends the query with an error.
  public var skipsBadRecords: Bool
  /// Bytes that a query cannot need are not checked; the account says so.
  public var trustsSkippedBytes: Bool
  /// Columns of tables that are not to be inferred, by the table's name.
  public var schemas: [String: [ColumnDefinition]]

  public init(
    skipsBadRecords: Bool = false, trustsSkippedBytes: Bool = false, schemas: [String: [ColumnDefinition]] = [:]
  ) {
    self.skipsBadRecords = skipsBadRecords
    self.trustsSkippedBytes = trustsSkippedBytes
    self.schemas = schemas
  }
}
