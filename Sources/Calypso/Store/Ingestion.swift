import KQLCatalog
import KQLColumnar
import KQLExecution
import KQLIngest
import KQLPlan
import KQLStorage
import KQLTypes

/// One run that puts files into a store.
final class Ingestion {
  private let source: IngestSource
  private let writer: StoreWriter
  private let configuration: EngineConfiguration
  private let control: QueryControl
  private let skipsBadRecords: Bool
  /// Files of the transaction that is open.
  private var group: [IngestedFile] = []
  private var groupByteCount: Int64 = 0
  private var groupStart = ContinuousClock.now

  /// A transaction ends with the file that reaches one of these.
  private static let groupLimit = 64
  private static let groupByteLimit: Int64 = 16 << 20
  private static let groupDuration = Duration.milliseconds(250)

  init(
    _ inputs: [String], into path: String, _ options: InputOptions, _ configuration: EngineConfiguration,
    _ control: QueryControl
  ) throws {
    var ingestOptions = IngestOptions()
    ingestOptions.skipsBadRecords = options.skipsBadRecords
    ingestOptions.schemas = options.schemas.mapValues { Schema($0) }
    ingestOptions.format = FormatOptions(options.form)
    guard !options.deduplicates else {
      throw QueryError(.invalidArgument, "a store keeps every record; leave duplicates out when it is queried")
    }
    // The inputs first, so that a mistake there leaves no empty store behind.
    var source = try IngestSource(inputs, options: ingestOptions)
    if let store = source.stores.first {
      throw QueryError(.badInput, "\(store.path): is a store; only exports can be ingested")
    }
    let writer = try StoreWriter(path, threadCount: configuration.threadCount)
    if let adapted = Self.adapt(ingestOptions, to: writer, source) {
      source = try IngestSource(inputs, options: adapted)
    }
    self.source = source
    self.writer = writer
    self.configuration = configuration
    self.control = control
    skipsBadRecords = options.skipsBadRecords
  }

  /// Options by which tables that the store knows already are read with the types that their columns have there; `nil`
  /// when no type differs.
  private static func adapt(_ options: IngestOptions, to writer: StoreWriter, _ source: IngestSource) -> IngestOptions?
  {
    var adapted = options
    for table in source.tables where table.isInferred {
      guard let known = writer.schema(ofTable: table.name) else { continue }
      let isSame = table.schema.fields.allSatisfy { field in
        known.index(of: field.name).map { known[$0].type == field.type } ?? true
      }
      if isSame { continue }
      let added = table.schema.fields.filter { known.index(of: $0.name) == nil }
      adapted.schemas[table.name] = Schema(known.fields + added)
      adapted.strictSchemas.insert(table.name)
    }
    return adapted.strictSchemas.isEmpty ? nil : adapted
  }
}

// MARK: - Files

extension Ingestion {
  func run(_ report: (IngestedFile) throws -> Void) throws {
    do {
      for part in source.parts {
        try control.checkpoint()
        try ingest(part, report)
      }
      try commit(report)
    } catch {
      // Files before the one that failed are whole.
      writer.cancelSource()
      do { try commit(report) } catch {}
      throw error
    }
  }

  private func ingest(_ part: IngestPart, _ report: (IngestedFile) throws -> Void) throws {
    let digest = try part.digest()
    guard let bytes = StoreDigest.bytes(digest) else { return }
    let names = part.tables.map(\.name)
    if let known = writer.source(withDigest: bytes, tables: names) {
      // In the order of the files, and never before the one that it equals.
      try commit(report)
      var file = IngestedFile(known, .knownAs(path: known.path))
      file.path = part.path
      return try report(file)
    }
    if group.isEmpty { groupStart = .now }
    try writer.begin(part.path)
    // Another process may have put it in while this one waited.
    if writer.source(withDigest: bytes, tables: names) != nil {
      writer.cancelSource()
      return try ingest(part, report)
    }
    for table in part.tables {
      // A scan tells of all tables whether they have rows.
      let account = part.account
      if account.isComplete, !table.isObserved,
        !account.rows.contains(where: { $0.table == table.name && $0.count > 0 })
      {
        continue
      }
      try copy(table)
    }
    try part.checkUnchanged()
    let found = SourceRecord(part.account, bytes)
    let rowCount = try writer.endTable()
    if rowCount == 0, let reason = part.account.problems.first {
      // Known to the store, it would be passed over once it can be read.
      writer.cancelSource()
      return try report(IngestedFile(found, .unreadable(reason: reason)))
    }
    try checkCounts(found, rowCount: rowCount)
    let record = try writer.end(found)
    group.append(IngestedFile(record, .committed))
    groupByteCount += record.byteCount
    if group.count >= Self.groupLimit || groupByteCount >= Self.groupByteLimit
      || ContinuousClock.now - groupStart > Self.groupDuration
    {
      try commit(report)
    }
  }

  /// Every record is a row, or is known to be none.
  private func checkCounts(_ record: SourceRecord, rowCount: Int) throws {
    let missing = record.recordCount - rowCount - record.malformedCount
    if missing == 0 || skipsBadRecords { return }
    throw QueryError(
      .badInput,
      "\(record.path): " + (record.problems.first ?? "\(missing) records are in no table")
        + "; with --skip-bad-records the rest is ingested")
  }

  private func copy(_ table: IngestedTable) throws {
    try writer.beginTable(table.name, schema: table.schema, keepsEmpty: table.isObserved)
    let ids = ColumnIDSource()
    let columns = table.schema.fields.map { ids.makeColumn($0.name, $0.type) }
    let scan = ScanNode(tableName: table.name, table: table, columns: columns, columnIndexes: Array(columns.indices))
    let executor = QueryExecutor(
      options: ExecutionOptions(threadCount: configuration.threadCount), control: control, now: 0)
    try executor.execute(scan) { batch in try writer.append(batch) }
  }

  private func commit(_ report: (IngestedFile) throws -> Void) throws {
    try writer.commit()
    let files = group
    group = []
    groupByteCount = 0
    for file in files { try report(file) }
  }
}

extension SourceRecord {
  /// What an account says of a file that was read to its end.
  fileprivate init(_ account: IngestAccount.Input, _ digest: [UInt8]) {
    let cutOff = account.isCutOff ? ["the file is cut off within its last record"] : []
    self.init(
      path: account.path, sha256: digest, byteCount: account.byteCount,
      format: ([account.format] + [account.compression].compactMap { $0 }).joined(separator: ", "),
      recordCount: account.recordCount, malformedCount: account.malformedCount,
      problems: account.problems + account.partialReasons + cutOff,
      unfittingValues: account.rows.flatMap { rows in rows.unfitting.map { $0.message(table: rows.table) } })
  }
}
