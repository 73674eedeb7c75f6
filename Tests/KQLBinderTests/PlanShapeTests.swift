import KQLBinder
import Testing

/// Which nodes operators become, and which conversions calls get.
@Suite struct PlanShapeTests {
  @Test(arguments: [
    BindingCase("T | where a > 1 | project a | take 5", "Limit < Project < Filter < Scan"),
    BindingCase("T | distinct b", "Distinct < Project < Scan"),
    BindingCase("T | top 3 by a", "Top < Scan"),
    BindingCase("T | count", "Aggregate < Scan"),
    BindingCase("T | summarize x = count() * 2 by b", "Project < Aggregate < Scan"),
    BindingCase(
      "T | sort by a | extend x = row_cumsum(iff(prev(a) == a, 1, 0))", "Project < Window < Window < Sort < Scan"),
    BindingCase("T | sort by a | where row_number() == 1", "Project < Filter < Window < Sort < Scan"),
    BindingCase("T | sample-distinct 3 of b", "Limit < Distinct < Project < Scan"),
    BindingCase("T | partition by b (top 1 by a)", "Partition < Scan"),
    BindingCase("T | mv-apply d on (take 1)", "MvApply < Scan"),
  ])
  func `operators become nodes`(_ test: BindingCase) {
    let bound = BoundText(test.query, analysis: false)
    #expect(bound.nodes == test.expected)
    #expect(bound.problems.isEmpty)
  }

  @Test(arguments: [
    BindingCase("T | project x = iff(f, a, r)", "iff(f#5, toreal(a#0), r#3)"),
    BindingCase("T | project x = coalesce(i, 2)", "coalesce(tolong(i#8), 2)"),
    BindingCase("T | project x = url_encode(d)", "url_encode(tostring(d#4))"),
    BindingCase("T | project x = strrep(b, i)", "strrep(b#1, tolong(i#8))"),
    BindingCase("T | project x = isnan(1)", "isnan(real(1.0))"),
    BindingCase("T | project x = d.a['b c'][0]", "d#4['a']['b c'][0]"),
  ])
  func `arguments are converted to what parameters want`(_ test: BindingCase) {
    let plan = BoundText(test.query, analysis: false).plan
    #expect(plan.contains("= \(test.expected)\n"), "\(plan)")
  }

  @Test func `conditions on the left of innerunique act before one row a key is kept`() {
    let join = "T | join U on a"
    #expect(BoundText("\(join) | where i > 1 and f").nodes == "Join < Filter < Scan")
    #expect(BoundText("\(join) | where i > 1 and u > 1").nodes == "Filter < Join < Filter < Scan")
    #expect(BoundText("\(join) | where u > 1").nodes == "Filter < Join < Scan")
    #expect(BoundText("T | join kind=inner U on a | where i > 1").nodes == "Filter < Join < Scan")
  }

  @Test func `constants that a function cannot take are reported at their place`() {
    let regex = BoundText("T | where b matches regex '('", analysis: false)
    #expect(regex.codes == [.invalidArgument])
    #expect(BoundText("T | where b matches regex '('").errors.isEmpty)
    #expect(BoundText("print x = 1 == 'a'", analysis: false).codes == [.invalidArgument])
  }

  @Test func `default order is descending with nulls last`() {
    #expect(BoundText("T | sort by a").plan.contains("a#0 desc nulls last"))
    #expect(BoundText("T | sort by a asc").plan.contains("a#0 asc nulls first"))
    #expect(
      BoundText("T | order by a nulls first, b asc nulls last").plan.contains(
        "a#0 desc nulls first, b#1 asc nulls last"))
  }
}
