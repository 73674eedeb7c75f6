import KQLCatalog
import KQLExecution
import KQLIngest
import KQLPlan
import KQLTypes

extension Session {
  /// What queries have read so far of the files that were added, and what of them may be missing.
  ///
  /// Files with malformed records are read once more, to find their lines.
  ///
  /// - Parameter computesDigests: Whether each file that a query has read is read once more for its digest SHA-256.
  public func account(computesDigests: Bool = false) -> InputAccount {
    var result = InputAccount()
    var tables = TableCoverage()
    var blobs: [BlobPath] = []
    for store in stores.withLock({ $0 }) { result.add(store, &tables) }
    for source in sources.withLock({ $0 }) {
      let account = source.account(computesDigests: computesDigests)
      for name in source.observedTableNames { tables.expect(name) }
      for input in account.inputs {
        result.files.append(InputAccount.File(input))
        for rows in input.rows { tables.add(rows) }
        if let blob = input.blob { blobs.append(blob) }
      }
      result.skipped += account.skipped.map { InputAccount.SkippedFile($0) }
    }
    result.tables = tables.tables
    result.blobSeries = InputAccount.BlobSeries.series(of: blobs)
    return result
  }

  /// Reads everything that was added with ``addInputs(_:options:)`` to its end, so that ``account(computesDigests:)``
  /// tells all.
  ///
  /// - Parameter looksAtValues: Whether every value is looked at, which takes longer: texts that stand for a missing
  ///   value are counted, and values that do not fit the types of their columns.
  /// - Returns: Texts that stand for a missing value, by table and column; empty unless values are looked at.
  /// - Throws: ``QueryError`` of kind `badInput` for the first malformed record, unless they are skipped.
  @discardableResult
  public func readInputs(
    monitor: QueryMonitor? = nil, looksAtValues: Bool = false
  ) throws(QueryError) -> [SuspiciousText] {
    let control = (monitor ?? QueryMonitor(configuration)).control
    var found: [SuspiciousText] = []
    for source in sources.withLock({ $0 }) {
      do throws(ExecutionError) {
        for table in source.tables where table.isObserved { found += try readRows(of: table, control, looksAtValues) }
        // Records of the other registry table may have turned up behind the first ones of a file.
        for table in source.tables where !table.isObserved && source.hasRows(ofTable: table.name) {
          found += try readRows(of: table, control, looksAtValues)
        }
      } catch {
        throw QueryError(error)
      }
    }
    return found
  }

  private func readRows(
    of table: IngestedTable, _ control: QueryControl, _ looksAtValues: Bool
  ) throws(ExecutionError) -> [SuspiciousText] {
    let ids = ColumnIDSource()
    let indexes = table.schema.fields.indices.filter { looksAtValues && table.schema[$0].type != .dynamic }
    let columns = indexes.map { ids.makeColumn(table.schema[$0].name, table.schema[$0].type) }
    var census = TextCensus(table: table.name, columns: indexes.map { table.schema[$0] })
    let scan = ScanNode(tableName: table.name, table: table, columns: columns, columnIndexes: indexes)
    let executor = QueryExecutor(
      options: ExecutionOptions(threadCount: configuration.threadCount), control: control, now: 0)
    do {
      try executor.execute(scan) { if looksAtValues { census.add($0) } }
    } catch let error as ExecutionError {
      throw error
    } catch {
      preconditionFailure("execution throws nothing else: \(error)")
    }
    return census.found
  }
}
