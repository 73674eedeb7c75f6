import KQLIngest
import KQLStorage
import KQLTypes

extension Session {
  /// The stores among the inputs, for reports to quote their digests.
  public var storeInformation: [StoreInformation] { stores.withLock { $0 }.map { StoreInformation($0.store) } }
}

// MARK: - Account

extension InputAccount {
  /// Adds the files that a store was made of, as they were when they were ingested.
  mutating func add(_ store: Store, _ tracksCoverage: Bool, _ coverage: inout TableCoverage) {
    for source in store.sources { files.append(File(source, in: store)) }
    for table in store.tables {
      coverage.expect(table.name)
      coverage.add(IngestAccount.TableRows(table, tracksCoverage))
    }
  }
}

extension InputAccount.File {
  fileprivate init(_ source: SourceRecord, in store: Store) {
    self.init(
      path: "\(store.path): \(source.path)", format: source.format, byteCount: source.byteCount,
      sha256: SHA256.hexadecimal(source.sha256), recordCount: source.recordCount,
      rows: source.rowCounts.sorted { $0.table < $1.table }.map {
        InputAccount.TableRows(table: $0.table, count: $0.count)
      }, malformedCount: source.malformedCount, partialReasons: source.problems)
  }
}

extension IngestAccount.TableRows {
  fileprivate init(_ table: StoreTable, _ tracksCoverage: Bool) {
    let column = table.schema.index(of: "TimeGenerated").flatMap { table.schema[$0].type == .datetime ? $0 : nil }
    let range = column.flatMap { table.range(ofColumn: $0) }
    self.init(
      table: table.name, count: table.rowCount, firstTime: range?.lowerBound, lastTime: range?.upperBound,
      timelessCount: column.map { table.nullCount(ofColumn: $0) } ?? 0,
      hours: tracksCoverage ? column.flatMap { try? table.periods(ofColumn: $0, ticks: Ticks.perHour) } : nil)
  }
}
