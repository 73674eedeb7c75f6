import KQLCatalog
import KQLColumnar
import KQLExecution
import KQLPlan
import KQLTypes
import PlanTestSupport
import Testing

@Suite struct RowOperatorTests {
  let sample = SampleTable()
  let make = PlanMaker()

  @Test func `a scan gives all rows in order`() throws {
    #expect(try same(Ways.rows(of: make.scan(sample.table)), sample.rows))
  }

  @Test func `a filter keeps the rows for which the predicate is true`() throws {
    let scan = make.scan(sample.table)
    let isPush = make.call("==", scan["name"], .string("push"))
    let isLate = make.call(">", scan["time"], .constant(.datetime(Ticks.unixEpoch + 20 * Ticks.perHour)))
    let plan = FilterNode(input: scan, predicate: make.call("and", isPush, isLate))
    let expected = sample.rows.filter {
      guard case .datetime(let time) = $0[1] else { return false }
      return $0[2] == .string("push") && time > Ticks.unixEpoch + 20 * Ticks.perHour
    }
    #expect(!expected.isEmpty)
    #expect(try same(Ways.rows(of: plan), expected))

    let either = FilterNode(input: scan, predicate: make.call("or", isPush, isLate))
    let expectedEither = sample.rows.filter {
      if $0[2] == .string("push") { return true }
      guard case .datetime(let time) = $0[1] else { return false }
      return time > Ticks.unixEpoch + 20 * Ticks.perHour
    }
    #expect(try same(Ways.rows(of: either), expectedEither))
  }

  @Test func `a projection computes columns and passes others on`() throws {
    let scan = make.scan(sample.table)
    let sum = make.call("+", scan["id"], .long(1), type: .long)
    let upper = make.call("toupper", scan["name"], type: .string)
    let plan = ProjectNode(
      input: scan,
      items: [
        .init(column: make.ids.makeColumn("sum", .long), expression: sum),
        .init(column: scan["text"].column, expression: scan["text"]),
        .init(column: make.ids.makeColumn("upper", .string), expression: upper),
      ])
    let expected = sample.rows.map { row -> [ScalarValue] in
      [.long(row[0].int64! + 1), row[3], .string(row[2].string!.uppercased())]
    }
    #expect(try same(Ways.rows(of: plan), expected))
  }

  @Test(arguments: [0, 1, 5, 100, 101, 10_000])
  func `a limit keeps the first rows`(count: Int) throws {
    let scan = make.scan(sample.table)
    let plan = LimitNode(input: scan, count: count)
    #expect(try same(Ways.rows(of: plan), Array(sample.rows.prefix(count))))
    let filtered = FilterNode(input: scan, predicate: make.call("==", scan["name"], .string("pull")))
    let expected = sample.rows.filter { $0[2] == .string("pull") }.prefix(count)
    #expect(try same(Ways.rows(of: LimitNode(input: filtered, count: count)), Array(expected)))
  }

  @Test func `a range counts up and down`() throws {
    func rows(_ from: ScalarValue, _ to: ScalarValue, _ step: ScalarValue) throws -> Rows {
      let column = make.ids.makeColumn("x", from.type)
      return try Ways.rows(
        of: RangeNode(
          column: column, from: .constant(from), to: .constant(to), step: .constant(step)))
    }
    #expect(try rows(.long(1), .long(20), .long(3)) == stride(from: Int64(1), through: 20, by: 3).map { [.long($0)] })
    #expect(try rows(.long(5), .long(1), .long(-2)) == [[.long(5)], [.long(3)], [.long(1)]])
    #expect(try rows(.long(5), .long(1), .long(1)).isEmpty)
    #expect(try rows(.long(1), .long(5), .long(0)).isEmpty)
    #expect(try rows(.long(.max - 1), .long(.max), .long(1)).count == 2)
    #expect(try rows(.null(.long), .long(5), .long(1)).isEmpty)
    #expect(try rows(.real(0), .real(1), .real(0.25)).count == 5)
    #expect(try rows(.datetime(0), .datetime(Ticks.perDay), .timespan(Ticks.perHour)).count == 25)
  }

  @Test func `a union appends its inputs and fills what they lack`() throws {
    let left = make.scan(sample.table)
    let other = SampleTable(seed: 2, batchSizes: [3, 90])
    let right = make.scan(other.table)
    let columns = [make.ids.makeColumn("id", .long), make.ids.makeColumn("name", .string)]
    let plan = UnionNode(
      inputs: [left, right, left], columns: columns,
      sources: [
        [left["id"].column.id, left["name"].column.id], [nil, right["name"].column.id],
        [left["id"].column.id, nil],
      ])
    let expected =
      sample.rows.map { [$0[0], $0[2]] } + other.rows.map { [.null(.long), $0[2]] }
      + sample.rows.map { [$0[0], .string("")] }
    #expect(try same(Ways.rows(of: plan), expected))
  }

  @Test func `a subquery runs once and becomes a constant`() throws {
    let scan = make.scan(sample.table)
    let inner = make.scan(sample.table)
    let total = AggregateNode(input: inner, keys: [], aggregates: [make.aggregate("count", as: "count_")])
    let subquery = Subquery(form: .scalar, plan: total, type: .long)
    let plan = FilterNode(
      input: scan,
      predicate: make.call("==", scan["id"], make.call("-", .subquery(subquery), .long(1), type: .long)))
    #expect(try same(Ways.rows(of: plan), [sample.rows[sample.rows.count - 1]]))
  }

  @Test func `a cancelled query ends with an error`() throws {
    let control = QueryControl()
    let executor = QueryExecutor(control: control, now: 0)
    let column = make.ids.makeColumn("x", .long)
    let endless = RangeNode(column: column, from: .long(0), to: .long(.max), step: .long(1))
    var batchCount = 0
    #expect(throws: ExecutionError.cancelled) {
      try executor.execute(endless) { _ in
        batchCount += 1
        if batchCount == 3 { control.cancel() }
      }
    }
  }

  @Test func `a query that holds too much ends with an error`() throws {
    let column = make.ids.makeColumn("x", .long)
    let many = RangeNode(column: column, from: .long(0), to: .long(10_000_000), step: .long(1))
    let sort = SortNode(
      input: many, keys: [SortKey(expression: .column(column), isDescending: true, nullsFirst: false)])
    let executor = QueryExecutor(control: QueryControl(memoryLimit: 1 << 20), now: 0)
    #expect(throws: ExecutionError.self) { try executor.collect(sort) }
  }
}
