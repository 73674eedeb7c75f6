import KQLColumnar
import KQLExecution
import KQLPlan
import KQLTypes
import PlanTestSupport
import Testing

@Suite struct SortTests {
  let sample = SampleTable()
  let make = PlanMaker()

  @Test(arguments: SampleTable.schema.names, [(true, true), (true, false), (false, true), (false, false)])
  func `rows come in the order of one key`(name: String, order: (isDescending: Bool, nullsFirst: Bool)) throws {
    try check([(name, order.isDescending, order.nullsFirst)])
  }

  @Test(arguments: [
    ["name", "time"], ["flag", "number", "amount"], ["span", "key"], ["exact", "bag", "text"],
    ["key", "span", "time", "text"],
  ])
  func `rows come in the order of several keys`(names: [String]) throws {
    try check(names.enumerated().map { ($1, $0 % 2 == 0, $0 % 3 == 0) })
  }

  @Test(arguments: [0, 1, 3, 50, 1000])
  func `the first rows of an order are those of the whole order`(count: Int) throws {
    let scan = make.scan(sample.table)
    for name in SampleTable.schema.names {
      let keys = [SortKey(expression: scan[name], isDescending: true, nullsFirst: false)]
      let top = SortNode(input: scan, keys: keys, limit: count)
      let all = LimitNode(input: SortNode(input: scan, keys: keys), count: count)
      #expect(try same(Ways.rows(of: top), Ways.rows(of: all)))
    }
  }

  @Test func `candidates are pruned without losing rows`() throws {
    let column = make.ids.makeColumn("x", .long)
    let many = RangeNode(column: column, from: .long(0), to: .long(50_000), step: .long(1))
    let mixed = make.call("%", make.call("*", .column(column), .long(7919), type: .long), .long(10_007), type: .long)
    let keys = [SortKey(expression: mixed, isDescending: false, nullsFirst: false)]
    let executor = QueryExecutor(options: ExecutionOptions(threadCount: 3, batchRowCount: 512), now: 0)
    let top = try executor.collect(SortNode(input: many, keys: keys, limit: 10)).rows
    let all = try executor.collect(SortNode(input: many, keys: keys)).rows
    #expect(top == Array(all.prefix(10)))
  }

  /// The first key has ties at the border, and with both directions nearly ordered and reversed input.
  @Test(arguments: [1, 10, 700, 1024, 1500], [true, false])
  func `rows selected from each batch are the first ones also among equal keys`(count: Int, isDescending: Bool) throws {
    let column = make.ids.makeColumn("x", .int)
    let many = RangeNode(
      column: column, from: .constant(.int(0)), to: .constant(.int(20_000)), step: .constant(.int(1)))
    // A key of one word and one of two.
    let coarse = make.call("toint", make.call("%", .column(column), .constant(.int(997)), type: .long), type: .int)
    let fine = make.call("%", .column(column), .constant(.int(7)), type: .long)
    for threadCount in [1, 3] {
      for expressions in [[coarse], [fine], [fine, coarse], [.column(column)]] {
        let keys = expressions.map { SortKey(expression: $0, isDescending: isDescending, nullsFirst: false) }
        let executor = QueryExecutor(
          options: ExecutionOptions(threadCount: threadCount, batchRowCount: 4096), now: 0)
        let top = try executor.collect(SortNode(input: many, keys: keys, limit: count)).rows
        let all = try executor.collect(SortNode(input: many, keys: keys)).rows
        #expect(top == Array(all.prefix(count)))
      }
    }
  }

  private func check(_ order: [(name: String, isDescending: Bool, nullsFirst: Bool)]) throws {
    let scan = make.scan(sample.table)
    let plan = SortNode(
      input: scan,
      keys: order.map { SortKey(expression: scan[$0.name], isDescending: $0.isDescending, nullsFirst: $0.nullsFirst) })
    let expected = sample.rows.sorted { left, right in
      for (name, isDescending, nullsFirst) in order {
        let index = SampleTable.schema.index(of: name)!
        let (l, r) = (left[index], right[index])
        if l.isNull != r.isNull { return l.isNull == nullsFirst }
        // NaN stands beside the nulls.
        let (lIsNaN, rIsNaN) = (l.number?.isNaN == true, r.number?.isNaN == true)
        if lIsNaN != rIsNaN { return lIsNaN == nullsFirst }
        let comparison = ScalarValue.compare(l, r)
        if comparison != 0 { return isDescending ? comparison > 0 : comparison < 0 }
      }
      return left[0].int64! < right[0].int64!
    }
    #expect(try same(Ways.rows(of: plan), expected))
  }
}
