import KQLColumnar
import KQLTypes

/// Adds sources to a store, each wholly or not at all. Used by one thread.
///
/// Sources are gathered into transactions by ``commit()``; until then nobody else sees them, and no other process can
/// write. What a commit has returned from survives the loss of power.
package final class StoreWriter {
  package let path: String
  private let connection: SQLiteConnection
  private let threadCount: Int
  /// What is committed.
  private var committed: StoreCatalogue
  /// What will be, once the transaction is.
  private var pending: StoreCatalogue
  private var isInTransaction = false
  private var source: OpenSource?

  private struct OpenSource {
    var path: String
    /// The catalogue before the source.
    var before: StoreCatalogue
    var gatherer: SegmentGatherer?
    var segments: [SegmentReference] = []
    var schemas: [(table: String, schema: Schema)] = []
    var rowCounts: [(table: String, count: Int)] = []
    var nextSegment: Int
    var keepsEmpty = true
  }

  /// Opens a store, and makes it when there is none.
  ///
  /// - Parameter threadCount: Threads that code columns.
  package init(_ path: String, threadCount: Int) throws(StoreError) {
    self.path = path
    self.threadCount = threadCount
    connection = try StoreFile.openForWriting(path)
    (committed, _) = try CatalogueReader(connection).read()
    pending = committed
  }

  deinit {
    connection.rollBack()
    // What is left in the log goes to the file itself, so that the store at rest is one file.
    try? connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
  }
}

// MARK: - Contents

extension StoreWriter {
  /// Hexadecimal digest of what is committed.
  package var digest: String { SHA256.hexadecimal(committed.digest) }

  /// The source of exactly these bytes, if its rows are in the store.
  ///
  /// - Parameter tables: Tables that the bytes may give rows to; rows in others were made by another reading of them.
  package func source(withDigest digest: [UInt8], tables: [String]) -> SourceRecord? {
    pending[sourcesWithDigest: digest].first { $0.rowCounts.allSatisfy { tables.contains($0.table) } }
  }

  /// The columns of a table; `nil` when there is none of that name.
  package func schema(ofTable name: String) -> Schema? { pending[table: name]?.schema }
}

extension StoreWriter {
  /// Waits for other writers as long.
  func setPatience(milliseconds: Int32) { connection.setPatience(milliseconds: milliseconds) }
}

// MARK: - Sources

extension StoreWriter {
  /// Begins a source. Waits for another process that writes, and is refused when that takes too long.
  ///
  /// - Parameter path: What the source is called.
  package func begin(_ path: String) throws(StoreError) {
    precondition(source == nil)
    if !isInTransaction {
      try connection.execute("BEGIN IMMEDIATE")
      isInTransaction = true
      // Another process may have added to the store since.
      if try CatalogueReader(connection).headDigest() != committed.digest {
        committed = try CatalogueReader(connection).readManifest()
        pending = committed
      }
    }
    try connection.execute("SAVEPOINT source")
    source = OpenSource(path: path, before: pending, nextSegment: pending.lastSegment + 1)
  }

  /// Begins the rows of a table in the current source; those of another table follow once these are all in.
  ///
  /// - Parameters:
  ///   - schema: Columns of the batches that follow. Those that the store's table does not have yet are added.
  ///   - keepsEmpty: Whether the table is made even if no row follows.
  /// - Throws: ``StoreError`` of kind `unsuitable` when a column has another type in the store.
  package func beginTable(_ name: String, schema: Schema, keepsEmpty: Bool = true) throws(StoreError) {
    try endTable()
    var merged = pending[table: name]?.schema ?? Schema([])
    if let open = source?.schemas.last(where: { $0.table == name }) { merged = open.schema }
    let before = merged
    for field in schema.fields {
      guard let known = merged.index(of: field.name) else {
        merged.fields.append(field)
        continue
      }
      guard merged[known].type == field.type else {
        throw StoreError(
          .unsuitable,
          "\(path): column '\(field.name)' of table '\(name)' is \(merged[known].type.name) in the store and "
            + "\(field.type.name) in \(source?.path ?? "the input"); ingest the file under another table: NAME=PATH")
      }
    }
    guard merged.count <= SegmentDescription.maximumColumnCount else {
      throw StoreError(.unsuitable, "\(path): table '\(name)' would have more than 32,768 columns")
    }
    if merged.count > before.count { source?.schemas.append((name, merged)) }
    source?.gatherer = SegmentGatherer(table: name, schema: schema)
    source?.keepsEmpty = keepsEmpty
  }

