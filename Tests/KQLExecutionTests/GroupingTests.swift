import KQLColumnar
import KQLExecution
import KQLPlan
import KQLTypes
import PlanTestSupport
import Testing

@Suite struct GroupingTests {
  let sample = SampleTable()
  let make = PlanMaker()

  static let keySets: [[String]] = [
    ["name"], ["flag"], ["number"], ["time"], ["amount"], ["exact"], ["key"], ["span"], ["bag"], ["text", "name"],
    ["name", "flag", "number"], ["time", "span", "key", "bag", "exact"], ["id"],
    SampleTable.schema.names,
  ]

  @Test(arguments: keySets)
  func `distinct keeps the first row of each combination`(names: [String]) throws {
    let scan = make.scan(sample.table)
    let plan = DistinctNode(input: scan, columns: names.map { scan[$0].column })
    #expect(try same(Ways.rows(of: plan), distinct(names, sample.rows)))
  }

  @Test(arguments: keySets, [true, false])
  func `distinct with an order gives what sorting first gives`(names: [String], isDescending: Bool) throws {
    let scan = make.scan(sample.table)
    for by in [["time"], ["amount"], ["span", "number"], ["name", "time"], ["key"]] {
      let order = by.map { SortKey(expression: scan[$0], isDescending: isDescending, nullsFirst: !isDescending) }
      let columns = names.map { scan[$0].column }
      let sorted = DistinctNode(input: SortNode(input: scan, keys: order), columns: columns)
      let direct = DistinctNode(input: scan, columns: columns, order: order)
      #expect(try same(Ways.rows(of: direct), Ways.rows(of: sorted)))
    }
  }

  @Test(arguments: keySets)
  func `aggregates see the rows of their group`(names: [String]) throws {
    let scan = make.scan(sample.table)
    let plan = AggregateNode(
      input: scan, keys: names.map { make.key(scan[$0], as: $0) },
      aggregates: [
        make.aggregate("count", as: "count_"),
        make.aggregate("sum", scan["id"], as: "sum_"),
        make.aggregate("make_list", scan["id"], as: "list_", type: .dynamic),
      ])
    let positions = names.map { SampleTable.schema.index(of: $0)! }
    var groups: [String: [[ScalarValue]]] = [:]
    for row in sample.rows { groups[canonical(positions.map { row[$0] }), default: []].append(row) }
    let expected = distinct(names, sample.rows).map { key -> [ScalarValue] in
      let rows = groups[canonical(key)]!
      let ids = rows.map { $0[0].int64! }
      return key + [
        .long(Int64(rows.count)), .long(ids.reduce(0, +)), .dynamic(.array(ids.map { .long($0) })),
      ]
    }
    #expect(try same(Ways.rows(of: plan), expected))
  }

  @Test(arguments: [3, 500, 5000])
  func `keys that come again in the same batch find their group`(keyCount: Int64) throws {
    let column = make.ids.makeColumn("x", .long)
    let many = RangeNode(column: column, from: .long(0), to: .long(19_999), step: .long(1))
    let scattered = make.call("*", .column(column), .long(7_919), type: .long)
    let key = make.call("%", scattered, .long(keyCount), type: .long)
    let plan = AggregateNode(
      input: many, keys: [make.key(key, as: "key")], aggregates: [make.aggregate("count", as: "count_")])
    var order: [Int64] = []
    var counts: [Int64: Int64] = [:]
    for x in 0..<Int64(20_000) {
      let key = x * 7_919 % keyCount
      if counts[key] == nil { order.append(key) }
      counts[key, default: 0] += 1
    }
    let executor = QueryExecutor(options: ExecutionOptions(threadCount: 2, batchRowCount: 8192), now: 0)
    let rows = try executor.collect(plan).rows
    #expect(rows == order.map { [.long($0), .long(counts[$0]!)] })
  }

  @Test func `without keys there is one group, also over nothing`() throws {
    let scan = make.scan(sample.table)
    let nothing = FilterNode(input: scan, predicate: .constant(.bool(false)))
    let plan = AggregateNode(
      input: nothing, keys: [],
      aggregates: [make.aggregate("count", as: "n"), make.aggregate("max", scan["id"], as: "m")])
    #expect(try Ways.rows(of: plan) == [[.long(0), .null(.long)]])
    let counts = AggregateNode(input: scan, keys: [], aggregates: [make.aggregate("count", as: "n")])
    #expect(try Ways.rows(of: counts) == [[.long(Int64(sample.rows.count))]])
  }

  private func distinct(_ names: [String], _ rows: Rows) -> Rows {
    let positions = names.map { SampleTable.schema.index(of: $0)! }
    var seen: Set<String> = []
    var result: Rows = []
    for row in rows {
      let key = positions.map { row[$0] }
      if seen.insert(canonical(key)).inserted { result.append(key.map(normalized)) }
    }
    return result
  }

  private func canonical(_ key: [ScalarValue]) -> String { "\(key.map(normalized))" }

  private func normalized(_ value: ScalarValue) -> ScalarValue {
    if case .decimal(let decimal) = value { return .decimal(decimal.normalized) }
    return value
  }
}
