import KQLCatalog
import KQLFunctions
import KQLOptimizer
import KQLPlan
import KQLTypes
import PlanTestSupport
import Testing

@Suite struct OptimizerTests {
  let sample = SampleTable()
  let make = PlanMaker()
  let now = Ways.now

  private func optimized(_ plan: any PlanNode) -> any PlanNode { Optimizer(now: now).optimize(plan) }

  /// The operators from the last to the first along the first inputs.
  private func chain(_ plan: any PlanNode) -> [String] {
    [plan.name] + (plan.inputs.first.map(chain) ?? [])
  }

  private func scan(in plan: any PlanNode) -> ScanNode? {
    plan as? ScanNode ?? plan.inputs.lazy.compactMap(scan).first
  }

  private func checkRows(_ plan: any PlanNode) throws {
    #expect(PlanVerifier.problems(in: plan) == [])
    let rows = try Ways.rows(of: plan)
    #expect(try same(Ways.rows(of: plan) { Optimizer(now: now).optimize($0) }, rows))
  }

  @Test func `the documents' query becomes a filtered scan and an ordered distinct`() throws {
    let table = make.scan(sample.table)
    let ago = make.call("ago", .constant(.timespan(24 * Ticks.perHour)), type: .datetime)
    let recent = FilterNode(input: table, predicate: make.call(">", table["time"], ago))
    let sorted = SortNode(
      input: recent, keys: [SortKey(expression: table["time"], isDescending: false, nullsFirst: true)])
    let plan = DistinctNode(input: sorted, columns: ["name", "text"].map { table[$0].column })
    let result = optimized(plan)
    #expect(chain(result) == ["Distinct", "Filter", "Scan"])
    #expect((result as? DistinctNode)?.order.count == 1)
    let scan = scan(in: result)
    #expect(scan?.columns.map(\.name) == ["time", "name", "text"])
    let limit = ScalarValue.datetime(now - 24 * Ticks.perHour)
    #expect(scan?.filters == [ScanFilter(column: 1, condition: .compare(.greater, limit))])
    try checkRows(plan)
  }

  @Test func `conditions go down to the scan`() throws {
    let table = make.scan(sample.table)
    let longer = make.ids.makeColumn("longer", .string)
    let project = ProjectNode(
      input: table,
      items: [
        .init(column: table["id"].column, expression: table["id"]),
        .init(column: table["name"].column, expression: table["name"]),
        .init(column: longer, expression: make.call("strcat", table["name"], table["text"], type: .string)),
      ])
    let sorted = SortNode(
      input: project, keys: [SortKey(expression: .column(longer), isDescending: true, nullsFirst: false)])
    let isEarly = make.call("<", .column(table["id"].column), .long(50))
    let isPush = make.call("in", .column(table["name"].column), .string("push"), .string("pull"))
    let isLong = make.call("has", .column(longer), .string("push"))
    let plan = FilterNode(input: sorted, predicate: make.call("and", make.call("and", isLong, isEarly), isPush))
    let result = optimized(plan)
    #expect(chain(result) == ["Sort", "Filter", "Project", "Filter", "Scan"])
    #expect(scan(in: result)?.filters.count == 2)
    #expect(scan(in: result)?.columns.map(\.name) == ["id", "name", "text"])
    try checkRows(plan)
  }

  @Test(arguments: JoinNode.Kind.allCases)
  func `conditions go down to the sides of a join that allow it`(kind: JoinNode.Kind) throws {
    let (l, r) = (make.scan(sample.table, named: "L"), make.scan(SampleTable(seed: 9).table, named: "R"))
    let columns =
      switch kind {
      case .leftSemi, .leftAnti: l.columns
      case .rightSemi, .rightAnti: r.columns
      default:
        [l["id"], l["text"], r["name"], r["id"]].map(\.column)
          .enumerated().map { PlanColumn(id: $1.id, name: "\($1.name)\($0)", type: $1.type) }
      }
    let join = JoinNode(
      kind: kind, left: l, right: r, keys: [.init(left: l["text"], right: r["text"])], columns: columns)
    for column in columns where column.type == .long {
      try checkRows(FilterNode(input: join, predicate: make.call("<", .column(column), .long(40))))
    }
  }

