import KQLCatalog
import KQLColumnar
import KQLExecution
import KQLPlan
import KQLTypes
import PlanTestSupport
import Testing

@Suite struct JoinTests {
  let left = SampleTable(seed: 3, batchSizes: [40, 1, 30])
  let right = SampleTable(seed: 4, batchSizes: [5, 20])
  let make = PlanMaker()

  static let keySets: [[String]] = [
    ["name"], ["text"], ["number"], ["time"], ["key", "flag"], ["exact"], ["span", "name", "number"], [],
  ]

  @Test(arguments: JoinNode.Kind.allCases, keySets)
  func `rows are paired as a loop over all pairs would`(kind: JoinNode.Kind, names: [String]) throws {
    let (l, r) = (make.scan(left.table, named: "L"), make.scan(right.table, named: "R"))
    let leftColumns = [l["id"].column, l["name"].column]
    let rightColumns = [r["id"].column, r["text"].column]
    let columns =
      switch kind {
      case .leftSemi, .leftAnti: leftColumns
      case .rightSemi, .rightAnti: rightColumns
      default: leftColumns + rightColumns
      }
    let plan = JoinNode(
      kind: kind, left: l, right: r, keys: names.map { .init(left: l[$0], right: r[$0]) }, columns: columns)
    #expect(try same(Ways.rows(of: plan), expected(kind, names)))
  }

  /// The pairs in the order that the operator promises.
  private func expected(_ kind: JoinNode.Kind, _ names: [String]) -> Rows {
    let positions = names.map { SampleTable.schema.index(of: $0)! }
    func matches(_ l: [ScalarValue], _ r: [ScalarValue]) -> Bool {
      positions.allSatisfy { ScalarValue.compare(l[$0], r[$0]) == 0 }
    }
    func leftPart(_ row: [ScalarValue]) -> [ScalarValue] { [row[0], row[2]] }
    func rightPart(_ row: [ScalarValue]) -> [ScalarValue] { [row[0], row[3]] }
    let noLeft: [ScalarValue] = [.null(.long), .string("")]
    let noRight: [ScalarValue] = [.null(.long), .string("")]
    let (ls, rs) = (left.rows, right.rows)
    let inner = ls.flatMap { l in rs.filter { matches(l, $0) }.map { leftPart(l) + rightPart($0) } }
    let leftOuter = ls.flatMap { l -> Rows in
      let found = rs.filter { matches(l, $0) }
      return found.isEmpty ? [leftPart(l) + noRight] : found.map { leftPart(l) + rightPart($0) }
    }
    let rightUnmatched = rs.filter { r in !ls.contains { matches($0, r) } }.map { noLeft + rightPart($0) }
    switch kind {
    case .inner: return inner
    case .innerUnique:
      return rs.compactMap { r in ls.first { matches($0, r) }.map { leftPart($0) + rightPart(r) } }
    case .leftOuter: return leftOuter
    case .rightOuter:
      return rs.flatMap { r -> Rows in
        let found = ls.filter { matches($0, r) }
        return found.isEmpty ? [noLeft + rightPart(r)] : found.map { leftPart($0) + rightPart(r) }
      }
    case .fullOuter: return leftOuter + rightUnmatched
    case .leftSemi: return ls.filter { l in rs.contains { matches(l, $0) } }.map(leftPart)
    case .leftAnti: return ls.filter { l in !rs.contains { matches(l, $0) } }.map(leftPart)
    case .rightSemi: return rs.filter { r in ls.contains { matches($0, r) } }.map(rightPart)
    case .rightAnti: return rs.filter { r in !ls.contains { matches($0, r) } }.map(rightPart)
    }
  }

  @Test func `groups of a join's rows do not depend on threads`() throws {
    let (l, r) = (make.scan(left.table, named: "L"), make.scan(right.table, named: "R"))
    let join = JoinNode(
      kind: .inner, left: l, right: r, keys: [.init(left: l["name"], right: r["name"])], columns: l.columns + r.columns)
    let plan = AggregateNode(
      input: join, keys: [make.key(r["text"], as: "text")],
      aggregates: [make.aggregate("count", as: "n"), make.aggregate("make_list", l["id"], as: "ids", type: .dynamic)])
    #expect(try !Ways.rows(of: plan).isEmpty)
  }

  /// Rows enough that threads share them and that keys are divided into several tables, each key once or twice.
  @Test(arguments: [1, 2], [1, 3])
  func `large tables are joined on strings`(rowsPerKey: Int, threadCount: Int) throws {
    let keyCount = 20_000 / rowsPerKey
    let l = make.scan(Self.table((0..<30_000).map { "key \($0)" }), named: "L")
    let r = make.scan(Self.table((0..<20_000).map { "key \($0 % keyCount * 3)" }), named: "R")
    let executor = QueryExecutor(options: ExecutionOptions(threadCount: threadCount), now: 0)
    func pairs(_ kind: JoinNode.Kind) throws -> [[ScalarValue]] {
      let join = JoinNode(
        kind: kind, left: l, right: r, keys: [.init(left: l["key"], right: r["key"])],
        columns: [l["id"].column, r["id"].column])
      var rows: Rows = []
      try executor.execute(join) { rows += $0.rows }
      return rows
    }
    let matched = stride(from: 0, to: min(30_000, keyCount * 3), by: 3).flatMap { left in
      stride(from: left / 3, to: 20_000, by: keyCount).map { [ScalarValue.long(Int64(left)), .long(Int64($0))] }
    }
    #expect(try pairs(.inner) == matched)
    let byRight = matched.sorted { left, right in ScalarValue.compare(left[1], right[1]) < 0 }
    #expect(try pairs(.innerUnique) == byRight)

    func count(_ kind: JoinNode.Kind) throws -> Int {
      let join = JoinNode(kind: kind, left: l, right: r, keys: [.init(left: l["key"], right: r["key"])], columns: [])
      var count = 0
      try executor.execute(join) { count += $0.rowCount }
      return count
    }
    #expect(try count(.inner) == matched.count)
    #expect(try count(.innerUnique) == matched.count)
    let unmatchedCount = 30_000 - Set(matched.map { $0[0] }).count
    #expect(try count(.leftOuter) == matched.count + unmatchedCount)
    #expect(try count(.leftAnti) == unmatchedCount)
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
