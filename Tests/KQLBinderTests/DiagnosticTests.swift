import KQLBinder
import KQLTypes
import Testing

/// Every mistake is reported once, at its place, with what to write instead.
@Suite struct DiagnosticTests {
  @Test(arguments: [
    BindingCase("T | where aa == 1", "KQL0201 at \"aa\": unknown column 'aa'"),
    BindingCase("TT | take 1", "KQL0202 at \"TT\": unknown table 'TT'"),
    BindingCase("T | extend x = strlne(b)", "KQL0203 at \"strlne\": there is no function 'strlne'"),
    BindingCase(
      "T | extend x = strlen(a)", "KQL0301 at \"a\": argument 'string' of 'strlen' must be string or dynamic, not long"),
    BindingCase("T | extend x = strlen(b, b)", "KQL0302 at \"strlen(b, b)\": 'strlen' takes 1 argument, not 2"),
    BindingCase("T | extend x = a + t", "KQL0301 at \"+\": operator '+' cannot be applied to long and datetime"),
    BindingCase("T | where a", "KQL0301 at \"a\": a condition must be a bool, not a long"),
    BindingCase(
      "T | extend x = iff(f, 1, 'x')",
      "KQL0301 at \"iff(f, 1, 'x')\": the arguments of 'iff' must have one type, not bool, long and string"),
    BindingCase(
      "T | extend x = extract(b, 1, b)", "KQL0303 at \"b\": argument 'regex' of 'extract' must be a constant"),
    BindingCase(
      "T | extend x = datetime_part('yaer', t)",
      "KQL0307 at \"'yaer'\": 'yaer' is no value of argument 'part' of 'datetime_part'"),
    BindingCase("T | take a", "KQL0201 at \"a\": unknown column 'a'"),
    BindingCase("T | take 1.5", "KQL0301 at \"1.5\": the count of 'take' must be a whole number, not a real"),
    BindingCase("T | take -1", "KQL0307 at \"-1\": the count of 'take' must not be negative"),
    BindingCase("T | project a, a", "KQL0205 at \"a\": column 'a' is given twice"),
    BindingCase("T | summarize a by b", "KQL0311 at \"a\": an aggregate such as 'count()' is expected here"),
    BindingCase(
      "T | summarize sum(a) + i by b",
      "KQL0311 at \"sum(a) + i\": a column outside of aggregates must be one that rows are grouped by"),
    BindingCase("T | summarize count() by d", "KQL0301 at \"d\": rows cannot be grouped by a dynamic value"),
    BindingCase("T | sort by d", "KQL0301 at \"d\": rows cannot be ordered by a dynamic value"),
    BindingCase("T | extend sum(a)", "KQL0308 at \"sum(a)\": aggregate 'sum' cannot stand here"),
    BindingCase(
      "T | summarize sum(max(a))", "KQL0308 at \"max(a)\": aggregate 'max' cannot stand inside another aggregate"),
    BindingCase("T | join U on c", "KQL0201 at \"c\": unknown column 'c' in the left table of the join"),
    BindingCase(
      "T | join U on $left.a == $right.w",
      "KQL0301 at \"$left.a == $right.w\": tables cannot be joined on long and string"),
    BindingCase(
      "T | join U on a == b",
      "KQL0307 at \"a == b\": a join condition must compare a column of '$left' with one of '$right'"),
    BindingCase("T | join U", "KQL0101 at \"join U\": 'on' with the columns to join on is missing"),
    BindingCase("T | mv-expand a", "KQL0301 at \"a\": only dynamic values can be expanded, not a long"),
    BindingCase("where a == 1", "KQL0102 at \"where\": 'where' cannot begin a query: it needs a table to work on"),
    BindingCase("T | evaluate pivott(b)", "KQL0207 at \"pivott\": there is no plugin 'pivott'"),
    BindingCase("T | extend x = bag_unpack(d)", "KQL0203 at \"bag_unpack\": 'bag_unpack' is a plugin, not a function"),
    BindingCase("T | extend x = T", "KQL0306 at \"T\": 'T' is a table; a value is expected here"),
    BindingCase("datatable(x:long, z:int)[1, 2, 3]", "KQL0307 at \"3\": the last row has 1 of 2 values"),
    BindingCase("print datetime(2020-13-45)", "KQL0003 at \"datetime(2020-13-45)\": '2020-13-45' is not a datetime"),
    BindingCase(
      "print x = 9223372036854775808", "KQL0003 at \"9223372036854775808\": '9223372036854775808' is not a long"),
    BindingCase("print a.b", "KQL0201 at \"a\": unknown column 'a'"),
    BindingCase("T | extend x = b.c", "KQL0301 at \"c\": '.c' needs a dynamic value, not a string"),
    BindingCase(
      "T | parse b with x y 'z'",
      "KQL0101 at \"x\": a text is expected after the string column 'x', to say where it ends"),
    BindingCase(
      "database('x').T", "KQL0401 at \"database('x')\": tables of other databases and clusters are not supported"),
  ])
  func `mistakes are reported at their place`(_ test: BindingCase) {
    #expect(BoundText(test.query).errors == test.expected)
  }

