import KQLDiagnostics
import Testing

@Suite struct DiagnosticRendererTests {
  @Test func `shows the line with a caret and the hint`() {
    let source = SourceText("T\n| where x\n")
    let diagnostic = Diagnostic(.unknownColumn, "unknown column 'x'", at: ByteSpan(10, 11), hint: "did you mean 'y'?")
    #expect(
      DiagnosticRenderer().render(diagnostic, in: source) == """
        error: unknown column 'x' [KQL0201] at line 2, column 9
        2 | | where x
          |         ^
        hint: did you mean 'y'?

        """)
  }

  @Test func `columns and carets count characters`() {
    let source = SourceText("print é, 😀, bad")
    let start = source.utf8.count - 3
    let diagnostic = Diagnostic(.unknownName, "unknown name", at: ByteSpan(start, start + 3))
    #expect(
      DiagnosticRenderer().render(diagnostic, in: source) == """
        error: unknown name [KQL0204] at line 1, column 13
        1 | print é, 😀, bad
          |             ^~~

        """)
  }

  @Test func `a place of several lines is marked in its first`() {
    let source = SourceText("print (1 +\n2)")
    let diagnostic = Diagnostic(.typeMismatch, "x", at: ByteSpan(6, 13))
    #expect(DiagnosticRenderer().render(diagnostic, in: source).contains("1 | print (1 +\n  |       ^~~~\n"))
  }

  @Test func `a long line is cut around the place`() {
    let source = SourceText(String(repeating: "a", count: 300) + " b " + String(repeating: "c", count: 300))
    let rendered = DiagnosticRenderer().render(Diagnostic(.unknownName, "x", at: ByteSpan(301, 302)), in: source)
    let lines = rendered.split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= 110 })
    #expect(lines[1].contains(" b c"))
  }

  @Test func `control characters cannot steer the terminal`() {
    let source = SourceText("print \u{1b}[31m \u{202e}x")
    let rendered = DiagnosticRenderer().render(
      Diagnostic(.invalidCharacter, "unexpected '\u{1b}'", at: ByteSpan(6, 7)), in: source)
    #expect(rendered.unicodeScalars.allSatisfy { $0.value == 10 || $0.value >= 32 })
    #expect(rendered.contains("'\\u{1b}'"))
    #expect(rendered.contains("\\u{202e}"))
  }

  @Test func `colors are used when asked for`() {
    let diagnostic = Diagnostic(.unknownName, "x", at: ByteSpan(0, 1), severity: .warning)
    let rendered = DiagnosticRenderer(usesColor: true).render(diagnostic, in: SourceText("a"))
    #expect(rendered.contains("\u{1b}[1;33mwarning\u{1b}[0m"))
  }

  @Test(arguments: [(0, 0), (5, 5), (3, 100), (100, 200)])
  func `places out of the text do not trap`(lower: Int, upper: Int) {
    let diagnostic = Diagnostic(.unknownName, "x", at: ByteSpan(lower, upper))
    for text in ["", "abc", "\n", "a\r\nb"] {
      #expect(!DiagnosticRenderer().render(diagnostic, in: SourceText(text)).isEmpty)
    }
  }
}