  @Test func `conditions on keys go below the aggregation, others stay`() throws {
    let table = make.scan(sample.table)
    let plan = AggregateNode(
      input: table, keys: [make.key(table["name"], as: "name")], aggregates: [make.aggregate("count", as: "n")])
    let predicate = make.call(
      "and", make.call("!=", plan["name"], .string("")), make.call(">", plan["n"], .long(3)))
    let filtered = FilterNode(input: plan, predicate: predicate)
    #expect(chain(optimized(filtered)) == ["Filter", "Aggregate", "Filter", "Scan"])
    try checkRows(filtered)
  }

  @Test func `a sort that nobody sees is removed`() throws {
    let table = make.scan(sample.table)
    let sorted = SortNode(
      input: table, keys: [SortKey(expression: table["id"], isDescending: true, nullsFirst: false)])
    let largest = AggregateNode(input: sorted, keys: [], aggregates: [make.aggregate("max", table["id"], as: "n")])
    #expect(chain(optimized(largest)) == ["Aggregate", "Scan"])
    try checkRows(largest)
    let list = AggregateNode(
      input: sorted, keys: [], aggregates: [make.aggregate("make_list", table["id"], as: "l", type: .dynamic)])
    #expect(chain(optimized(list)) == ["Aggregate", "Sort", "Scan"])
    try checkRows(list)
    let again = SortNode(
      input: sorted, keys: [SortKey(expression: table["name"], isDescending: false, nullsFirst: true)])
    #expect(chain(optimized(again)) == ["Sort", "Scan"])
    try checkRows(again)
  }

  @Test func `a limit turns a sort into a top and reaches the scan`() throws {
    let table = make.scan(sample.table)
    let sorted = SortNode(
      input: table, keys: [SortKey(expression: table["time"], isDescending: true, nullsFirst: false)])
    let next = make.ids.makeColumn("next", .long)
    let project = ProjectNode(
      input: sorted, items: [.init(column: next, expression: make.call("+", table["id"], .long(1), type: .long))])
    let top = LimitNode(input: project, count: 5)
    #expect(chain(optimized(top)) == ["Project", "Top", "Scan"])
    try checkRows(top)

    let filtered = FilterNode(input: table, predicate: make.call("==", table["name"], .string("pull")))
    let plan = LimitNode(input: filtered, count: 3)
    #expect(scan(in: optimized(plan))?.limit == 3)
    try checkRows(plan)
    let unknown = FilterNode(
      input: table, predicate: make.call("==", make.call("strlen", table["name"], type: .long), .long(4)))
    #expect(scan(in: optimized(LimitNode(input: unknown, count: 3)))?.limit == nil)
  }

  @Test func `conditions become scan filters only where they say the same`() throws {
    let table = make.scan(sample.table)
    func filters(_ predicate: BoundExpression) -> Int {
      scan(in: optimized(FilterNode(input: table, predicate: predicate)))?.filters.count ?? -1
    }
    #expect(filters(make.call("between", table["id"], .long(1), .long(5))) == 2)
    #expect(filters(make.call(">", .long(1), table["id"])) == 1)
    #expect(filters(make.call("contains", table["text"], .string("1"))) == 1)
    // A null differs from 5, and no scan filter lets nulls pass.
    #expect(filters(make.call("!=", table["number"], .constant(.int(5)))) == 0)
    #expect(filters(make.call("!=", table["name"], .string("x"))) == 1)
    let one = make.call("==", table["name"], .string("a"))
    let two = make.call("==", table["name"], .string("b"))
    #expect(filters(make.call("or", one, two)) == 1)
    #expect(filters(make.call("or", one, make.call("==", table["text"], .string("b")))) == 0)
  }

  @Test func `constants are folded`() throws {
    let table = make.scan(sample.table)
    let always = make.call("or", make.call("<", .long(1), .long(2)), make.call("==", table["name"], .string("x")))
    #expect(chain(optimized(FilterNode(input: table, predicate: always))) == ["Scan"])
    let never = make.call("and", make.call(">", .long(1), .long(2)), make.call("==", table["name"], .string("x")))
    #expect(chain(optimized(FilterNode(input: table, predicate: never))) == ["Values"])
    try checkRows(FilterNode(input: table, predicate: never))
  }

