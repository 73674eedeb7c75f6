import Testing

/// Names and types of columns that the query does not name itself.
@Suite struct ColumnNameTests {
  private static let all = "a:long b:string t:datetime r:real d:dynamic f:bool g:guid s:timespan i:int m:decimal"

  @Test(arguments: [
    BindingCase("T | project a + 1, b", "Column1:long b:string"),
    BindingCase("T | project x = a, a", "x:long a:long"),
    BindingCase("T | project tolower(b), toupper(b)", "Column1:string Column2:string"),
    BindingCase(
      "T | project d.x, d.y[0], d['z w'], tostring(d.x.y)", "d_x:dynamic d_y_0:dynamic d_z w:dynamic d_x_y:string"),
    BindingCase(
      "T | project bin(t, 1d), round(r, 2), strlen(b), gettype(a)", "t:datetime r:real strlen_b:long type_a:string"),
    BindingCase("T | project tostring(b), toint(a)", "b:string a:int"),
    BindingCase("T | project iff(f, a, i), case(f, 'x', 'y')", "Column1:long Column2:string"),
    BindingCase("T | project column_ifexists('a', 0), column_ifexists('nope', 0)", "a:long Column1:long"),
    BindingCase("print 1, x = 2, now(), dynamic([1])[0]", "print_0:long x:long print_2:datetime print_3:dynamic"),
    BindingCase(
      "print series_stats(dynamic([1])), 5",
      "series_stats__min:real series_stats__min_idx:long series_stats__max:real series_stats__max_idx:long series_stats__avg:real series_stats__stdev:real series_stats__variance:real print_1:long"
    ),
    BindingCase("print (a, b) = series_periods_detect(dynamic([1]), 0, 1, 1)", "a:dynamic b:dynamic"),
    BindingCase("T | count", "Count:long"),
    BindingCase("T | count as n", "n:long"),
    BindingCase("T | top-hitters 2 of b by a", "b:string approximate_sum_a:long"),
    BindingCase("T | getschema", "ColumnName:string ColumnOrdinal:long DataType:string ColumnType:string"),
  ])
  func `projections name their columns`(_ test: BindingCase) {
    #expect(BoundText(test.query).columns == test.expected)
  }

  @Test(arguments: [
    BindingCase("T | extend -a, a + 1", "\(all) Column1:long Column2:long"),
    BindingCase("T | extend a = tostring(a)", all.replacing("a:long", with: "a:string")),
    BindingCase("T | extend bin(t, 1d), tolong(i)", all.replacing("i:int", with: "i:long")),
    BindingCase("T | extend a", "\(all) a1:long"),
    BindingCase("T | extend x = 1, y = x1, x1 = 2", "KQL0201 at \"x1\": unknown column 'x1'"),
  ])
  func `extend replaces columns in their place`(_ test: BindingCase) {
    #expect(BoundText(test.query).columns == test.expected)
  }

  @Test(arguments: [
    BindingCase("T | summarize count() by b, bin(t, 1h), a % 2", "b:string t:datetime Column1:long count_:long"),
    BindingCase(
      "T | summarize sum(a), sum(a + 1), sum(r * 2), sum(d.x)",
      "KQL0301 at \"d.x\": argument 'expr' of 'sum' must be a number, datetime or timespan, not dynamic"),
    BindingCase(
      "T | summarize sum(i), sum(a), sum(a), sum(a + 1), sum(r * 2)",
      "sum_i:long sum_a:long sum_a1:long sum_:long sum_1:real"),
    BindingCase(
      "T | summarize max(tolong(d.x)), countif(f), countif(a > 1)", "max_d_x:long countif_f:long countif_:long"),
    BindingCase(
      "T | summarize make_list(a), make_list_with_nulls(a), make_set(b), make_bag(d), buildschema(d)",
      "list_a:dynamic list_a1:dynamic set_b:dynamic bag_d:dynamic schema_d:dynamic"),
    BindingCase(
      "T | summarize percentiles(r, 50, 99.9), percentile(i, 5)",
      "percentile_r_50:real percentile_r_99_9:real percentile_i_5:long"),
    BindingCase(
      "T | summarize percentiles_array(a, 50, 95), percentilew(a, i, 75)", "percentiles_a:dynamic percentile_a_75:long"),
    BindingCase(
      "T | summarize arg_max(t, a, b), arg_min(r, a) by g", "g:guid t:datetime a:long b:string r:real a1:long"),
    BindingCase("U | summarize arg_max(u, *) by b", "b:string u:real a:long w:string"),
    BindingCase(
      "U | summarize take_any(*), x = take_any(a, w) by b", "b:string a:long u:real w:string x:long w1:string"),
    BindingCase("U | summarize take_any(u), any(w), covariance(a, u)", "u:real any_w:string covariance_a_u:real"),
    BindingCase(
      "T | summarize x = count() * 2 + sum(a), y = round(avg(r), 1), round(max(r)) by b",
      "b:string x:long y:real max_r:real"),
    BindingCase("T | summarize x = count() + a by a, b", "a:long b:string x:long"),
    BindingCase("T | summarize by a, b", "a:long b:string"),
    BindingCase(
      "T | summarize series_fft(make_list(r))", "series_fft_list_r_real:dynamic series_fft_list_r_imag:dynamic"),
  ])
  func `aggregates name their columns`(_ test: BindingCase) {
    let bound = BoundText(test.query)
    #expect(bound.columns == test.expected)
    #expect(bound.problems.isEmpty)
  }

