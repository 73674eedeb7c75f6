import Glibc
import KQLBinder
import KQLCatalog
import KQLColumnar
import KQLDiagnostics
import KQLExecution
import KQLFunctions
import KQLIngest
import KQLOptimizer
import KQLPlan
import KQLStorage
import KQLSyntax
import KQLTypes
import Synchronization

/// Tables, and the queries over them.
///
/// Safe to use from several threads: a query sees the tables that were there when it was prepared.
///
///     let session = Session()
///     try session.addInputs(["exports/"])
///     let answer = try session.query("ContainerRegistryLoginEvents | summarize count() by CallerIpAddress")
public final class Session: Sendable {
  public let configuration: EngineConfiguration
  let catalog = Mutex(Catalog())
  /// Files that tables stand on, for the account of what was read.
  let sources = Mutex<[IngestSource]>([])
  /// Stores that tables stand on.
  let stores = Mutex<[StoreAddition]>([])

  public init(_ configuration: EngineConfiguration = EngineConfiguration()) {
    self.configuration = configuration
  }
}

// MARK: - Tables

extension Session {
  /// Names of the tables, in the order in which they were added.
  public var tableNames: [String] { catalog.withLock { $0.names } }

  /// The columns of a table; `nil` when there is none of that name.
  public func columns(ofTable name: String) -> [ColumnDefinition]? {
    catalog.withLock { $0[name] }?.schema.definitions
  }

  /// Adds a table of the host program, or replaces the one of that name.
  public func addTable(_ source: some TableSource, named name: String) {
    register(HostTable(source), as: name)
  }

  /// Adds a table held in memory, or replaces the one of that name.
  ///
  /// - Throws: ``QueryError`` when a row has another number of values, or a value another type, than its column.
  public func addTable(named name: String, columns: [ColumnDefinition], rows: [[Value]]) throws(QueryError) {
    var builders = columns.map { ColumnBuilder($0.type.scalarType, capacity: rows.count) }
    for row in rows {
      guard row.count == columns.count else {
        throw QueryError(.invalidArgument, "a row has \(row.count) values where there are \(columns.count) columns")
      }
      for (index, value) in row.enumerated() {
        builders[index].append(try value.scalar(as: columns[index].type.scalarType))
      }
    }
    let batch = RecordBatch(columns: builders.map { $0.finish() }, rowCount: rows.count)
    register(InMemoryTable(schema: Schema(columns), batches: [batch]), as: name)
  }

  func register(_ table: any TableProvider, as name: String) {
    catalog.withLock { $0.register(table, as: name) }
  }
}

// MARK: - Queries

extension Session {
  /// Understands a query without running it.
  ///
  /// - Throws: ``QueryError`` with all diagnostics.
  public func prepare(_ text: String, options: QueryOptions = QueryOptions()) throws(QueryError) -> PreparedQuery {
    try prepare(text, options: options, catalog: catalog.withLock { $0 })
  }

  /// - Parameter isAnalysisOnly: Whether nothing may run; schemas that depend on data are then as far as they are
  ///   known.
  func prepare(
    _ text: String, options: QueryOptions, catalog: Catalog, isAnalysisOnly: Bool = false
  ) throws(QueryError) -> PreparedQuery {
    let tree = SyntaxTree(parsing: text)
    if tree.diagnostics.hasErrors { throw QueryError(tree.diagnostics, in: tree.source) }
    let now = try resolve(options.now)
    var binderOptions = BinderOptions(now: now.ticks, isAnalysisOnly: isAnalysisOnly)
    binderOptions.defaultTable = options.defaultTable ?? Self.defaultTableName(among: catalog.names)
    for (name, value) in options.parameters { binderOptions.parameters[name] = value.untypedScalar }
    if !isAnalysisOnly {
      binderOptions.evaluate = makeEvaluation(now)
      let sources = sources.withLock { $0 }
      binderOptions.externalTable = { (location, schema, settings) throws(ExecutionError) in
        for source in sources {
          if let table = try source.externalTable(location, schema, settings) { return table }
        }
        return nil
      }
    }
    let outcome = Binder(catalog: catalog, options: binderOptions).bind(tree)
    let diagnostics = tree.diagnostics + outcome.diagnostics
    guard let query = outcome.query, !diagnostics.hasErrors else { throw QueryError(diagnostics, in: tree.source) }
    let usesDefaultTable = tree.beginsWithPipe && options.defaultTable == nil && catalog.names.count > 1
    return PreparedQuery(
      text: text, results: query.results.map { ResultDescription($0) },
      warnings: diagnostics.map { QueryDiagnostic($0, in: tree.source) }, now: now, usesClock: tree.usesClock,
      chosenDefaultTable: usesDefaultTable ? binderOptions.defaultTable : nil, query: query,
      configuration: configuration)
  }

