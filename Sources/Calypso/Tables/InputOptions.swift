/// How inputs are read.
public struct InputOptions: Hashable, Sendable {
  /// Malformed records are counted and passed over; otherwise the first one ends the query with an error.
  public var skipsBadRecords: Bool
  /// Bytes that a query cannot need are not checked; the account says so.
  public var trustsSkippedBytes: Bool
  /// Records that repeat others of their table are left out: those with the same `_ItemId`, else those that are equal
  /// altogether. Costs a pass over the inputs before the first query, and a temporary file where there are millions.
  public var deduplicates: Bool
  /// The account tells hours without events, and rows outside the time of their blob; costs a little for each row.
  public var tracksCoverage: Bool
  /// Files whose path says that they cannot hold the times that a query asks for are not opened: blobs of diagnostic
  /// settings hold what arrived in their hour, up to 48 hours late; blobs of data export what happened in theirs.
  public var prunesByPath: Bool
  /// What the inputs do not show of their own form.
  public var form: InputForm
  /// Columns of tables that are not to be inferred, by the table's name.
  public var schemas: [String: [ColumnDefinition]]

  public init(
    skipsBadRecords: Bool = false, trustsSkippedBytes: Bool = false, deduplicates: Bool = false,
    tracksCoverage: Bool = false, prunesByPath: Bool = true, form: InputForm = InputForm(),
    schemas: [String: [ColumnDefinition]] = [:]
  ) {
    self.skipsBadRecords = skipsBadRecords
    self.trustsSkippedBytes = trustsSkippedBytes
    self.deduplicates = deduplicates
    self.tracksCoverage = tracksCoverage
    self.prunesByPath = prunesByPath
    self.form = form
    self.schemas = schemas
  }
}