  @Test(arguments: [
    BindingCase("T | join U on a", "\(all) a1:long b1:string u:real w:string"),
    BindingCase("T | join kind=leftouter U on $right.u == $left.r, b", "\(all) a1:long b1:string u:real w:string"),
    BindingCase("T | join kind=leftanti U on a", all),
    BindingCase("T | join kind=rightsemi U on a", "a:long b:string u:real w:string"),
    BindingCase("T | lookup U on $left.a == $right.a", "\(all) b1:string u:real w:string"),
    BindingCase("union withsource=src T, U", "src:string \(all) u:real w:string"),
    BindingCase("U | union kind=inner (T | project b, a)", "a:long b:string"),
    BindingCase("U | union (print a = 'x', u = 1.0)", "a_long:long b:string u:real w:string a_string:string"),
    BindingCase(
      "T | mv-expand with_itemindex=k d to typeof(long), e = d.x",
      "\(all.replacing("d:dynamic", with: "d:long")) e:dynamic k:long"),
    BindingCase(
      "T | mv-apply d to typeof(long) on (summarize sum(d), a = max(d))",
      "\(all.replacing("d:dynamic ", with: "")) sum_d:long a1:long"),
    BindingCase("T | mv-apply e = d on (where e has 'x')", "\(all) e:dynamic"),
    BindingCase("T | parse b with 'k=' a:int ' ' c *", "\(all.replacing("a:long", with: "a:int")) c:string"),
    BindingCase("T | make-series n = count(), avg(a) on t step 1h by b", "b:string n:dynamic avg_a:dynamic t:dynamic"),
    BindingCase(
      "T | top-nested 2 of b by n = sum(a), top-nested of a by count()", "b:string n:long a:long aggregated_a:long"),
    BindingCase("T | partition by b (summarize sum(a))", "sum_a:long"),
    BindingCase("T | facet by b, f with (take 1)", "b:string count_:long | f:bool count_:long | \(all)"),
    BindingCase("T | fork x = (count) (project a)", "Count:long | a:long"),
    BindingCase("search in (U) 'x'", "$table:string a:long b:string u:real w:string"),
    BindingCase("find in (T, U) where u > 1 or a == 2", "source_:string a:long b:string u:real pack_:dynamic"),
    BindingCase("T | evaluate bag_unpack(d) : (x:long)", "x:long"),
    BindingCase(
      "T | scan with_match_id=n declare (c:long = 0) with (step s: a > 1 => c = s.c + 1;)", "\(all) c:long n:long"),
    BindingCase(
      "T | make-graph a --> i with_node_id=n | graph-match (x)-[e*1..3]->(y) where e.f project x.n, e.b",
      "x_n:long e_b:dynamic"),
  ])
  func `operators give the columns of the official binder`(_ test: BindingCase) {
    let bound = BoundText(test.query)
    #expect(bound.columns == test.expected)
    #expect(bound.problems.isEmpty)
  }

  @Test func `a join numbers a name so that neither side has it`() {
    let bound = BoundText("U | join (U | project a, a1 = u) on a")
    #expect(bound.columns == "a:long b:string u:real w:string a2:long a1:real")
    #expect(bound.problems.isEmpty)
  }
}
