import KQLBinder
import KQLDiagnostics
import KQLSyntax
import Testing

/// No query hangs or crashes the binder.
@Suite struct LimitTests {
  @Test func `expressions that double with each variable are refused`() {
    var query = "let x0 = rand();"
    for index in 1...60 { query += "let x\(index) = x\(index - 1) + x\(index - 1);" }
    #expect(BoundText(query + "print x60").codes == [.recursionTooDeep])
  }

  @Test func `functions that double with each call are refused`() {
    var query = "let f0 = (x:long) { x + 1 };"
    for index in 1...60 { query += "let f\(index) = (x:long) { f\(index - 1)(x) + f\(index - 1)(x) };" }
    #expect(BoundText(query + "print f60(1)").codes.contains(.recursionTooDeep))
  }

  @Test func `tables that double with each variable are refused`() {
    var query = "let t0 = T;"
    for index in 1...60 { query += "let t\(index) = union t\(index - 1), t\(index - 1);" }
    #expect(BoundText(query + "t60").codes.contains(.recursionTooDeep))
  }

  @Test func `long chains of variables do not nest without end`() {
    var query = "let t0 = T;"
    for index in 1...3_000 { query += "let t\(index) = t\(index - 1) | where a > 1;" }
    #expect(BoundText(query + "t3000").codes.contains(.recursionTooDeep))
    query = "let x0 = 1;"
    for index in 1...3_000 { query += "let x\(index) = x\(index - 1) + 1;" }
    #expect(BoundText(query + "print x3000").codes.contains(.recursionTooDeep))
  }

  @Test func `long conditions stay shallow`() {
    let terms = (0..<900).map { "a == \($0)" }
    #expect(BoundText("T | where " + terms.joined(separator: " or ")).errors.isEmpty)
    #expect(BoundText("T | where a in (" + (0..<20_000).map(String.init).joined(separator: ",") + ")").errors.isEmpty)
  }

  @Test func `many columns without a name are numbered in time`() {
    let items = [String](repeating: "1 + 1", count: 10_000)
    #expect(BoundText("T | project " + items.joined(separator: ", ")).columns.hasSuffix("Column10000:long"))
    let copies = (0..<10_000).map { "x\($0) = a" }
    #expect(BoundText("T | project " + copies.joined(separator: ", ")).columns.hasSuffix("x9999:long"))
  }

  @Test func `many mistakes end in a short list`() {
    let names = (0..<5_000).map { "nope\($0)" }
    #expect(BoundText("T | project " + names.joined(separator: ", ")).codes.count == 100)
  }

  /// Drops or doubles one token at a time of queries that use every operator.
  @Test func `damaged queries are bound without a trap`() {
    let queries = [
      "let f = (X:(a:long), n:long = 2) { X | where a > n }; T | invoke f(3) | join kind=inner (U | as Q) on $left.a == $right.a, b",
      "T | make-series n = count() default = 0, avg(a) on t from ago(1d) to now() step 1h by b, bin(a, 2)",
      "T | scan declare (c:long = 0) with (step s1: a > 1 => c = s1.c + 1; step s2 output=none: s1.a == a;)",
      "T | mv-apply with_itemindex=k e = d to typeof(long) on (top 2 by e | summarize x = make_list(e), y = max(k))",
      "T | make-graph a --> i with_node_id=n | graph-match (x)-[e*1..3]->(y) where all(e, f) and x.n > 1 project x.n, m = map(e, b)",
      "find in (T, U*) where b has 'x' and a in (1, 2) project a, b:string, pack_all()",
      "T | top-nested 2 of b with others = 'o' by sum(a) desc, top-nested of bin(a, 1) by x = count()",
      "T | evaluate pivot(b, sum(a), f) : (f:bool, x:long) | render timechart with (title = 'x')",
      "T | parse kind=regex flags=U b with 'x' y:long 'z' * | project-rename q = y | project-reorder b, a* desc",
      "union withsource=s kind=outer isfuzzy=true T, (U | where u between (1 .. 2)), V* | facet by s with (take 1)",
    ]
    for query in queries {
      let pieces = SyntaxTree(parsing: query).source.text.split(separator: " ", omittingEmptySubsequences: false)
      for index in pieces.indices {
        var fewer = pieces
        fewer.remove(at: index)
        _ = BoundText(fewer.joined(separator: " "), analysis: false)
        var more = pieces
        more.insert(pieces[(index * 7) % pieces.count], at: index)
        _ = BoundText(more.joined(separator: " "), analysis: false)
      }
      for end in query.indices { _ = BoundText(String(query[..<end])) }
    }
  }
}
