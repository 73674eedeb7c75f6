import KQLCatalog
import KQLIngest
import KQLStorage
import KQLTypes

/// A store that was added to a session.
struct StoreAddition: Sendable {
  let store: Store
  let tables: [StoreTable]
  private let tracksCoverage: Bool

  /// - Throws: What is wrong with the store; reads all of it where duplicates are to be left out.
  init(_ input: StoreInput, _ options: InputOptions, threadCount: Int) throws(ExecutionError) {
    do throws(StoreError) {
      store = try Store(opening: input.path)
      var tables: [StoreTable] = []
      for table in store.tables {
        tables.append(options.deduplicates ? try table.leavingOutDuplicates(threadCount: threadCount) : table)
      }
      self.tables = tables
    } catch {
      throw error.executionError
    }
    tracksCoverage = options.tracksCoverage
  }
}

extension Session {
  /// The stores among the inputs, for reports to quote their digests.
  public var storeInformation: [StoreInformation] { stores.withLock { $0 }.map { StoreInformation($0.store) } }
}

// MARK: - Account

extension StoreAddition {
  /// The files that the store was made of, as they were when they were ingested.
  fileprivate var files: [InputAccount.File] {
    var duplicateCounts: [Int: [String: Int]] = [:]
    for table in tables {
      for (source, count) in table.duplicateCounts { duplicateCounts[source, default: [:]][table.name] = count }
    }
    return zip(store.sources, store.sourceNumbers).map { source, number in
      let duplicates = duplicateCounts[number] ?? [:]
      return InputAccount.File(
        path: "\(store.path): \(source.path)", format: source.format, byteCount: source.byteCount,
        sha256: SHA256.hexadecimal(source.sha256), recordCount: source.recordCount,
        rows: source.rowCounts.sorted { $0.table < $1.table }.map {
          InputAccount.TableRows(table: $0.table, count: $0.count - (duplicates[$0.table] ?? 0))
        }, duplicateCount: duplicates.values.reduce(0, +), malformedCount: source.malformedCount,
        partialReasons: source.problems, unfittingValues: source.unfittingValues)
    }
  }

  fileprivate func rows(of table: StoreTable) -> IngestAccount.TableRows {
    let column = table.schema.index(of: "TimeGenerated").flatMap { table.schema[$0].type == .datetime ? $0 : nil }
    let range = column.flatMap { table.range(ofColumn: $0) }
    return IngestAccount.TableRows(
      table: table.name, count: table.rowCount, firstTime: range?.lowerBound, lastTime: range?.upperBound,
      timelessCount: column.map { table.nullCount(ofColumn: $0) } ?? 0, duplicateCount: table.duplicateCount,
      hours: tracksCoverage ? column.flatMap { try? table.periods(ofColumn: $0, ticks: Ticks.perHour) } : nil)
  }
}

extension InputAccount {
  mutating func add(_ addition: StoreAddition, _ coverage: inout TableCoverage) {
    files += addition.files
    for table in addition.tables {
      coverage.expect(table.name)
      coverage.add(addition.rows(of: table))
    }
  }
}