  @Test func `several mistakes are reported in one run, in the order of the text`() {
    let bound = BoundText("T | where aa == 1 and strlen(a) > 1 | extend x = nope(b), y = a + f | take 'x'")
    #expect(bound.codes == [.unknownColumn, .typeMismatch, .unknownFunction, .typeMismatch, .typeMismatch])
  }

  @Test(arguments: [
    "nope | where x == 1 | summarize y = sum(z) by w | join (T) on q | project nothing",
    "T | extend x = nope | where x > 1 and strlen(x) == 2 | summarize sum(x) by x | sort by x",
    "let v = nope(1); T | where a == v | extend z = v + 1",
    "let f = (x:long) { x + nope }; T | extend y = f(a), z = f(2)",
    "T | evaluate nope(a) | where q == 1",
  ])
  func `nothing follows from a mistake`(_ query: String) {
    #expect(BoundText(query).codes.count == 1)
  }

  @Test(arguments: [
    BindingCase("T | where aa == 1", "did you mean 'a'?"),
    BindingCase("T | extend x = strlne(b)", "did you mean 'strlen'?"),
    BindingCase("t | take 1", "did you mean 'T'?"),
    BindingCase("T | join kind=iner U on a", "did you mean 'inner'?"),
    BindingCase("T | extend x = b + b", "'strcat(a, b)' joins strings"),
    BindingCase("T | extend x = b.c", "'parse_json(…)' turns text into a dynamic value"),
    BindingCase("T | where t > ago(24)", "a timespan has a unit, as '24h' or '30m'"),
    BindingCase("T | where t > 1h", "'ago(1h)' is an hour before now"),
    BindingCase(
      "T | where t > '2024-01-31'",
      "a datetime is written 'datetime(2024-01-31)'; 'todatetime(…)' reads one from text"),
    BindingCase("T | where b has 5", "'tostring(…)' gives the text of a value"),
    BindingCase("T | summarize sum(d.x)", "'tolong(…)' or 'todouble(…)' converts a value"),
    BindingCase("T | sort by d", "convert it first, as with 'tolong(…)' or 'tostring(…)'"),
  ])
  func `hints say what to write`(_ test: BindingCase) {
    #expect(BoundText(test.query).hints == [test.expected])
  }

  @Test func `obsolete names are warnings`() {
    let bound = BoundText("T | summarize makelist(a)")
    #expect(bound.errors.isEmpty)
    #expect(bound.warnings == ["'makelist' is obsolete"])
    #expect(bound.hints == ["use 'make_list' instead"])
  }

  @Test func `a query that begins with a pipe needs a default table`() {
    let bound = BoundText("| where a > 1")
    #expect(bound.codes == [.missingDefaultTable])
    #expect(bound.hints == ["the tables are 'T', 'U'"])
    #expect(BoundText("| project a", options: BinderOptions(defaultTable: "U")).columns == "a:long")
  }

  @Test func `what cannot run is refused by name, but has a schema`() {
    #expect(BoundText("T | evaluate http_request('x')", analysis: false).codes == [.unsupported])
    #expect(BoundText("T | evaluate http_request('x')").columns == "ResponseHeaders:dynamic ResponseBody:dynamic")
    #expect(BoundText("external_table('x')").codes == [.unsupported])
  }

  @Test func `window functions need an order when the query is to run`() {
    let query = "T | extend x = row_number()"
    #expect(BoundText(query).errors.isEmpty)
    #expect(BoundText(query, analysis: false).codes == [.serializedInputRequired])
    #expect(BoundText("T | sort by a | where f | extend x = row_number()", analysis: false).errors.isEmpty)
    #expect(
      BoundText("T | sort by a | join U on a | extend x = prev(a)", analysis: false).codes == [.serializedInputRequired]
    )
  }
}
