import Calypso
import Testing

@Suite struct SessionTests {
  private static func makeSession() throws -> Session {
    let session = Session()
    try session.addTable(
      named: "T",
      columns: [
        ColumnDefinition("a", .long), ColumnDefinition("b", .string), ColumnDefinition("TimeGenerated", .datetime),
      ],
      rows: [
        [.long(1), .string("x"), .datetime(Timestamp("2026-01-01")!)], [.null, .string(""), .null],
        [.long(3), .string("y"), .datetime(Timestamp("2026-01-02")!)],
      ])
    return session
  }

  @Test func `answers with typed columns and with rows`() throws {
    let answer = try Self.makeSession().query("T | where isnotnull(a) | project a, b")
    #expect(answer.columns == [ColumnDefinition("a", .long), ColumnDefinition("b", .string)])
    #expect(answer.rows == [[.long(1), .string("x")], [.long(3), .string("y")]])
    let batch = try #require(answer.tables.first?.batches.first)
    #expect(batch.columns[0].int64Values == [1, 3])
    #expect(batch.columns[1].withUTF8(1) { Array($0) } == Array("y".utf8))
    #expect(answer.statistics.rowsReturned == 2)
  }

  @Test func `takes parameters`() throws {
    let prepared = try Self.makeSession().prepare(
      "declare query_parameters(least: long = 2); T | where a >= least | project a",
      options: QueryOptions(parameters: ["least": .long(1)]))
    #expect(try prepared.collect().rows == [[.long(1)], [.long(3)]])
  }

  @Test func `reports several mistakes as values`() throws {
    let error = try #require(throws: QueryError.self) {
      try Self.makeSession().prepare("T | where A > 1 | project c = strlenn(b)")
    }
    #expect(error.kind == .invalidQuery)
    #expect(error.diagnostics.map(\.code) == ["KQL0201", "KQL0203"])
    #expect(error.diagnostics[0].hint?.contains("a") == true)
    #expect(error.diagnostics[0].byteRange == 10..<11)
    #expect(error.diagnostics[0].column == 11)
  }

  @Test func `goes by the time that it is told`() throws {
    let session = try Self.makeSession()
    let count = "T | where TimeGenerated > ago(1h) | count"
    #expect(try session.query(count, options: QueryOptions(now: .latest)).rows == [[.long(1)]])
    #expect(
      try session.query(count, options: QueryOptions(now: .fixed(Timestamp("2026-01-01T00:30:00Z")!))).rows == [
        [.long(2)]
      ])
  }

  @Test func `can be cancelled`() throws {
    let prepared = try Session().prepare("range x from 1 to 1000000000000 step 1 | where x < 0 | count")
    let monitor = QueryMonitor()
    monitor.cancel()
    let error = try #require(throws: QueryError.self) { try prepared.collect(monitor: monitor) }
    #expect(error.kind == .cancelled)
  }

  @Test func `stops at its limits, with Kusto's names`() throws {
    let small = try Session(EngineConfiguration(memoryLimitBytes: 100_000))
      .prepare("range x from 1 to 1000000 step 1 | summarize make_list(x)")
    let error = try #require(throws: QueryError.self) { try small.collect() }
    #expect(error.kind == .limitExceeded(name: "E_RUNAWAY_QUERY"))
    let quick = try Session(EngineConfiguration(timeLimit: .milliseconds(50)))
      .prepare("range x from 1 to 1000000000000 step 1 | where x < 0 | count")
    let late = try #require(throws: QueryError.self) { try quick.collect() }
    #expect(late.kind == .limitExceeded(name: "E_QUERY_TIMEOUT"))
  }

  @Test func `hands errors of a handler on and stops`() throws {
    struct Stop: Error {}
    final class Handler: ResultHandler {
      func begin(_ table: ResultDescription) {}
      func receive(_ batch: ResultBatch) throws { throw Stop() }
      func end() {}
    }
    let prepared = try Session().prepare("range x from 1 to 1000000000000 step 1")
    #expect(throws: Stop.self) { try prepared.run(delivering: Handler()) }
  }

  @Test func `keeps what render asks for as metadata`() throws {
    let prepared = try Session().prepare("print a = 1 | render barchart with (title = 'A title')")
    #expect(prepared.results[0].visualization?.chart == "barchart")
    #expect(prepared.results[0].visualization?.properties["title"] == .string("A title"))
  }

  @Test func `explains how a query runs`() throws {
    let plan = try #require(Self.makeSession().prepare("T | where a > 1 | sort by a | take 1").explain().plans.first)
    #expect(plan.bound.contains("Filter"))
    #expect(plan.optimized.contains("Top"))
  }
}
