import KQLDiagnostics
import KQLSyntax
import Testing

@Suite struct LexerTests {
  @Test(
    arguments: [
      ("(", .leftParenthesis), (")", .rightParenthesis), ("[", .leftBracket), ("]", .rightBracket), ("{", .leftBrace),
      ("}", .rightBrace), ("|", .pipe), (",", .comma), (";", .semicolon), (":", .colon), (".", .dot), ("..", .dotDot),
      ("=", .equal), ("==", .equalEqual), ("!=", .notEqual), ("<>", .notEqual), ("=~", .equalTilde), ("!~", .notTilde),
      ("<", .less), ("<=", .lessOrEqual), (">", .greater), (">=", .greaterOrEqual), ("+", .plus), ("-", .minus),
      ("*", .asterisk), ("/", .slash), ("%", .percent), ("=>", .fatArrow),
    ] as [(String, TokenKind)])
  func `punctuation is one token`(text: String, kind: TokenKind) {
    #expect(Self.kinds(of: text) == [kind, .end])
  }

  @Test(arguments: Keyword.allCases)
  func `every keyword is one token`(keyword: Keyword) {
    let tokens = SyntaxTree(parsing: "\(keyword.rawValue) ").tokens
    #expect(tokens.count == 2)
    #expect(tokens[0].keyword == keyword)
  }

  @Test(arguments: [
    "xproject-away", "project-awayx", "inn", "hash_any", "has_anyx", "wherever", "Where", "projectaway", "in_",
    "_where", "where1", "1where", "matchesregex", "true1", "datetimes",
  ])
  func `words that only look like keywords are names`(text: String) {
    #expect(SyntaxTree(parsing: text).tokens.allSatisfy { $0.keyword == nil || text.hasPrefix("project-") })
  }

  @Test(
    arguments: [
      ("1..2", [.long, .dotDot, .long]), ("1.5.2", [.real, .dot, .long]), ("1.x", [.long, .dot, .word]),
      ("1.", [.real]), ("1.e3", [.real]), ("1e", [.word]), ("1e+", [.word, .plus]), ("0x", [.word]), ("0xg", [.word]),
      ("0x1g", [.word]), ("1.5d", [.timespan]), ("1.d", [.long, .dot, .word]), ("1dd", [.word]), ("10kb", [.word]),
      ("2024-01-01", [.long, .minus, .long, .minus, .long]), ("-1", [.minus, .long]), ("1D", [.word]),
      ("12345678-1234-1234-1234-123456789012", [.guid]), ("abcdefab-1234-1234-1234-123456789012", [.guid]),
      ("12345678-1234", [.long, .minus, .long]),
    ] as [(String, [TokenKind])])
  func `numbers end where they must`(text: String, kinds: [TokenKind]) {
    #expect(Self.kinds(of: text) == kinds + [.end])
  }

  @Test(
    arguments: [
      ("datetime(2024-01-01)", [.typed]), ("datetime (2024)", [.word, .leftParenthesis, .long, .rightParenthesis]),
      ("real(nan)x", [.typed, .word]), ("int(a(b)c)", [.typed, .word, .rightParenthesis]),
      ("string(a)", [.word, .leftParenthesis, .word, .rightParenthesis]), ("long()", [.typed]),
      ("boolean(1)", [.word, .leftParenthesis, .long, .rightParenthesis]),
    ] as [(String, [TokenKind])])
  func `typed literals end at the first parenthesis`(text: String, kinds: [TokenKind]) {
    #expect(Self.kinds(of: text) == kinds + [.end])
  }

  @Test(
    arguments: [
      ("'a'", [.string]), ("'a''b'", [.string, .string]), ("@'a''b'", [.string]), ("h'a'", [.string]),
      ("h@\"a\"\"b\"", [.string]), ("h 'a'", [.word, .string]), ("hh'a'", [.word, .string]), ("```a\nb```", [.string]),
      ("~~~a```~~~", [.string]), ("H```a```", [.string]), ("'\\''", [.string]), ("@'\\'", [.string]),
    ] as [(String, [TokenKind])])
  func `strings end at their quotes`(text: String, kinds: [TokenKind]) {
    let tree = SyntaxTree(parsing: text)
    #expect(tree.tokens.map(\.kind) == kinds + [.end])
    #expect(!tree.diagnostics.contains { $0.code == .unterminatedLiteral })
  }

  @Test(
    arguments: [
      ("in~", .inInsensitive), ("!in", .notIn), ("!in~", .notInInsensitive), ("!has", .notHas), ("!has_cs", .notHasCs),
      ("!between", .notBetween), ("matches regex", .matchesRegex), ("matches \n regex", .matchesRegex),
      ("mv-expand", .mvExpand), ("project-by-names", .projectByNames), ("graph-mark-components", .graphMarkComponents),
    ] as [(String, Keyword)])
  func `operators of several parts are one token`(text: String, keyword: Keyword) {
    let tokens = SyntaxTree(parsing: text).tokens
    #expect(tokens.map(\.keyword) == [keyword, nil])
  }

  @Test func `white space and comments belong to the token after them`() {
    let tree = SyntaxTree(parsing: " a // x\n\t// y\r\n  b\u{a0}\u{feff}// z")
    let trivia = tree.tokens.map { tree.source.text($0.trivia) }
    #expect(trivia == [" ", " // x\n\t// y\r\n  ", "\u{a0}\u{feff}// z"])
    #expect(tree.tokens.map(\.isAdjacent) == [false, false, false])
    #expect(SyntaxTree(parsing: "a.b").tokens.map(\.isAdjacent) == [true, true, true, true])
  }

  @Test func `a slash in a string or alone begins no comment`() {
    #expect(Self.kinds(of: "'//' / 2") == [.string, .slash, .long, .end])
    #expect(Self.kinds(of: "1 /// 2") == [.long, .end])
  }

  @Test(arguments: ["", " ", "\n", "\u{feff}", "//", "// x"])
  func `a text without tokens has one end`(text: String) {
    let tree = SyntaxTree(parsing: text)
    #expect(tree.tokens.count == 1)
    #expect(tree.root.statements.isEmpty)
    #expect(tree.diagnostics.isEmpty)
  }

  private static func kinds(of text: String) -> [TokenKind] { SyntaxTree(parsing: text).tokens.map(\.kind) }
}
