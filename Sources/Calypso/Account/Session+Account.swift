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
  /// - Parameter computesDigests: Whether each file is read once more for its digest SHA-256.
  public func account(computesDigests: Bool = false) -> InputAccount {
    var result = InputAccount()
    var tables = TableCoverage()
    var blobs: [BlobPath] = []
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
  /// - Throws: ``QueryError`` of kind `badInput` for the first malformed record, unless they are skipped.
  public func readInputs(monitor: QueryMonitor? = nil) throws(QueryError) {
    let control = (monitor ?? QueryMonitor(configuration)).control
    for source in sources.withLock({ $0 }) {
      do throws(ExecutionError) {
        for table in source.tables where table.isObserved { try readRows(of: table, control) }
        // Records of the other registry table may have turned up behind the first ones of a file.
        for table in source.tables where !table.isObserved && source.hasRows(ofTable: table.name) {
          try readRows(of: table, control)
        }
      } catch {
        throw QueryError(error)
      }
    }
  }

  private func readRows(of table: IngestedTable, _ control: QueryControl) throws(ExecutionError) {
    let scan = ScanNode(tableName: table.name, table: table, columns: [], columnIndexes: [])
    let executor = QueryExecutor(
      options: ExecutionOptions(threadCount: configuration.threadCount), control: control, now: 0)
    do {
      try executor.execute(scan) { _ in }
    } catch let error as ExecutionError {
      throw error
    } catch {
      preconditionFailure("execution throws nothing else: \(error)")
    }
  }
}
