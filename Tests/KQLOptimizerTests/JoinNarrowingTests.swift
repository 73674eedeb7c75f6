import KQLCatalog
import KQLColumnar
import KQLExecution
import KQLFunctions
import KQLOptimizer
import KQLPlan
import KQLTypes
import PlanTestSupport
import Testing

/// Scans that are told which keys a join holds.
@Suite struct JoinNarrowingTests {
  let left = EagerTable(SampleTable(seed: 3, batchSizes: [40, 1, 30]).table)
  let right = EagerTable(SampleTable(seed: 4, batchSizes: [5, 20]).table)
  let make = PlanMaker()

  private func optimized(_ plan: any PlanNode) -> any PlanNode { Optimizer(now: Ways.now).optimize(plan) }

  private func join(
    _ kind: JoinNode.Kind, _ l: any PlanNode, _ r: any PlanNode, on keys: [(BoundExpression, BoundExpression)]
  ) -> JoinNode {
    let columns =
      switch kind {
      case .leftSemi, .leftAnti: l.columns
      case .rightSemi, .rightAnti: r.columns
      default: l.columns + r.columns
      }
    return JoinNode(
      kind: kind, left: l, right: r, keys: keys.map { JoinNode.Key(left: $0.0, right: $0.1) }, columns: columns)
  }

  /// Fails when a plan gives other rows once it is optimised.
  private func checkRows(_ plan: any PlanNode) throws {
    #expect(try same(Ways.rows(of: plan) { optimized($0) }, run(plan)))
  }

  private func narrowingKeys(_ plan: any PlanNode) -> [Int] { (optimized(plan) as? JoinNode)?.narrowingKeys ?? [] }

  static let keySets: [[String]] = [
    ["name"], ["number"], ["time"], ["key", "flag"], ["span", "name", "number"], ["bag"], [],
  ]

  @Test(arguments: JoinNode.Kind.allCases, keySets)
  func `a join gives the same rows when its scan knows the keys`(kind: JoinNode.Kind, names: [String]) throws {
    let (l, r) = (make.scan(left, named: "L"), make.scan(right, named: "R"))
    let all = join(kind, l, r, on: names.map { (l[$0], r[$0]) })
    try checkRows(all)
    // Few rows are held, of which one key at most is null.
    let few = FilterNode(input: r, predicate: make.call("<", r["id"], .long(4)))
    try checkRows(join(kind, l, few, on: names.map { (l[$0], r[$0]) }))
    let fewLeft = FilterNode(input: l, predicate: make.call("<", l["id"], .long(4)))
    try checkRows(join(kind, fewLeft, r, on: names.map { (l[$0], r[$0]) }))
  }

  @Test(arguments: JoinNode.Kind.allCases)
  func `a join that holds nothing gives the same rows`(kind: JoinNode.Kind) throws {
    let (l, r) = (make.scan(left, named: "L"), make.scan(right, named: "R"))
    let noRight = FilterNode(input: r, predicate: make.call("<", r["id"], .long(-4)))
    let noLeft = FilterNode(input: l, predicate: make.call("<", l["id"], .long(-4)))
    for name in ["text", "time"] {
      try checkRows(join(kind, l, noRight, on: [(l[name], r[name])]))
      try checkRows(join(kind, noLeft, r, on: [(l[name], r[name])]))
    }
  }

  @Test func `kinds that drop rows without a match tell the scan, others do not`() {
    let (l, r) = (make.scan(left, named: "L"), make.scan(right, named: "R"))
    for kind in JoinNode.Kind.allCases {
      let drops = [.inner, .innerUnique, .leftSemi, .rightSemi].contains(kind)
      #expect(narrowingKeys(join(kind, l, r, on: [(l["name"], r["name"])])) == (drops ? [0] : []), "\(kind)")
    }
    let types = join(.inner, l, r, on: ["key", "span", "flag", "number", "bag"].map { (l[$0], r[$0]) })
    #expect(narrowingKeys(types) == [1, 3])
  }

