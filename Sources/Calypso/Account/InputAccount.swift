/// What was read of the files that tables stand on, and what of them may be missing.
///
/// Of each file, `recordCount` = `rowCount` + `duplicateCount` + `passedOverCount` + `malformedCount`.
///
/// Everything but ``File/sha256`` tells what queries have read so far; ``Session/readInputs()`` reads the rest first.
public struct InputAccount: Hashable, Sendable {
  /// In the order in which they were read.
  public var files: [File]
  /// The tables that have rows or were expected to, in order of their names.
  public var tables: [Table]
  /// Folders of blobs that Azure writes one an hour, or one every five minutes, in order of their paths.
  public var blobSeries: [BlobSeries]
  /// What was found and not read.
  public var skipped: [SkippedFile]

  public init(
    files: [File] = [], tables: [Table] = [], blobSeries: [BlobSeries] = [], skipped: [SkippedFile] = []
  ) {
    self.files = files
    self.tables = tables
    self.blobSeries = blobSeries
    self.skipped = skipped
  }
}

// MARK: - Files

extension InputAccount {
  /// A file, or standard input.
  public struct File: Hashable, Sendable {
    public var path: String
    /// Such as `JSON lines`; `unknown` for a file that was not opened.
    public var format: String
    /// Such as `gzip`; `nil` for none.
    public var compression: String?
    /// Bytes of the file that were there when it was first looked at.
    public var byteCount: Int64
    /// Digest of these bytes as they are stored, in lower-case hexadecimal; `nil` unless it was asked
    /// for, and for files that were not read.
    public var sha256: String?
    public var reading: Reading
    public var recordCount: Int
    /// Rows by table, duplicates left out, in order of the tables' names.
    public var rows: [TableRows]
    public var duplicateCount: Int
    /// Records dropped for their time before it was known which table they belong to; only with
    /// ``InputOptions/trustsSkippedBytes``.
    public var passedOverCount: Int
    public var malformedCount: Int
    /// The first 20 malformed records, by line.
    public var malformed: [MalformedRecord]
    public var firstTime: Timestamp?
    public var lastTime: Timestamp?
    /// Rows without a time.
    public var timelessCount: Int
    /// Rows whose time lies outside the hour, or the minutes, of their blob; 0 unless coverage was tracked.
    public var outsideBlobCount: Int
    /// Whether it ends within a record, as a blob does that is still being written.
    public var isCutOff: Bool
    /// Why it says itself that it does not hold everything; empty when it does not say so.
    public var partialReasons: [String]
    /// Values that their columns cannot hold and that are null instead, one line each.
    public var unfittingValues: [String]
    /// What kept it from being read whole.
    public var problems: [String]
    /// Whether bytes that the queries cannot need were not checked.
    public var hasUncheckedBytes: Bool

    public init(
      path: String, format: String = "JSON lines", compression: String? = nil, byteCount: Int64 = 0,
      sha256: String? = nil, reading: Reading = .complete, recordCount: Int = 0, rows: [TableRows] = [],
      duplicateCount: Int = 0, passedOverCount: Int = 0, malformedCount: Int = 0, malformed: [MalformedRecord] = [],
      firstTime: Timestamp? = nil, lastTime: Timestamp? = nil, timelessCount: Int = 0, outsideBlobCount: Int = 0,
      isCutOff: Bool = false, partialReasons: [String] = [], unfittingValues: [String] = [], problems: [String] = [],
      hasUncheckedBytes: Bool = false
    ) {
      self.path = path
      self.format = format
      self.compression = compression
      self.byteCount = byteCount
      self.sha256 = sha256
      self.reading = reading
      self.recordCount = recordCount
      self.rows = rows
      self.duplicateCount = duplicateCount
      self.passedOverCount = passedOverCount
      self.malformedCount = malformedCount
      self.malformed = malformed
      self.firstTime = firstTime
      self.lastTime = lastTime
      self.timelessCount = timelessCount
      self.outsideBlobCount = outsideBlobCount
      self.isCutOff = isCutOff
      self.partialReasons = partialReasons
      self.unfittingValues = unfittingValues
      self.problems = problems
      self.hasUncheckedBytes = hasUncheckedBytes
    }

