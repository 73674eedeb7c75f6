import Glibc
import KQLCatalog
import KQLColumnar
import KQLExecution
import KQLPlan
import KQLTypes
import PlanTestSupport
import Testing

/// Operators that hold much more than their memory limit, and what becomes of their temporary files.
@Suite struct SpillingTests {
  let make = PlanMaker()

  /// Rows of more than 1000 bytes: ten times what the limit allows to hold.
  private static let rowCount: Int64 = 8_000
  private static let limit = 800_000

  private var numbers: (node: RangeNode, value: BoundExpression) {
    let column = make.ids.makeColumn("x", .long)
    let node = RangeNode(column: column, from: .long(0), to: .long(Self.rowCount - 1), step: .long(1))
    return (node, .column(column))
  }

  /// The numbers in another order, each once, and a text for each.
  private func shuffled(_ multiplier: Int64 = 7919) -> ProjectNode {
    let (node, x) = numbers
    let mixed = make.call("%", make.call("*", x, .long(multiplier), type: .long), .long(Self.rowCount), type: .long)
    let text = make.call(
      "strcat", .string(String(repeating: "a text of some length, ", count: 46)),
      make.call("tostring", mixed, type: .string), type: .string)
    return ProjectNode(
      input: node,
      items: [
        .init(column: make.ids.makeColumn("key", .long), expression: mixed),
        .init(column: make.ids.makeColumn("text", .string), expression: text),
        .init(column: make.ids.makeColumn("place", .long), expression: x),
      ])
  }

  private func run(_ plan: any PlanNode, limit: Int, threads: Int = 2, in directory: String? = nil) throws -> Rows {
    let options = ExecutionOptions(threadCount: threads, batchRowCount: 32, temporaryDirectory: directory)
    let executor = QueryExecutor(options: options, control: QueryControl(memoryLimit: limit), now: 0)
    var rows: Rows = []
    try executor.execute(plan) { rows += $0.rows }
    return rows
  }

  /// Runs a plan within the limit and without one.
  private func check(_ plan: any PlanNode) throws {
    let expected = try run(plan, limit: .max)
    #expect((try run(plan, limit: Self.limit) == expected) as Bool)
  }

  @Test func `a sort of ten times the limit finishes`() throws {
    let source = shuffled()
    for (name, isDescending) in [("key", false), ("text", true)] {
      let keys = [SortKey(expression: source[name], isDescending: isDescending, nullsFirst: true)]
      try check(SortNode(input: source, keys: keys))
    }
  }

  /// Two rows a group, far apart.
  private func groups(_ aggregates: (ProjectNode) -> [BoundAggregate]) -> AggregateNode {
    let source = shuffled()
    let twice = UnionNode(
      inputs: [source, source], columns: source.columns, sources: Array(repeating: source.columns.map(\.id), count: 2))
    return AggregateNode(input: twice, keys: [make.key(source["text"], as: "text")], aggregates: aggregates(source))
  }

  @Test func `groups of ten times the limit are aggregated`() throws {
    try check(groups { [make.aggregate("count", as: "n"), make.aggregate("max", $0["place"], as: "last")] })
  }

  @Test func `lists of groups are in the order of the rows`() throws {
    let plan = groups {
      [
        make.aggregate("dcount", $0["place"], as: "places"),
        make.aggregate("make_list", $0["place"], as: "list", type: .dynamic),
      ]
    }
    #expect((try run(plan, limit: 4 * Self.limit) == run(plan, limit: .max)) as Bool)
  }

  @Test func `distinct rows of ten times the limit are found, with and without an order`() throws {
    let source = shuffled()
    try check(DistinctNode(input: source, columns: [source["text"].column]))
    let order = [SortKey(expression: source["key"], isDescending: true, nullsFirst: false)]
    try check(DistinctNode(input: source, columns: [source["text"].column], order: order))
  }

  @Test(arguments: [JoinNode.Kind.innerUnique, .leftOuter, .fullOuter, .rightAnti])
  func `inputs of ten times the limit are joined`(kind: JoinNode.Kind) throws {
    let (left, right) = (shuffled(), shuffled(3))
    let some = FilterNode(
      input: right,
      predicate: make.call("!=", make.call("%", right["place"], .long(3), type: .long), .long(0)))
    let leftColumns = [left["place"].column, left["text"].column]
    let rightColumns = [right["place"].column, right["text"].column]
    let columns =
      switch kind {
      case .leftSemi, .leftAnti: leftColumns
      case .rightSemi, .rightAnti: rightColumns
      default: leftColumns + rightColumns
      }
    try check(
      JoinNode(
        kind: kind, left: left, right: some, keys: [.init(left: left["text"], right: right["text"])], columns: columns))
  }

  @Test func `what cannot be split ends with Kusto's name of the limit`() throws {
    let source = shuffled()
    let lists = AggregateNode(
      input: source, keys: [], aggregates: [make.aggregate("make_list", source["text"], as: "all", type: .dynamic)])
    let error = #expect(throws: ExecutionError.self) { try run(lists, limit: Self.limit) }
    #expect(error?.kind == .limitExceeded(limitName: "E_RUNAWAY_QUERY"))
  }

  @Test func `a folder that takes no file is named`() throws {
    let source = shuffled()
    let sort = SortNode(
      input: source, keys: [SortKey(expression: source["key"], isDescending: false, nullsFirst: true)])
    let error = #expect(throws: ExecutionError.self) { try run(sort, limit: Self.limit, in: "/proc/nowhere") }
    #expect(error?.message.contains("'/proc/nowhere' could not be made: No such file or directory") == true)
    #expect(error?.kind == .limitExceeded(limitName: "E_RUNAWAY_QUERY"))
  }

  @Test func `temporary files have no names`() throws {
    var template = Array("/tmp/spilling-test-XXXXXX".utf8CString)
    let folder = try #require(mkdtemp(&template).map { String(cString: $0) })
    defer { rmdir(folder) }
    let source = shuffled()
    let sort = SortNode(
      input: source, keys: [SortKey(expression: source["key"], isDescending: false, nullsFirst: true)])
    let options = ExecutionOptions(threadCount: 2, batchRowCount: 32, temporaryDirectory: folder)
    let executor = QueryExecutor(options: options, control: QueryControl(memoryLimit: Self.limit), now: 0)
    var isSeen = false
    try executor.execute(sort) { _ in
      guard !isSeen else { return }
      isSeen = true
      #expect(Self.names(in: folder) == [".", ".."])
      #expect(Self.openFiles().contains { $0.hasPrefix(folder + "/") && $0.hasSuffix(" (deleted)") })
    }
    #expect(isSeen)
  }

  private static func names(in folder: String) -> [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      names.append(
        withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        })
    }
    return names.sorted()
  }

  /// What this process has open.
  private static func openFiles() -> [String] {
    names(in: "/proc/self/fd").compactMap { name in
      var target = [CChar](repeating: 0, count: 4096)
      let count = readlink("/proc/self/fd/\(name)", &target, target.count - 1)
      return count > 0 ? String(cString: target) : nil
    }
  }
}
