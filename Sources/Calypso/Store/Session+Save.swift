import KQLExecution
import KQLPlan
import KQLStorage
import KQLTypes

extension Session {
  /// Puts all rows of the session's tables into a store, which is made when there is none: tables of the host program,
  /// or answers that shall be kept.
  ///
  /// Files are put in by ``ingest(_:into:options:monitor:report:)``, which keeps what they were.
  ///
  /// - Returns: What the store then holds.
  @discardableResult
  public func saveTables(into path: String, monitor: QueryMonitor? = nil) throws -> StoreInformation {
    let tables = catalog.withLock { $0 }
    let control = (monitor ?? QueryMonitor(configuration)).control
    let executor = QueryExecutor(
      options: ExecutionOptions(threadCount: configuration.threadCount), control: control, now: 0)
    do {
      let writer = try StoreWriter(path, threadCount: configuration.threadCount)
      for name in tables.names {
        guard let table = tables[name] else { continue }
        try writer.begin("table \(name)")
        try writer.beginTable(name, schema: table.schema)
        let ids = ColumnIDSource()
        let columns = table.schema.fields.map { ids.makeColumn($0.name, $0.type) }
        try executor.execute(
          ScanNode(tableName: name, table: table, columns: columns, columnIndexes: Array(columns.indices))
        ) { try writer.append($0) }
        let rowCount = try writer.endTable()
        _ = try writer.end(
          SourceRecord(path: "table \(name)", sha256: [], byteCount: 0, format: "rows", recordCount: rowCount))
      }
      try writer.commit()
    } catch let error as ExecutionError {
      throw QueryError(error)
    } catch let error as StoreError {
      throw QueryError(error)
    }
    return try StoreInformation(ofStore: path)
  }
}
