import KQLDiagnostics
import KQLSyntax
import Testing

/// Places of nodes: what the binder underlines.
@Suite struct SpanTests {
  @Test(arguments: [
    ("print  a + b * 2 ", "a + b * 2"), ("print (a) ", "(a)"), ("print -a.b[0]", "-a.b[0]"),
    ("print f(a, b) ", "f(a, b)"), ("print a in (1, 2) ", "a in (1, 2)"),
    ("print a between (1 .. 2) ", "a between (1 .. 2)"),
    ("print 'a'  \"b\" ", "'a'  \"b\""), ("print ['a b'] ", "['a b']"),
    ("print dynamic({\"a\": 1}) ", "dynamic({\"a\": 1})"),
    ("print x = 1 + 2 ", "x = 1 + 2"), ("print typeof(long) ", "typeof(long)"),
    ("print datetime( 2020 ) ", "datetime( 2020 )"),
    ("print a.['b c'].d ", "a.['b c'].d"), ("print toscalar(T | count) ", "toscalar(T | count)"),
    ("print cluster('a').f(1) ", "cluster('a').f(1)"), ("print a matches regex 'x' ", "a matches regex 'x'"),
  ])
  func `an expression covers its text`(text: String, expected: String) throws {
    let tree = SyntaxTree(parsing: text)
    let print = try #require(Self.operators(of: tree).first as? PrintOperatorSyntax)
    let column = try #require(print.columns.first)
    #expect(tree.source.text(column.span) == expected)
  }

  @Test func `an operator covers its text from keyword to end`() {
    let text = "T // c\n| where  a > 1 | summarize count() by b // d\n | take 5 "
    let tree = SyntaxTree(parsing: text)
    let steps = Self.operators(of: tree).map { tree.source.text($0.span) }
    #expect(steps == ["where  a > 1", "summarize count() by b", "take 5"])
  }

  @Test func `a pipeline covers source and operators`() {
    let tree = SyntaxTree(parsing: " T | take 5 ; U ")
    let spans = tree.root.statements.map { statement in
      if case .expression(let expression) = statement { tree.source.text(expression.span) } else { "" }
    }
    #expect(spans == ["T | take 5", "U"])
  }

  private static func operators(of tree: SyntaxTree) -> [any OperatorSyntax] {
    guard case .expression(.pipeline(let pipeline))? = tree.root.statements.first else { return [] }
    return pipeline.operators
  }
}
