import KQLDiagnostics
import KQLSyntax
import Testing

/// What is too deep, too long or too much is refused, quickly and without a crash.
@Suite struct LimitTests {
  private static let many = 8_000

  private static func repeated(_ text: String, _ count: Int = many) -> String { String(repeating: text, count: count) }

  @Test(arguments: [
    "(", "f(", "[", "{", "-", "+", "a.", "a[0]", "1 in (", "toscalar(", "dynamic(", "dynamic([", "typeof(", "case(1, ",
    "'", "\"", "@", "!", "~", "`", ";", ",", "..", "=>", "\\", "\u{0}", "é", "a ", "1 ", "a = ", "(a, ", "not ",
    "1 between (", "strcat(\"a\", ",
  ])
  func `any text repeated after print ends`(text: String) {
    expectPlausible("print " + Self.repeated(text))
  }

  @Test(arguments: [
    "| ", "| where ", "| where a > 1 ", "| mv-apply x on (", "| fork (", "| partition by a (", "| facet by a with ",
    "| union (", "| join (", "| scan with (step s: ", "| top-nested of a by ", "| graph-match (a)-->", "| project a, ",
    "| summarize by ", "| parse a with ", "| render x with (", "| evaluate f(", "| search in (",
  ])
  func `any operator repeated ends`(text: String) {
    expectPlausible("T " + Self.repeated(text))
  }

  @Test(arguments: [
    "let a = ", "let f = () { ", "declare ", "set a = ", "alias ", "restrict ", "print 1; ", "macro-expand ",
  ])
  func `any statement repeated ends`(text: String) {
    expectPlausible(Self.repeated(text))
  }

  @Test func `a hundred thousand parentheses are one clear error`() throws {
    let tree = SyntaxTree(parsing: "print " + Self.repeated("(", 100_000) + "1" + Self.repeated(")", 100_000))
    let diagnostic = try #require(tree.diagnostics.first)
    #expect(tree.diagnostics.count == 1)
    #expect(diagnostic.code == .nestingTooDeep)
    #expect(diagnostic.message == "the query is nested too deep")
  }

  @Test(arguments: ["+ 1", "* 2", ".a", "[0]", " has 'x'"])
  func `a long chain that must lean to the left is refused`(link: String) {
    let tree = SyntaxTree(parsing: "print a " + Self.repeated(link, 100_000))
    #expect(tree.diagnostics.map(\.code) == [.nestingTooDeep])
  }

  @Test(arguments: ["and", "or"])
  func `a chain of ten thousand conditions is a low tree`(symbol: String) throws {
    let terms = (0..<10_000).map { "a == \($0)" }
    let tree = SyntaxTree(parsing: "T | where " + terms.joined(separator: " \(symbol) "))
    #expect(tree.diagnostics.isEmpty)
    guard case .expression(.pipeline(let pipeline)) = try #require(tree.root.statements.first),
      let filter = pipeline.operators.first as? WhereOperatorSyntax
    else {
      Issue.record("no filter")
      return
    }
    #expect(Self.height(of: filter.predicate) < 20)
    #expect(Self.leaves(of: filter.predicate) == (0..<10_000).map(String.init))
  }

  @Test func `short chains keep their shape`() {
    let terms = (0..<32).map { "a\($0)" }
    let expected = terms.dropFirst().reduce(terms[0]) { "(or \($0) \($1))" }
    #expect(TreeDump.dump(SyntaxTree(parsing: terms.joined(separator: " or "))) == expected)
  }

  @Test(arguments: [50, 100, 190])
  func `nesting below the limit parses`(depth: Int) {
    for (open, close) in [("(", ")"), ("f(", ")"), ("dynamic([", "])"), ("1 in (", ")")] {
      let count = open == "dynamic([" ? depth / 3 : depth
      let tree = SyntaxTree(parsing: "print " + Self.repeated(open, count) + "1" + Self.repeated(close, count))
      #expect(tree.diagnostics.isEmpty, "\(open) \(count) deep")
    }
  }

  @Test func `a query of a hundred thousand operators parses`() {
    let tree = SyntaxTree(parsing: "T " + Self.repeated("| where a > 1 ", 100_000))
    #expect(tree.diagnostics.isEmpty)
  }

  @Test func `a text of more than two mebibytes is refused unread`() {
    let text = "print '" + Self.repeated("a", 2 << 20) + "'"
    let tree = SyntaxTree(parsing: text)
    #expect(tree.diagnostics.map(\.code) == [.queryTooLong])
    #expect(SyntaxPrinter.text(of: tree) == text)
  }

  @Test func `no more than a hundred mistakes are reported`() {
    #expect(SyntaxTree(parsing: Self.repeated("| x ", 1000)).diagnostics.count == 100)
    #expect(SyntaxTree(parsing: Self.repeated("? ", 1000)).diagnostics.count == 100)
  }

  private func expectPlausible(_ text: String) {
    let tree = SyntaxTree(parsing: text)
    #expect(SyntaxPrinter.text(of: tree) == text)
    #expect(tree.diagnostics.count <= 200)
  }

  private static func height(of expression: ExpressionSyntax) -> Int {
    guard case .binary(let binary) = expression else { return 1 }
    return 1 + max(height(of: binary.left), height(of: binary.right))
  }

  private static func leaves(of expression: ExpressionSyntax) -> [String] {
    switch expression {
    case .binary(let binary): leaves(of: binary.left) + leaves(of: binary.right)
    case .literal(let literal): [literal.content]
    default: []
    }
  }
}
