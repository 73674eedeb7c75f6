import KQLBinder
import KQLTypes
import Testing

/// Variables, functions, parameters and other statements.
@Suite struct VariableTests {
  @Test(arguments: [
    BindingCase("let x = 1; let y = x + 1; print x, y", "print_0:long print_1:long"),
    BindingCase("let V = T | project a; V | join V on a", "a:long a1:long"),
    BindingCase(
      "let f = (n:long, k:int = 5) { n + k }; T | project x = f(a), y = f(a, 1), z = f(k = 2, n = i)",
      "x:long y:long z:long"),
    BindingCase("let f = (n:real) { n }; print f(1)", "print_0:real"),
    BindingCase("let f = (X:(a:long), n:long) { X | where a > n }; f(U, 3) | project w", "w:string"),
    BindingCase("let f = (X:(*)) { X | project b }; f(U)", "b:string"),
    BindingCase(
      "let f = (X:(nope:long)) { X }; f(U)", "KQL0201 at \"U\": the table given for 'X' of 'f' has no column 'nope'"),
    BindingCase("let f = (X:(*)) { X | project nope }; f(U)", "KQL0201 at \"nope\": unknown column 'nope'"),
    BindingCase("let f = () { let y = 2; y * 2 }; print f()", "print_0:long"),
    BindingCase("let f = (x:long) { f(x) }; print f(1)", "KQL0203 at \"f\": there is no function 'f'"),
    BindingCase("let f = (x:long) { x }; print f()", "KQL0302 at \"f()\": function 'f' takes 1 argument, not 0"),
    BindingCase(
      "let f = (x:long) { x }; print f('a')", "KQL0301 at \"'a'\": parameter 'x' of 'f' is a long, not a string"),
    BindingCase(
      "let f = (x:long) { toscalar(U | where a == x | project u) }; T | extend y = f(a)",
      "KQL0401 at \"f(a)\": 'f' would run a query for each row: its argument is used inside a subquery"),
    BindingCase(
      "let m = materialize(U | summarize n = count() by b); m | join m on b", "b:string n:long b1:string n1:long"),
    BindingCase("U | as X | where u > toscalar(X | summarize avg(u))", "a:long b:string u:real w:string"),
    BindingCase("U | invoke f()", "KQL0203 at \"f\": there is no function 'f'"),
    BindingCase("let f = (X:(a:long), n:long) { X | project y = a + n }; U | invoke f(2)", "y:long"),
    BindingCase("let V = view () { U | project a }; union V*", "a:long"),
    BindingCase("declare query_parameters(n:long = 5, k:string = 'x'); T | project n, k", "n:long k:string"),
    BindingCase("set notruncation; T | project a", "a:long"),
    BindingCase("restrict access to (U); T", "KQL0202 at \"T\": access to 'T' is restricted"),
    BindingCase(
      "declare pattern app = (id:string)[path:string] { ('x').['Events'] = { U | extend p = path | project p }; }; app('x').Events",
      "p:string"),
    BindingCase(
      "declare pattern app = (id:string) { ('x') = { U }; }; app('y')",
      "KQL0204 at \"app('y')\": pattern 'app' has no case for this call"),
    BindingCase("print toscalar(U | project u)", "print_0:real"),
    BindingCase("T | where b in (U | project w) and a !in (1, 2, dynamic([3]))| project a", "a:long"),
    BindingCase("U | project a; T | project b", "a:long | b:string"),
  ])
  func `names stand for what was declared`(_ test: BindingCase) {
    let bound = BoundText(test.query)
    #expect(bound.columns == test.expected)
    #expect(bound.problems.isEmpty)
  }

  @Test func `parameters take the values that the caller gives`() {
    let options = BinderOptions(parameters: ["n": .string("7")])
    let bound = BoundText("declare query_parameters(n:long); print x = n", analysis: false, options: options)
    #expect(bound.plan.contains("x#0 = 7"))
    let missing = BoundText("declare query_parameters(n:long); print n", analysis: false)
    #expect(missing.codes == [.constantExpected])
    let wrong = BoundText(
      "declare query_parameters(n:long); print n", analysis: false,
      options: BinderOptions(parameters: ["n": .string("x")]))
    #expect(wrong.codes == [.typeMismatch])
  }

  @Test func `options that change answers are applied, unknown ones are warned of`() {
    let limited = BoundText("set query_take_max_records = 7; T | where a > 1", analysis: false)
    #expect(limited.nodes == "Limit < Filter < Scan")
    let fixed = BoundText("set query_now = datetime(2024-05-06); print x = ago(1d)", analysis: false)
    #expect(fixed.plan.contains("x#0 = datetime(2024-05-05"), "\(fixed.plan)")
    let unknown = BoundText("set query_tkae_max_records = 7; T", analysis: false)
    #expect(unknown.warnings == ["option 'query_tkae_max_records' is not known and has no effect"])
    #expect(unknown.hints == ["did you mean 'query_take_max_records'?"])
    #expect(BoundText("set query_datetimescope_column = 't'; T", analysis: false).codes == [.unsupported])
  }

  @Test func `each use of a variable has columns of its own, a materialised one runs once`() {
    let plan = BoundText("let m = materialize(U); union m, m").plan
    #expect(plan.components(separatedByLines: "Shared result 1") == 2)
  }
}

extension String {
  /// How many lines contain a text.
  fileprivate func components(separatedByLines text: String) -> Int {
    split(separator: "\n").count { $0.contains(text) }
  }
}
