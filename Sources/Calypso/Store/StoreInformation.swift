import Glibc
import KQLStorage
import KQLTypes

/// What a store holds, as its catalogue tells; no row is read for it.
public struct StoreInformation: Hashable, Sendable {
  public struct Table: Hashable, Sendable {
    public var name: String
    public var columnCount: Int
    public var rowCount: Int
    public var segmentCount: Int
    /// Bytes of its columns and indexes in the store.
    public var byteCount: Int
    /// First and last `TimeGenerated`; `nil` without such a column or without a time.
    public var times: ClosedRange<Timestamp>?
  }

  /// A file that was ingested.
  public struct Source: Hashable, Sendable {
    public var path: String
    public var sha256: String
    public var byteCount: Int64
    /// Such as `JSON lines, gzip`.
    public var format: String
    public var recordCount: Int
    public var malformedCount: Int
    public var rowCount: Int
    /// Why it does not hold, or was not read to, everything.
    public var problems: [String]
  }

  public var path: String
  /// SHA-256 that stands for everything that was put in and the order in which it was, in lower-case hexadecimal.
  public var digest: String
  public var formatVersion: Int
  /// Bytes of the file.
  public var byteCount: Int64
  /// In the order in which they came into being.
  public var tables: [Table]
  /// In the order in which they were ingested.
  public var sources: [Source]
  /// Rows that were dropped for their age.
  public var droppedRowCount: Int

  /// Reads the catalogue of a store.
  public init(ofStore path: String) throws(QueryError) {
    do throws(StoreError) { self.init(try Store(opening: path)) } catch { throw QueryError(error) }
  }
}

extension StoreInformation {
  init(_ store: Store) {
    path = store.path
    digest = store.digest
    formatVersion = Store.formatVersion
    var status = stat()
    byteCount = stat(store.path, &status) == 0 ? Int64(status.st_size) : 0
    tables = store.tables.map { Table($0) }
    sources = store.sources.map { Source($0) }
    droppedRowCount = store.droppedRowCount
  }
}

extension StoreInformation.Table {
  init(_ table: StoreTable) {
    self.init(
      name: table.name, columnCount: table.schema.count, rowCount: table.rowCount, segmentCount: table.segmentCount,
      byteCount: table.byteCount, times: table.times)
  }
}

extension StoreInformation.Source {
  init(_ record: SourceRecord) {
    self.init(
      path: record.path, sha256: SHA256.hexadecimal(record.sha256), byteCount: record.byteCount, format: record.format,
      recordCount: record.recordCount, malformedCount: record.malformedCount, rowCount: record.rowCount,
      problems: record.problems)
  }
}

extension StoreTable {
  /// First and last `TimeGenerated`.
  var times: ClosedRange<Timestamp>? {
    guard let column = schema.index(of: "TimeGenerated"), schema[column].type == .datetime,
      let range = range(ofColumn: column)
    else { return nil }
    return Timestamp(ticks: range.lowerBound)...Timestamp(ticks: range.upperBound)
  }
}

extension QueryError {
  init(_ error: StoreError) {
    self.init(error.kind == .cannotWrite ? .outputFailed(isBrokenPipe: false) : .badInput, error.message)
  }
}
