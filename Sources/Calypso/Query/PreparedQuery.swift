import KQLBinder
import KQLCatalog
import KQLColumnar
import KQLExecution
import KQLOptimizer
import KQLPlan
import KQLTypes

/// A query whose names and types are resolved, ready to run any number of times.
public struct PreparedQuery: Sendable {
  public let text: String
  /// The tables of the answer, in order.
  public let results: [ResultDescription]
  public let warnings: [QueryDiagnostic]
  /// What `now()` means in the query.
  public let now: Timestamp
  /// Whether the answer depends on ``now``.
  public let usesClock: Bool
  /// The table that was chosen for a query which begins with a pipe, when there was a choice; else `nil`.
  public let chosenDefaultTable: String?

  let query: BoundQuery
  let configuration: EngineConfiguration
}

// MARK: - Running

extension PreparedQuery {
  /// Runs the query and hands the answer over as it is computed.
  ///
  /// - Throws: ``QueryError``, or what the handler throws.
  @discardableResult
  public func run(delivering handler: some ResultHandler, monitor: QueryMonitor? = nil) throws -> QueryStatistics {
    let control = (monitor ?? QueryMonitor(configuration)).control
    let start = ContinuousClock.now
    let run = QueryRun(configuration, control: control, now: now)
    var rowsReturned = 0
    do {
      let query = configuration.optimizesPlans ? SharedUnwrapping.apply(to: query) : query
      for (index, result) in query.results.enumerated() {
        let plan = try run.executablePlan(result.plan)
        try handler.begin(results[index])
        try run.executor.execute(plan) { batch in
          rowsReturned += batch.rowCount
          try handler.receive(ResultBatch(batch))
        }
        try handler.end()
      }
    } catch let error as ExecutionError {
      throw QueryError(error)
    }
    return QueryStatistics(
      elapsed: ContinuousClock.now - start, rowsScanned: control.scannedRowCount, rowsReturned: rowsReturned)
  }

  /// Runs the query and keeps the answer in memory.
  public func collect(monitor: QueryMonitor? = nil) throws(QueryError) -> QueryAnswer {
    let collector = ResultCollector()
    do {
      let statistics = try run(delivering: collector, monitor: monitor)
      return QueryAnswer(tables: collector.tables, statistics: statistics)
    } catch let error as QueryError {
      throw error
    } catch {
      preconditionFailure("a collector throws nothing: \(error)")
    }
  }

  /// Names of the tables that the query reads, in order of their first use.
  public var tableNames: [String] {
    var names: [String] = []
    for result in query.results { Self.collectTables(of: result.plan, into: &names) }
    return names
  }

  private static func collectTables(of plan: any PlanNode, into names: inout [String]) {
    if let scan = plan as? ScanNode, !names.contains(scan.tableName) { names.append(scan.tableName) }
    for input in plan.inputs { collectTables(of: input, into: &names) }
  }
}

// MARK: - Explaining

extension PreparedQuery {
  /// The logical plan as it was bound, and as it runs, as indented text.
  public func explain() throws(QueryError) -> QueryExplanation {
    let optimizer = Optimizer(now: now.ticks)
    return QueryExplanation(
      plans: zip(query.results, SharedUnwrapping.apply(to: query).results).map { bound, unwrapped in
        QueryExplanation.Plan(
          name: bound.name, bound: PlanPrinter.print(bound.plan),
          optimized: PlanPrinter.print(optimizer.optimize(unwrapped.plan)))
      })
  }
}

/// How a query will run.
public struct QueryExplanation: Hashable, Sendable {
  public struct Plan: Hashable, Sendable {
    public var name: String?
    /// The plan as written.
    public var bound: String
    /// The plan after all rules of the optimiser. Subqueries whose values rules could use are not run for it.
    public var optimized: String
  }
  /// One a table of the answer.
  public var plans: [Plan]
}

/// An answer held in memory.
public struct QueryAnswer: Sendable {
  public var tables: [ResultTable]
  public var statistics: QueryStatistics

  /// The rows of the first table.
  public var rows: [[Value]] { tables.first?.rows ?? [] }
  public var columns: [ColumnDefinition] { tables.first?.columns ?? [] }
}

private final class ResultCollector: ResultHandler {
  var tables: [ResultTable] = []

  func begin(_ table: ResultDescription) { tables.append(ResultTable(description: table, batches: [])) }
  func receive(_ batch: ResultBatch) { tables[tables.count - 1].batches.append(batch) }
  func end() {}
}
