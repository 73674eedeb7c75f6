import Calypso

/// What was read of the inputs.
public struct InputEvidence: Hashable, Sendable {
  public struct Input: Hashable, Sendable {
    public var path: String
    public var format: String
    /// Size of the file; `nil` where there is no file.
    public var byteCount: Int?
    /// Of the file's bytes, lower-case hexadecimal; `nil` when they were not digested.
    public var sha256: String?
    /// Records read: kept, malformed, duplicate and passed over.
    public var recordCount: Int
    public var keptCount: Int
    public var malformedCount: Int
    public var duplicateCount: Int
    /// Records without a time.
    public var timelessCount: Int
    public var firstTime: Timestamp?
    public var lastTime: Timestamp?
    public var isComplete: Bool
    /// The first malformed records.
    public var malformed: [MalformedRecord]
    /// What kept the input from being read whole, and other oddities.
    public var problems: [String]
    /// Records that were kept, by table, sorted.
    public var tables: [TableCount] = []
    /// Records whose time lies outside the hour, or the minutes, of their blob; Azure files them by arrival.
    public var outsideBlobCount = 0
  }

  public struct TableCount: Hashable, Sendable {
    public var table: String
    public var count: Int
  }

  public struct MalformedRecord: Hashable, Sendable {
    /// From 1; 0 when it is not known.
    public var line: Int
    public var column: Int
    public var reason: String
  }

  /// A file that was not read at all.
  public struct Skipped: Hashable, Sendable {
    public var path: String
    public var reason: String
  }

  /// A store among the inputs; the files that it was made from are inputs of their own.
  public struct Store: Hashable, Sendable {
    public var path: String
    /// What proves everything that the store holds; see ``EventStore/check(expecting:)``.
    public var digest: String
  }

  public var inputs: [Input]
  /// In the order in which they were given.
  public var stores: [Store] = []
  public var skipped: [Skipped]
  /// Files that were not opened because their path says that they are not of the window.
  public var prunedCount: Int
}
