import Testing

@testable import RegistryVerification

/// What logs say must reach the reader as text, in every format.
@Suite struct EscapingTests {
  /// Scalars that XML cannot hold, which literals cannot either.
  private static let noncharacters = String(
    String.UnicodeScalarView([0xfffe, 0xfdd0, 0x1ffff].compactMap(Unicode.Scalar.init)))

  static let hostile = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)", "&lt;b&gt;",
    "\u{1b}[31mred\u{1b}[0m\u{07}", "\u{202e}gnp.exe\u{2066}", "a|b`c``d\\|e", "[x](javascript:alert(1))", "{0} {{",
    "line\nbreak\r\n| --- |\t", "\u{0}\u{e0041}", noncharacters, "`", "``", " padded ", "`\u{301}x", "|\u{301}", "]]>",
    "-->",
    "www.evil.example http://evil.example a@b.example @everyone #1", "مرحبا", "日本語",
  ]

  @Test(arguments: hostile)
  func `markup is well-formed and gives the text back`(text: String) throws {
    var builder = MarkupBuilder()
    builder.element("p", ["title": text], text: text)
    let document = try MarkupDocument(builder.text)
    #expect(document.elements.count == 1)
    #expect(document.root.attributes == ["title": document.root.text])
    #expect(document.root.text.unicodeScalars.allSatisfy { $0.value >= 0x20 })
  }

  @Test(arguments: hostile)
  func `a code span of Markdown ends where it should`(text: String) {
    let span = MarkdownText.code(text)
    let fence = span.prefix { $0 == "`" }
    // Another run of that length would end the span; an unescaped pipe or a line break would end the cell.
    var runs: [Int] = []
    var run = 0
    for scalar in Array(span.unicodeScalars) + ["."] {
      if scalar == "`" {
        run += 1
      } else if run > 0 {
        runs.append(run)
        run = 0
      }
    }
    #expect(runs.filter { $0 == fence.unicodeScalars.count }.count == 2, "\(span)")
    #expect(!span.contains { $0.isNewline })
    var backslashes = 0
    for scalar in span.unicodeScalars {
      if scalar == "|" { #expect(backslashes == 1, "\(span)") }
      backslashes = scalar == "\\" ? backslashes + 1 : 0
    }
  }

  @Test(arguments: hostile)
  func `prose of Markdown holds no markup`(text: String) {
    let prose = MarkdownText.prose(text)
    #expect(!prose.contains { "<>`*_[]{}|\\~@".contains($0) || $0.isNewline })
    #expect(!prose.contains("http://") && !prose.contains("www."))
  }

  @Test func `a fenced block is fenced by more backticks than it holds`() {
    #expect(MarkdownText.block("a\n````\nb") == "`````\na\n````\nb\n`````\n")
    #expect(MarkdownText.block("x", language: "kusto") == "```kusto\nx\n```\n")
  }

  @Test func `messages of SARIF hold neither placeholders nor links`() {
    #expect(SARIFText.message("[a](b) {0} \\") == "\\[a\\](b) {{0}} \\\\")
    #expect(SARIFText.uri(ofPath: "logs/y=2026/a b#?%.json") == "logs/y%3D2026/a%20b%23%3F%25.json")
    #expect(SARIFText.uri(ofPath: "/var/é") == "file:///var/%C3%A9")
  }

  @Test func `JSON keeps values and shows no invisible characters`() {
    let node: JSONNode = ["k": .string("a\"\\\u{1b}\u{202e}\u{e0041}\n\u{9b}é"), "n": 1, "l": .array([]), "z": .null]
    #expect(
      node.compact == #"{"k":"a\"\\\u001b\u202e\udb40\udc41\n\u009bé","n":1,"l":[],"z":null}"#)
    #expect(
      node.document == "{\n  "
        + node.compact.dropFirst().dropLast()
        .replacing("\":", with: "\": ").replacing(",\"", with: ",\n  \"") + "\n}\n")
  }

  @Test func `JSON is read back as it was`() throws {
    for text in Self.hostile {
      let node: JSONNode = ["value": .string(text)]
      #expect(try DocumentNode(json: Array(node.document.utf8))["value"]?.text == text)
    }
  }
}