    public var rowCount: Int { rows.reduce(0) { $0 + $1.count } }
  }

  /// How far a file was read.
  public enum Reading: String, Hashable, Sendable, CaseIterable {
    case complete
    /// A query had enough before the end, or failed.
    case inPart
    /// No query needed it.
    case none
    /// Its path says that it cannot hold what the queries asked for.
    case pruned
  }

  public struct TableRows: Hashable, Sendable {
    public var table: String
    public var count: Int

    public init(table: String, count: Int) {
      self.table = table
      self.count = count
    }
  }

  /// A record that could not be read.
  public struct MalformedRecord: Hashable, Sendable {
    /// From 1, in the decompressed file; 0 when it cannot be told any more.
    public var line: Int
    /// In bytes, from 1.
    public var column: Int
    public var reason: String

    public init(line: Int, column: Int, reason: String) {
      self.line = line
      self.column = column
      self.reason = reason
    }
  }

  public struct SkippedFile: Hashable, Sendable {
    public var path: String
    public var reason: String
    /// Whether its name is that of an export, so that records may be missing.
    public var mayHoldRecords: Bool

    public init(path: String, reason: String, mayHoldRecords: Bool = false) {
      self.path = path
      self.reason = reason
      self.mayHoldRecords = mayHoldRecords
    }
  }
}

// MARK: - Tables

extension InputAccount {
  public struct Table: Hashable, Sendable {
    public var name: String
    public var rowCount: Int
    public var duplicateCount: Int
    /// `nil` when no row has a time.
    public var firstTime: Timestamp?
    public var lastTime: Timestamp?
    /// Rows without a time.
    public var timelessCount: Int
    /// Whole hours without an event between the first and the last; `nil` unless coverage was tracked.
    public var emptyHours: Gaps?

    public init(
      name: String, rowCount: Int, duplicateCount: Int = 0, firstTime: Timestamp? = nil, lastTime: Timestamp? = nil,
      timelessCount: Int = 0, emptyHours: Gaps? = nil
    ) {
      self.name = name
      self.rowCount = rowCount
      self.duplicateCount = duplicateCount
      self.firstTime = firstTime
      self.lastTime = lastTime
      self.timelessCount = timelessCount
      self.emptyHours = emptyHours
    }
  }

  /// The blobs of one resource and category, or of one exported table.
  public struct BlobSeries: Hashable, Sendable {
    /// The folder above the years.
    public var path: String
    /// Minutes that a blob stands for: 60 or 5.
    public var minutesPerBlob: Int
    /// Hours, or other stretches of time, with at least one blob.
    public var count: Int
    public var firstTime: Timestamp
    /// The end of the last blob's time.
    public var endTime: Timestamp
    /// What has no blob between the first and the last. Azure writes none where there was no event.
    public var missing: Gaps

    public init(
      path: String, minutesPerBlob: Int, count: Int, firstTime: Timestamp, endTime: Timestamp, missing: Gaps = Gaps()
    ) {
      self.path = path
      self.minutesPerBlob = minutesPerBlob
      self.count = count
      self.firstTime = firstTime
      self.endTime = endTime
      self.missing = missing
    }
  }

  /// Stretches of time in which something is missing.
  public struct Gaps: Hashable, Sendable {
    /// Hours, or blobs, that are missing altogether.
    public var count: Int
    /// The first ones, at most ``listedCount``, in order.
    public var ranges: [Gap]

    public static let listedCount = 100

    public init(count: Int = 0, ranges: [Gap] = []) {
      self.count = count
      self.ranges = ranges
    }
  }

  public struct Gap: Hashable, Sendable {
    public var start: Timestamp
    /// The first time behind the gap.
    public var end: Timestamp
    /// Hours, or blobs.
    public var count: Int

    public init(start: Timestamp, end: Timestamp, count: Int) {
      self.start = start
      self.end = end
      self.count = count
    }
  }
}
