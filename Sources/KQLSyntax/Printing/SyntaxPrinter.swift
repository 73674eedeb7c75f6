import KQLDiagnostics

/// Gives the text of a query back from its tokens, byte for byte.
package enum SyntaxPrinter {
  package static func text(of tree: SyntaxTree) -> String { text(of: tree.tokens[...], in: tree.source) }

  /// The text of some tokens with the white space and comments before each.
  package static func text(of tokens: ArraySlice<Token>, in source: SourceText) -> String {
    var result: [UInt8] = []
    for token in tokens {
      result += source.utf8[token.triviaStart..<token.span.lower]
      result += source.utf8[token.span.lower..<token.span.upper]
    }
    return String(decoding: result, as: UTF8.self)
  }
}
