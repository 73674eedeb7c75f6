import KQLCatalog
import KQLColumnar
import KQLExecution
import KQLIngest
import KQLPlan
import KQLStorage
import KQLTypes

extension Session {
  /// Adds the tables that files hold.
  ///
  /// Only the beginning of each file is read now; queries read the rest. Records belong to the tables that they name
  /// (`category`, `Type`), else to the `NAME` of the input, else to a table named after the file.
  ///
  /// - Parameter inputs: Files, folders, globs, `-` for standard input; each may follow `NAME=`.
  /// - Throws: ``QueryError`` of kind `badInput` for an input that cannot be opened or recognised.
  public func addInputs(_ inputs: [String], options: InputOptions = InputOptions()) throws(QueryError) {
    guard !inputs.isEmpty else { return }
    var ingestOptions = IngestOptions()
    ingestOptions.skipsBadRecords = options.skipsBadRecords
    ingestOptions.trustsSkipped = options.trustsSkippedBytes
    ingestOptions.prunesByPath = options.prunesByPath
    ingestOptions.deduplicates = options.deduplicates
    ingestOptions.threadCount = configuration.threadCount
    ingestOptions.tracksCoverage = options.tracksCoverage
    ingestOptions.schemas = options.schemas.mapValues { Schema($0) }
    ingestOptions.format = FormatOptions(options.form)
    let source: IngestSource
    var stores: [StoreAddition] = []
    var tables: [(name: String, table: any TableProvider)] = []
    do throws(ExecutionError) {
      source = try IngestSource(inputs, options: ingestOptions)
      for input in source.stores {
        stores.append(try StoreAddition(input, options, threadCount: configuration.threadCount))
      }
      tables = try Self.tables(of: stores, source, deduplicates: options.deduplicates)
    } catch {
      throw QueryError(error)
    }
    catalog.withLock { catalog in for (name, table) in tables { catalog.register(table, as: name) } }
    sources.withLock { $0.append(source) }
    self.stores.withLock { $0 += stores }
  }

  /// Tables by name; where stores and files hold one of the same name, it has the rows of the stores first.
  private static func tables(
    of stores: [StoreAddition], _ source: IngestSource, deduplicates: Bool
  ) throws(ExecutionError) -> [(name: String, table: any TableProvider)] {
    var names: [String] = []
    var parts: [String: [any TableProvider]] = [:]
    func add(_ table: any TableProvider, _ name: String) {
      if parts[name] == nil { names.append(name) }
      parts[name, default: []].append(table)
    }
    for store in stores { for table in store.tables { add(table, table.name) } }
    for table in source.tables { add(table, table.name) }
    var tables: [(name: String, table: any TableProvider)] = []
    for name in names {
      guard let found = parts[name], let first = found.first else { continue }
      if deduplicates, found.count > 1 {
        throw .badInput(
          "table '\(name)' stands in a store and in another input, whose rows are not compared to find duplicates; "
            + "ingest all into one store")
      }
      tables.append((name, found.count == 1 ? first : try ConcatenatedTable(found, named: name)))
    }
    return tables
  }

  /// Reads all tables into memory, completely, so that queries do not read the inputs again.
  ///
  /// - Returns: Milliseconds that it took.
  @discardableResult
  public func loadTables() throws(QueryError) -> Double {
    let start = ContinuousClock.now
    let tables = catalog.withLock { $0 }
    for name in tables.names {
      guard let table = tables[name], !(table is InMemoryTable) else { continue }
      do throws(ExecutionError) {
        register(try load(table, named: name), as: name)
      } catch {
        throw QueryError(error)
      }
    }
    return (ContinuousClock.now - start).milliseconds
  }

  private func load(_ table: any TableProvider, named name: String) throws(ExecutionError) -> InMemoryTable {
    let ids = ColumnIDSource()
    let columns = table.schema.fields.map { ids.makeColumn($0.name, $0.type) }
    let scan = ScanNode(tableName: name, table: table, columns: columns, columnIndexes: Array(columns.indices))
    let executor = QueryExecutor(
      options: ExecutionOptions(threadCount: configuration.threadCount), control: QueryControl(), now: 0)
    let packer = TablePacker(schema: table.schema)
    do {
      try executor.execute(scan) { packer.add($0) }
    } catch let error as ExecutionError {
      throw error
    } catch {
      preconditionFailure("execution throws nothing else: \(error)")
    }
    return packer.finish()
  }