  /// Adds rows to the table that was begun last.
  package func append(_ batch: RecordBatch) throws(StoreError) {
    guard var gatherer = source?.gatherer else { preconditionFailure("no table was begun") }
    source?.gatherer = nil
    let packed = batch.compacted()
    let number = pending.recordCount
    var row = 0
    while row < packed.physicalRowCount {
      do throws(BlobError) {
        row = try gatherer.append(packed, from: row, source: number)
      } catch {
        throw StoreError(.unsuitable, "\(path): \(source?.path ?? "the input"): \(error.reason)")
      }
      if gatherer.isFull { try store(&gatherer) }
    }
    source?.gatherer = gatherer
  }

  /// Ends the current source.
  ///
  /// - Parameter record: What was found out about the source; rows by table are counted here. Without a digest, as of
  ///   rows that come from no file, it gets one of its path and rows.
  /// - Returns: What the manifest says of it once it is committed.
  package func end(_ record: SourceRecord) throws(StoreError) -> SourceRecord {
    try endTable()
    guard let open = source else { preconditionFailure("no source was begun") }
    var record = record
    record.rowCounts = open.rowCounts
    record.schemas = open.schemas
    record.segments = open.segments
    if record.sha256.isEmpty {
      record.sha256 = SHA256.digest(of: Array(record.path.utf8) + open.segments.flatMap(\.digest))
    }
    let number = pending.recordCount
    let body = ManifestRecord.source(record).text(number: number)
    try add(.source(record), body)
    try CatalogueWriter(connection).append(body, number: number, digest: pending.digest)
    try connection.execute("RELEASE source")
    source = nil
    return record
  }

  /// Undoes the current source; those before it stay.
  package func cancelSource() {
    guard let open = source else { return }
    source = nil
    pending = open.before
    do throws(StoreError) {
      try connection.execute("ROLLBACK TO source; RELEASE source")
    } catch {
      // After some errors SQLite has undone the whole transaction.
      rollBack()
    }
  }

  private func add(_ record: ManifestRecord, _ body: String) throws(StoreError) {
    do throws(BlobError) { try pending.add(record, text: body) } catch {
      throw StoreError(.damaged, "\(path): \(error.reason)")
    }
  }

  /// Ends the rows of the table that was begun last.
  ///
  /// - Returns: Rows of the source so far.
  @discardableResult
  package func endTable() throws(StoreError) -> Int {
    if var gatherer = source?.gatherer {
      source?.gatherer = nil
      try endTable(&gatherer)
    }
    return source?.rowCounts.reduce(0) { $0 + $1.count } ?? 0
  }

  private func endTable(_ gatherer: inout SegmentGatherer) throws(StoreError) {
    guard let open = source else { return }
    if gatherer.rowCount > 0 {
      try store(&gatherer)
    } else if !open.keepsEmpty, !open.rowCounts.contains(where: { $0.table == gatherer.table }) {
      // An empty table that nobody asked for.
      source?.schemas.removeAll { $0.table == gatherer.table }
    }
  }

  private func store(_ gatherer: inout SegmentGatherer) throws(StoreError) {
    guard let id = source?.nextSegment else { return }
    let segment = gatherer.takeSegment(threadCount: threadCount)
    let reference = try CatalogueWriter(connection).add(segment, id: id)
    source?.nextSegment += 1
    source?.segments.append(reference)
    if let index = source?.rowCounts.firstIndex(where: { $0.table == reference.table }) {
      source?.rowCounts[index].count += reference.rowCount
    } else {
      source?.rowCounts.append((reference.table, reference.rowCount))
    }
  }
}

// MARK: - Transactions

extension StoreWriter {
  /// Makes the sources since the last commit part of the store, for good.
  package func commit() throws(StoreError) {
    guard isInTransaction else { return }
    do throws(StoreError) {
      try connection.execute("COMMIT")
    } catch {
      rollBack()
      throw error
    }
    isInTransaction = false
    committed = pending
  }

  /// Undoes everything since the last commit.
  package func rollBack() {
    source = nil
    connection.rollBack()
    isInTransaction = false
    pending = committed
  }
}
