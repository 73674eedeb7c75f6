import KQLExecution
import KQLFunctions
import KQLOptimizer
import KQLPlan
import KQLTypes
import PlanTestSupport
import Testing

/// Inner joins whose inputs change places so that the smaller one is held.
@Suite struct SmallerSideTests {
  let make = PlanMaker()
  let few = SampleTable(seed: 3, batchSizes: [20, 5])
  let many = SampleTable(seed: 4, batchSizes: [40, 1, 30])

  private func optimized(_ plan: any PlanNode) -> any PlanNode { Optimizer(now: Ways.now).optimize(plan) }

  /// The name of the table that the plan's join holds.
  private func held(_ plan: any PlanNode) -> String? {
    if let join = plan as? JoinNode {
      var node = join.right
      while let input = node.inputs.first { node = input }
      return (node as? ScanNode)?.tableName
    }
    return plan.inputs.lazy.compactMap(held).first
  }

  private func join(_ l: any PlanNode, _ r: any PlanNode, kind: JoinNode.Kind = .inner) -> JoinNode {
    JoinNode(
      kind: kind, left: l, right: r, keys: [.init(left: l["text"], right: r["text"])], columns: l.columns + r.columns)
  }

  private func check(_ plan: any PlanNode, holds table: String) throws {
    #expect(held(optimized(plan)) == table)
    let rows = try Ways.rows(of: plan)
    #expect(try same(Ways.rows(of: plan) { optimized($0) }, rows))
  }

  private func count(_ input: any PlanNode) -> AggregateNode {
    AggregateNode(input: input, keys: [], aggregates: [make.aggregate("count", as: "n")])
  }

  private func groups(_ input: any PlanNode, by key: BoundExpression) -> AggregateNode {
    AggregateNode(
      input: input, keys: [make.key(key, as: "key")],
      aggregates: [make.aggregate("count", as: "n"), make.aggregate("max", input["id"], as: "last")])
  }

  @Test func `the smaller input is held where nobody sees the order`() throws {
    let (f, m) = (make.scan(few.table, named: "Few"), make.scan(many.table, named: "Many"))
    try check(count(join(f, m)), holds: "Few")
    try check(count(join(m, f)), holds: "Few")
    // Fewer than few are still fewer than many; of many filtered nobody knows.
    try check(count(join(FilterNode(input: f, predicate: make.call("<", f["id"], .long(9))), m)), holds: "Few")
    try check(count(join(f, FilterNode(input: m, predicate: make.call("<", m["id"], .long(9))))), holds: "Many")
    try check(count(DistinctNode(input: join(f, m), columns: [f["name"].column])), holds: "Few")
    try check(count(groups(join(f, m), by: m["name"])), holds: "Few")
  }

  @Test func `groups that are sorted by their keys do not show the order`() throws {
    let (f, m) = (make.scan(few.table, named: "Few"), make.scan(many.table, named: "Many"))
    func sorted(_ node: any PlanNode, by names: String...) -> SortNode {
      SortNode(input: node, keys: names.map { SortKey(expression: node[$0], isDescending: true, nullsFirst: false) })
    }
    try check(sorted(groups(join(f, m), by: m["name"]), by: "n", "key"), holds: "Few")
    // Groups of equal counts stand in the order of their first rows.
    try check(sorted(groups(join(f, m), by: m["name"]), by: "n"), holds: "Many")
    // Equal amounts may be written in several ways, of which the first is shown.
    try check(sorted(groups(join(f, m), by: m["exact"]), by: "key"), holds: "Many")
  }

  @Test func `inputs stay where the order shows`() throws {
    let (f, m) = (make.scan(few.table, named: "Few"), make.scan(many.table, named: "Many"))
    try check(join(f, m), holds: "Many")
    try check(groups(join(f, m), by: m["name"]), holds: "Many")
    try check(count(LimitNode(input: join(f, m), count: 7)), holds: "Many")
    let listed = AggregateNode(
      input: join(f, m), keys: [], aggregates: [make.aggregate("make_list", m["id"], as: "ids", type: .dynamic)])
    try check(listed, holds: "Many")
    // Which row stands for its key depends on the order.
    let again = make.scan(many.table, named: "Again")
    let outer = JoinNode(
      kind: .innerUnique, left: join(f, m), right: again, keys: [.init(left: f["name"], right: again["name"])],
      columns: f.columns + again.columns)
    #expect(held(count(outer)) == "Again")
    try check(count(join(f, m, kind: .leftOuter)), holds: "Many")
  }
}