  /// What went wrong so far while inputs were read, one line each; empty when nothing did.
  public func inputWarnings() -> [String] {
    var lines: [String] = []
    for source in sources.withLock({ $0 }) {
      let account = source.account()
      for skipped in account.skipped { lines.append("\(skipped.path): not read: \(skipped.reason)") }
      for input in account.inputs {
        for problem in input.problems { lines.append("\(input.path): \(problem)") }
        // Only what a query has read can make its answer incomplete.
        if input.reading != .none {
          for reason in input.partialReasons { lines.append("\(input.path): the export is not complete: \(reason)") }
        }
        for rows in input.rows {
          for values in rows.unfitting { lines.append("\(input.path): \(values.message(table: rows.table))") }
        }
        guard input.malformedCount > 0 else { continue }
        let records =
          input.malformedCount == 1 ? "1 malformed record was" : "\(input.malformedCount) malformed records were"
        lines.append("\(input.path): \(records) skipped")
        for record in input.malformed {
          lines.append("\(input.path):\(record.line):\(record.column): \(record.reason)")
        }
      }
    }
    return lines
  }

  /// Whether an input that was read says of itself that rows are missing from it.
  public func hasPartialInputs() -> Bool {
    sources.withLock { $0 }.contains { source in
      source.account().inputs.contains { $0.reading != .none && !$0.partialReasons.isEmpty }
    }
  }

  /// Lists every table with its columns.
  public func describeTables(delivering handler: some ResultHandler) throws {
    let columns = [
      ColumnDefinition("Table", .string), ColumnDefinition("Column", .string), ColumnDefinition("Type", .string),
    ]
    let tables = catalog.withLock { $0 }
    var names: [String] = []
    var fields: [Field] = []
    for name in tables.names {
      for field in tables[name]?.schema.fields ?? [] {
        names.append(name)
        fields.append(field)
      }
    }
    try handler.begin(ResultDescription(columns: columns))
    let batch = RecordBatch(
      columns: [.string(names), .string(fields.map(\.name)), .string(fields.map(\.type.name))], rowCount: names.count)
    try handler.receive(ResultBatch(batch))
    try handler.end()
  }

  /// Whether a table has a row; `false` when there is no such table.
  ///
  /// Reads as far as the first row, unless a query has found rows before.
  public func holdsRows(ofTable name: String) throws(QueryError) -> Bool {
    guard tableNames.contains(name) else { return false }
    for source in sources.withLock({ $0 }) {
      let hasRows = source.account().inputs.contains { $0.rowCounts.contains { $0.table == name && $0.count > 0 } }
      if hasRows { return true }
    }
    return try !query("\(quoted(name)) | take 1").rows.isEmpty
  }

  /// What to tell somebody whose query selected nothing although there are rows; `nil` when there is nothing to tell.
  ///
  /// Reads the tables that the query names for the times that they cover, unless the folders of their files tell.
  public func emptyAnswerHint(for query: PreparedQuery) throws(QueryError) -> String? {
    guard query.usesClock else { return nil }
    var ranges: [String] = []
    for name in query.tableNames {
      if let times = (catalog.withLock({ $0[name] }) as? IngestedTable)?.folderTimes {
        let (start, end) = (Timestamp(ticks: times.start), Timestamp(ticks: times.end))
        ranges.append("the folders of \(name) cover \(start.shortText) to \(end.shortText)")
        continue
      }
      guard let range = try timeRange(ofTable: name) else { continue }
      ranges.append("\(name) covers \(range.lowerBound) to \(range.upperBound)")
    }
    guard !ranges.isEmpty else { return nil }
    return "now is \(query.now), but \(ranges.joined(separator: ", ")); try --now latest"
  }
}