  @Test func `few keys become a list, numbers also bounds`() throws {
    let (l, r) = (make.scan(left, named: "L"), make.scan(right, named: "R"))
    let held = FilterNode(
      input: r, predicate: make.call("in", r["number"], .constant(.int(1)), .constant(.int(7))))
    try checkRows(join(.inner, l, held, on: [(l["number"], r["number"])]))
    func lastFilter() -> KeyFilter? { left.requests.last { !$0.keyFilters.isEmpty }?.keyFilters[0] }
    #expect(
      lastFilter()?.filters == [
        ScanFilter(column: 5, condition: .oneOf([.int(1), .int(7)])),
        ScanFilter(column: 5, condition: .compare(.greaterOrEqual, .int(1))),
        ScanFilter(column: 5, condition: .compare(.lessOrEqual, .int(7))),
      ])
    try checkRows(join(.leftSemi, l, r, on: [(l["name"], r["name"])]))
    guard case .oneOf(let names)? = lastFilter()?.conditions.first else {
      Issue.record("the scan was not told of the names")
      return
    }
    #expect(names.contains(.string("")))
  }

  @Test func `a null key keeps rows without a key`() throws {
    let (l, r) = (make.scan(left, named: "L"), make.scan(right, named: "R"))
    let nulls = FilterNode(input: r, predicate: make.call("isnull", r["time"]))
    let plan = join(.inner, l, nulls, on: [(l["time"], r["time"])])
    #expect(try !Ways.rows(of: plan).isEmpty)
    try checkRows(plan)
    #expect(left.requests.flatMap(\.keyFilters).isEmpty)
  }

  @Test func `the scan is reached through filters, columns that stay, and unions`() throws {
    let (l, r) = (make.scan(left, named: "L"), make.scan(right, named: "R"))
    let (word, other) = (make.ids.makeColumn("word", .string), make.ids.makeColumn("other", .string))
    let renamed = ProjectNode(
      input: FilterNode(input: l, predicate: make.call("<", l["id"], .long(60))),
      items: [
        .init(column: word, expression: l["name"]),
        .init(column: other, expression: make.call("toupper", l["name"], type: .string)),
      ])
    let held = FilterNode(input: r, predicate: make.call("==", r["name"], .string("push")))
    let byName = join(.inner, renamed, held, on: [(.column(word), r["name"])])
    #expect(narrowingKeys(byName) == [0])
    try checkRows(byName)
    #expect(left.requests.contains { $0.keyFilters.contains { $0.conditions == [.oneOf([.string("push")])] } })
    let byComputed = join(.inner, renamed, held, on: [(.column(other), r["name"])])
    #expect(narrowingKeys(byComputed) == [])
    try checkRows(byComputed)

    let again = make.scan(left, named: "L2")
    let both = UnionNode(
      inputs: [l, again, make.scan(right, named: "R2")], columns: [word],
      sources: [[l["name"].column.id], [again["text"].column.id], [nil]])
    let byUnion = join(.inner, both, held, on: [(.column(word), r["name"])])
    #expect(narrowingKeys(byUnion) == [0])
    try checkRows(byUnion)
  }

  @Test func `nothing that counts rows or looks at others is passed`() throws {
    let (l, r) = (make.scan(left, named: "L"), make.scan(right, named: "R"))
    let held = FilterNode(input: r, predicate: make.call("==", r["name"], .string("push")))
    let order = [SortKey(expression: l["id"], isDescending: true, nullsFirst: false)]
    let named = AggregateNode(
      input: l, keys: [], aggregates: [make.aggregate("take_any", l["name"], as: "name", type: .string)])
    let inputs: [any PlanNode] = [
      LimitNode(input: l, count: 7), SortNode(input: l, keys: order, limit: 7), named,
      LimitNode(input: FilterNode(input: l, predicate: make.call("<", l["id"], .long(60))), count: 9),
    ]
    for input in inputs {
      let plan = join(.inner, input, held, on: [(input["name"], r["name"])])
      #expect(narrowingKeys(plan) == [])
      try checkRows(plan)
    }
  }

  /// More keys than a list has, each once or several times; some of them only in one table.
  @Test(arguments: [1, 3])
  func `many keys are looked up by the scan`(rowsPerKey: Int) throws {
    let keyCount = 20_000 / rowsPerKey
    let probed = EagerTable(Self.table((0..<30_000).map { $0 % 100 == 0 ? "" : "key \($0)" }))
    let held = Self.table((0..<20_000).map { $0 % 100 == 0 ? "" : "key \($0 % keyCount * 3)" })
    let (l, r) = (make.scan(probed, named: "L"), make.scan(held, named: "R"))
    let few = FilterNode(input: l, predicate: make.call("!=", l["key"], .string("")))
    for plan in [join(.leftSemi, l, r, on: [(l["key"], r["key"])]), join(.inner, few, r, on: [(l["key"], r["key"])])] {
      #expect(try !run(plan).isEmpty)
      #expect(try run(optimized(plan)) == run(plan))
      let filter = try #require(probed.requests.last { !$0.keyFilters.isEmpty }?.keyFilters[0])
      #expect(filter.conditions == [])
      let passing = (0..<30_000).filter { row in
        var text = "key \(row)"
        return text.withUTF8 { filter.keys?.mayHold($0) } ?? true
      }
      // A tenth of the others at most.
      #expect(passing.count < keyCount + 3_000)
    }
    let byNumber = join(.leftSemi, l, r, on: [(l["id"], r["id"])])
    #expect(try run(byNumber) == run(optimized(byNumber)))
    #expect(
      probed.requests.last?.allFilters == [
        ScanFilter(column: 1, condition: .compare(.greaterOrEqual, .long(0))),
        ScanFilter(column: 1, condition: .compare(.lessOrEqual, .long(19_999))),
      ])
  }

  private func run(_ plan: any PlanNode) throws -> Rows {
    let executor = QueryExecutor(options: ExecutionOptions(threadCount: 2), now: Ways.now)
    var rows: Rows = []
    try executor.execute(plan) { rows += $0.rows }
    return rows
  }

  private static func table(_ keys: [String]) -> InMemoryTable {
    let batches = stride(from: 0, to: keys.count, by: 3_000).map { first in
      let rows = first..<min(first + 3_000, keys.count)
      return RecordBatch(
        columns: [.string(Array(keys[rows])), .int64(rows.map(Int64.init), as: .long)], rowCount: rows.count)
    }
    return InMemoryTable(schema: Schema([Field("key", .string), Field("id", .long)]), batches: batches)
  }
}
