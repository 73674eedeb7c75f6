import KQLDiagnostics

/// What parsing gives: always a tree, with everything that is wrong with the text.
package struct SyntaxTree: Sendable {
  package let source: SourceText
  /// The whole text, piece by piece.
  package let tokens: [Token]
  package let root: QueryBlockSyntax
  /// In the order of the text.
  package let diagnostics: [Diagnostic]
}

extension SyntaxTree {
  /// Parses a query.
  ///
  /// Never fails and never takes long: time is linear in the text, nesting and length are limited.
  package init(parsing text: String) {
    source = SourceText(text)
    guard source.utf8.count <= Parser.maximumByteCount else {
      let end = ByteSpan(source.utf8.count, source.utf8.count)
      tokens = [Token(.end, triviaStart: 0, span: end)]
      root = QueryBlockSyntax(statements: [])
      let limit = "\(Parser.maximumByteCount >> 20) MiB"
      diagnostics = [
        Diagnostic(.queryTooLong, "the query is longer than \(limit)", at: .start, hint: "put data into tables")
      ]
      return
    }
    var parser = Parser(source: source)
    root = parser.parseQuery()
    tokens = parser.tokens
    diagnostics = parser.diagnostics.sorted { ($0.span.lower, $0.span.upper) < ($1.span.lower, $1.span.upper) }
  }
}