  /// Runs plans whose results decide about columns, such as the input of `evaluate pivot(…)`.
  private func makeEvaluation(_ now: Timestamp) -> BinderOptions.Evaluation {
    let configuration = configuration
    return { (plan) throws(ExecutionError) in
      let run = QueryRun(configuration, control: QueryMonitor(configuration).control, now: now)
      return try run.executor.collect(try run.executablePlan(plan))
    }
  }

  /// Prepares a query, runs it and keeps the answer in memory.
  public func query(_ text: String, options: QueryOptions = QueryOptions()) throws(QueryError) -> QueryAnswer {
    try prepare(text, options: options).collect()
  }

  /// The table that a query which begins with `|` runs on: the only one, or
  /// `ContainerRegistryRepositoryEvents` when both registry tables are there and no other; `nil` otherwise.
  public func defaultTableName() -> String? { Self.defaultTableName(among: tableNames) }

  static func defaultTableName(among names: [String]) -> String? {
    if names.count == 1 { return names[0] }
    let registryTables: Set = ["ContainerRegistryRepositoryEvents", "ContainerRegistryLoginEvents"]
    return registryTables.isSubset(of: names) ? "ContainerRegistryRepositoryEvents" : nil
  }
}

// MARK: - Time

extension Session {
  /// First and last `TimeGenerated` of a table, which is read for it; `nil` without such a column or without rows.
  public func timeRange(ofTable name: String) throws(QueryError) -> ClosedRange<Timestamp>? {
    guard columns(ofTable: name)?.contains(ColumnDefinition("TimeGenerated", .datetime)) == true else { return nil }
    if let table = catalog.withLock({ $0[name] }) as? StoreTable { return table.times }
    let answer = try query("\(quoted(name)) | summarize min(TimeGenerated), max(TimeGenerated)")
    guard case .datetime(let first)? = answer.rows.first?[0], case .datetime(let last)? = answer.rows.first?[1] else {
      return nil
    }
    return first...last
  }

  /// The name of a table as KQL takes it, whatever it is.
  func quoted(_ name: String) -> String {
    "['\(name.replacing("\\", with: "\\\\").replacing("'", with: "\\'"))']"
  }

  /// Last `TimeGenerated` of a table, which is read for it; `nil` without such a column or without rows.
  ///
  /// Where the folders of all files tell their times, the newest are read first, and others only when those hold no row.
  public func lastTime(ofTable name: String) throws(QueryError) -> Timestamp? {
    guard let times = (catalog.withLock({ $0[name] }) as? IngestedTable)?.folderTimes else {
      return try timeRange(ofTable: name)?.upperBound
    }
    var reach = Ticks.perHour
    var lower = times.lastStart
    while true {
      let condition = "TimeGenerated >= datetime(\(Timestamp(ticks: lower)))"
      let answer = try query("\(Self.quoted(name)) | where \(condition) | summarize max(TimeGenerated)")
      if case .datetime(let last)? = answer.rows.first?[0] { return last }
      guard lower > times.start else { return try timeRange(ofTable: name)?.upperBound }
      lower = max(times.start, lower - reach)
      reach *= 2
    }
  }

  /// The name as a query writes it.
  private static func quoted(_ name: String) -> String {
    "['" + name.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "']"
  }

  private func resolve(_ time: QueryTime) throws(QueryError) -> Timestamp {
    switch time {
    case .fixed(let timestamp): return timestamp
    case .wall: return .wallClock
    case .latest:
      var latest: Timestamp?
      for name in tableNames {
        guard let last = try lastTime(ofTable: name) else { continue }
        latest = max(latest ?? last, last)
      }
      return latest ?? .wallClock
    }
  }
}

extension Timestamp {
  /// The clock of this machine.
  public static var wallClock: Timestamp {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Timestamp(
      ticks: Ticks.unixEpoch + Int64(time.tv_sec) * Ticks.perSecond + Int64(time.tv_nsec) / 100)
  }
}

extension ResultDescription {
  init(_ result: BoundQuery.Result) {
    name = result.name
    columns = result.plan.columns.map { ColumnDefinition($0.name, ColumnType($0.type)) }
    if let found = result.visualization {
      visualization = Visualization(
        chart: found.chart,
        properties: Dictionary(
          found.properties.map { ($0.name, Value($0.value)) }, uniquingKeysWith: { _, last in last }))
    }
  }
}