  @Test func `what is shared and used once becomes part of the plan`() throws {
    let table = make.scan(sample.table)
    func shared(_ identity: Int) -> SharedNode {
      SharedNode(
        identity: identity, input: table, columns: table.columns.map { make.ids.makeColumn($0.name, $0.type) })
    }
    func query(_ plans: any PlanNode...) -> [any PlanNode] {
      SharedUnwrapping.apply(to: BoundQuery(results: plans.map { BoundQuery.Result(plan: $0) })).results.map(\.plan)
    }
    let once = shared(1)
    let filtered = FilterNode(input: once, predicate: make.call("<", once["id"], .long(5)))
    let unwrapped = query(filtered)[0]
    #expect(chain(optimized(unwrapped)) == ["Project", "Filter", "Scan"])
    #expect(try same(Ways.rows(of: unwrapped), Ways.rows(of: filtered)))
    #expect(query(shared(2), shared(2)).map(chain) == [["Shared", "Scan"], ["Shared", "Scan"]])
    // A second use within a subquery, which runs first.
    let subquery = BoundExpression.subquery(Subquery(form: .scalar, plan: shared(3), type: .long))
    let compared = FilterNode(input: shared(3), predicate: make.call("==", table["id"], subquery))
    #expect(chain(query(compared)[0]) == ["Filter", "Shared", "Scan"])
  }

  @Test func `columns that the body of an mv-apply does not read are not expanded`() throws {
    let table = make.scan(sample.table)
    let element = make.ids.makeColumn("element", .dynamic)
    let body = ProjectNode(
      input: SubplanInputNode(identity: 1, columns: table.columns + [element]),
      items: [
        .init(column: make.ids.makeColumn("n", .long), expression: table["id"]),
        .init(column: make.ids.makeColumn("unused", .string), expression: table["text"]),
      ])
    let apply = MvApplyNode(
      input: table, items: [.init(expression: table["bag"], column: element)], indexColumn: nil, rowLimit: nil,
      expandsBagsToArrays: false, expandedColumns: table.columns + [element], body: body, inputIdentity: 1,
      columns: [table["name"].column, body.columns[0], body.columns[1]])
    let plan = ProjectNode(
      input: apply,
      items: [apply.columns[0], apply.columns[1]].map { .init(column: $0, expression: .column($0)) })
    let pruned = optimized(plan)
    #expect(scan(in: pruned)?.columns.map(\.name) == ["id", "name", "bag"])
    try checkRows(plan)
  }

  @Test func `a plan prints as a tree`() {
    let table = make.scan(sample.table)
    let plan = LimitNode(
      input: FilterNode(input: table, predicate: make.call("==", table["name"], .string("it's"))), count: 2)
    let text = PlanPrinter.print(plan)
    #expect(text.hasPrefix("Limit 2\n"))
    #expect(text.contains("  Filter name#2 == 'it\\'s'\n"))
    #expect(text.contains("    Scan T\n"))
  }
}

/// Tables that know their rows are not read for what they know.
@Suite struct StatisticsAnswerTests {
  private struct KnownTable: TableProvider {
    let table: InMemoryTable
    var schema: Schema { table.schema }
    var statistics: TableStatistics { TableStatistics(rowCount: 162, ranges: [1: 5...7]) }
    func makeScan(_ request: ScanRequest, control: QueryControl) throws(ExecutionError) -> any TableScan {
      try table.makeScan(request, control: control)
    }
  }

  private func optimized(_ make: (PlanMaker, ScanNode) -> any PlanNode) -> any PlanNode {
    let maker = PlanMaker()
    return Optimizer(now: 0).optimize(make(maker, maker.scan(KnownTable(table: SampleTable().table))))
  }

  @Test func `count, min and max of a whole table are values`() {
    let plan = optimized { make, scan in
      AggregateNode(
        input: scan, keys: [],
        aggregates: [
          make.aggregate("count", as: "n"), make.aggregate("min", scan["time"], as: "first", type: .datetime),
          make.aggregate("max", scan["time"], as: "last", type: .datetime),
        ])
    }
    let row = (plan as? ValuesNode)?.batches.first?.columns.map { $0[0] }
    #expect(row == [.long(162), .datetime(5), .datetime(7)])
  }

  @Test func `conditions, keys and unknown columns need the rows`() {
    let plans = [
      optimized { make, scan in
        AggregateNode(
          input: FilterNode(input: scan, predicate: make.call("<", scan["id"], .long(5))), keys: [],
          aggregates: [make.aggregate("count", as: "n")])
      },
      optimized { make, scan in
        AggregateNode(
          input: scan, keys: [make.key(scan["name"], as: "name")], aggregates: [make.aggregate("count", as: "n")])
      },
      optimized { make, scan in
        AggregateNode(input: scan, keys: [], aggregates: [make.aggregate("min", scan["id"], as: "n")])
      },
    ]
    for plan in plans { #expect(plan is AggregateNode) }
  }
}
