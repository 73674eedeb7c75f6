import KQLStorage
import KQLTypes

/// What became of a file that was to be ingested.
public struct IngestedFile: Hashable, Sendable {
  public enum Outcome: Hashable, Sendable {
    /// The file is in the store, for good.
    case committed
    /// The store held exactly these bytes before; `path` is what they were called then.
    case knownAs(path: String)
    /// Nothing of the file could be read, so it is not in the store; only where bad records are passed over.
    case unreadable(reason: String)
  }

  public var path: String
  /// Of the file's bytes as they are stored, in lower-case hexadecimal.
  public var sha256: String
  public var rowCount: Int
  public var recordCount: Int
  /// Records that could not be read and were passed over.
  public var malformedCount: Int
  public var outcome: Outcome
}

extension IngestedFile {
  init(_ record: SourceRecord, _ outcome: Outcome) {
    self.init(
      path: record.path, sha256: SHA256.hexadecimal(record.sha256), rowCount: record.rowCount,
      recordCount: record.recordCount, malformedCount: record.malformedCount, outcome: outcome)
  }
}
