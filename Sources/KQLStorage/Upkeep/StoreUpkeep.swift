import KQLColumnar
import KQLTypes

/// Rewrites segments of a store: puts small ones together, drops rows that are too old. The manifest says so.
package struct StoreUpkeep {
  package let path: String
  private let threadCount: Int

  package init(_ path: String, threadCount: Int) {
    self.path = path
    self.threadCount = threadCount
  }

  /// What an upkeep did.
  package struct Outcome: Sendable {
    package var removedSegmentCount: Int
    package var addedSegmentCount: Int
    package var droppedRowCount: Int
    /// The store's digest afterwards.
    package var digest: String
  }

  /// Segments of one table that stand together, and the rows of them that stay.
  fileprivate struct Rewrite {
    var table: StoreTable
    var segments: [StoreTable.Segment]
    /// Rows of each segment that stay, in order; `nil` when all do.
    var keptRows: [[Int32]?]
  }
}

// MARK: - Upkeep

extension StoreUpkeep {
  /// Puts neighbouring segments together where the rows of several fit one, and gives room back to the file system.
  package func compact() throws(StoreError) -> Outcome {
    try rewrite { store throws(StoreError) in
      store.tables.flatMap { table in
        Self.groups(of: table).map { Rewrite(table: table, segments: $0, keptRows: $0.map { _ in nil }) }
      }
    } record: { _, replacements in
      .compact(replacements)
    }
  }

  private static func groups(of table: StoreTable) -> [[StoreTable.Segment]] {
    var groups: [[StoreTable.Segment]] = []
    var rowCount = SegmentDescription.maximumRowCount
    for segment in table.segments {
      rowCount += segment.description.rowCount
      if rowCount > SegmentDescription.maximumRowCount {
        groups.append([])
        rowCount = segment.description.rowCount
      }
      groups[groups.count - 1].append(segment)
    }
    return groups.filter { $0.count > 1 }
  }

  /// Drops the rows whose `TimeGenerated` is before a time. Rows without a time stay, and so do tables without that
  /// column. The files that they came from stay known, so they are not ingested again.
  ///
  /// - Parameter ticks: 100 ns ticks since 0001-01-01.
  package func dropRows(before ticks: Int64) throws(StoreError) -> Outcome {
    try rewrite { store throws(StoreError) in
      var rewrites: [Rewrite] = []
      for table in store.tables {
        guard let column = table.schema.index(of: "TimeGenerated"), table.schema[column].type == .datetime else {
          continue
        }
        for segment in table.segments {
          guard let kept = try Self.keptRows(of: segment, in: table, column, since: ticks) else { continue }
          rewrites.append(Rewrite(table: table, segments: [segment], keptRows: [kept]))
        }
      }
      return rewrites
    } record: { droppedRowCount, replacements in
      .dropBefore(ticks: ticks, rowCount: droppedRowCount, replacements)
    }
  }

  /// The rows that stay; `nil` when all do.
  private static func keptRows(
    of segment: StoreTable.Segment, in table: StoreTable, _ column: Int, since ticks: Int64
  ) throws(StoreError) -> [Int32]? {
    guard case .number(let lowest)? = segment.summary(column)?.lowest, lowest < ticks else { return nil }
    var reader = SegmentReader(segment, of: table.store, schema: table.schema)
    let times = try reader.column(column)
    let values = times.int64s
    return values.indices.filter { times.isNull($0) || values[$0] >= ticks }.map { Int32($0) }
  }
}

// MARK: - Rewriting

