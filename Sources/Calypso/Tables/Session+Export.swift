import KQLExecution
import KQLPlan
import KQLTypes

extension Session {
  /// Delivers all rows of a table, in order.
  ///
  /// - Throws: ``QueryError``, or what the handler throws.
  public func export(table name: String, delivering handler: some ResultHandler, monitor: QueryMonitor? = nil) throws {
    guard let table = catalog.withLock({ $0[name] }) else {
      throw QueryError(.invalidArgument, "there is no table '\(name)'")
    }
    let ids = ColumnIDSource()
    let columns = table.schema.fields.map { ids.makeColumn($0.name, $0.type) }
    let scan = ScanNode(tableName: name, table: table, columns: columns, columnIndexes: Array(columns.indices))
    let executor = QueryExecutor(
      options: ExecutionOptions(threadCount: configuration.threadCount),
      control: (monitor ?? QueryMonitor(configuration)).control, now: 0)
    try handler.begin(ResultDescription(name: name, columns: table.schema.definitions))
    do {
      try executor.execute(scan) { try handler.receive(ResultBatch($0)) }
    } catch let error as ExecutionError {
      throw QueryError(error)
    }
    try handler.end()
  }
}