extension StoreUpkeep {
  private func rewrite(
    _ plan: (Store) throws(StoreError) -> [Rewrite],
    record makeRecord: (_ droppedRowCount: Int, [SegmentReplacement]) -> ManifestRecord
  ) throws(StoreError) -> Outcome {
    guard StoreFile.exists(path) else { throw StoreError(.notAStore, "\(path): there is no store") }
    let connection = try StoreFile.openForWriting(path)
    // Rows that are dropped shall not stay in unused pages.
    try connection.execute("PRAGMA secure_delete=ON")
    let outcome = try connection.transaction { () throws(StoreError) in
      let store = try Store(opening: path)
      var catalogue = try CatalogueReader(connection).readManifest()
      guard catalogue.digest == store.catalogue.digest else {
        throw StoreError(.busy, "\(path): another process wrote to the store; try again")
      }
      let rewrites = try plan(store)
      let rowsBefore = rewrites.reduce(0) { $1.segments.reduce($0) { $0 + $1.description.rowCount } }
      var nextSegment = catalogue.lastSegment + 1
      var replacements: [SegmentReplacement] = []
      for rewrite in rewrites {
        let added = try self.add(rewrite, connection, &nextSegment)
        replacements.append(SegmentReplacement(removed: rewrite.segments.map(\.id), added: added))
      }
      let rowsAfter = replacements.reduce(0) { $1.added.reduce($0) { $0 + $1.rowCount } }
      let outcome = Outcome(
        removedSegmentCount: replacements.reduce(0) { $0 + $1.removed.count },
        addedSegmentCount: replacements.reduce(0) { $0 + $1.added.count },
        droppedRowCount: rowsBefore - rowsAfter, digest: store.digest)
      if replacements.isEmpty { return outcome }
      let record = makeRecord(outcome.droppedRowCount, replacements)
      return try write(record, outcome, &catalogue, connection)
    }
    // The work is done and committed; that readers or a full disk keep the file as large as it was is no failure.
    try? connection.execute("VACUUM")
    try? connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return outcome
  }

  private func write(
    _ record: ManifestRecord, _ outcome: Outcome, _ catalogue: inout StoreCatalogue, _ connection: SQLiteConnection
  ) throws(StoreError) -> Outcome {
    let number = catalogue.recordCount
    let body = record.text(number: number)
    do throws(BlobError) { try catalogue.add(record, text: body) } catch {
      throw StoreError(.damaged, "\(path): \(error.reason)")
    }
    try CatalogueWriter(connection).append(body, number: number, digest: catalogue.digest)
    var outcome = outcome
    outcome.digest = SHA256.hexadecimal(catalogue.digest)
    return outcome
  }

  /// Stores the rows that stay as new segments, and removes the old ones.
  private func add(
    _ rewrite: Rewrite, _ connection: SQLiteConnection, _ nextSegment: inout Int
  ) throws(StoreError) -> [SegmentReference] {
    let table = rewrite.table
    var gatherer = SegmentGatherer(table: table.name, schema: table.schema)
    var added: [SegmentReference] = []
    func store(_ gatherer: inout SegmentGatherer) throws(StoreError) {
      let segment = gatherer.takeSegment(threadCount: threadCount)
      added.append(try CatalogueWriter(connection).add(segment, id: nextSegment))
      nextSegment += 1
    }
    for (segment, kept) in zip(rewrite.segments, rewrite.keptRows) {
      var reader = SegmentReader(segment, of: table.store, schema: table.schema)
      var columns: [Column] = []
      for index in 0..<table.schema.count { columns.append(try reader.column(index)) }
      let batch = RecordBatch(columns: columns, rowCount: segment.description.rowCount)
      for (source, rows) in Self.runs(of: segment, kept) {
        let part = batch.gathered(rows)
        var row = 0
        while row < part.physicalRowCount {
          do throws(BlobError) { row = try gatherer.append(part, from: row, source: source) } catch {
            throw StoreError(.damaged, "\(path): \(error.reason)")
          }
          if gatherer.isFull { try store(&gatherer) }
        }
      }
    }
    if gatherer.rowCount > 0 { try store(&gatherer) }
    for segment in rewrite.segments { try CatalogueWriter(connection).remove(segment: segment.id) }
    return added
  }

  /// The rows of a segment that stay, by the source that they came from.
  private static func runs(of segment: StoreTable.Segment, _ kept: [Int32]?) -> [(source: Int, rows: [Int32])] {
    let rows = kept ?? (0..<segment.description.rowCount).map { Int32($0) }
    var runs: [(source: Int, rows: [Int32])] = []
    var position = 0
    var end = 0
    for origin in segment.description.origins {
      end += origin.rowCount
      let start = position
      while position < rows.count, Int(rows[position]) < end { position += 1 }
      if position > start { runs.append((origin.source, Array(rows[start..<position]))) }
    }
    return runs
  }
}
