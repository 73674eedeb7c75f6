import KQLDiagnostics

/// A piece of the text that the grammar speaks about, with the white space and comments before it.
///
/// Tokens are lossless: their trivia and spans, one after another, cover the whole text. The last token has kind
/// ``TokenKind/end`` and holds the trivia at the end of the text.
package struct Token: Hashable, Sendable {
  package var kind: TokenKind
  /// Which word of the language this is, when it is one.
  package var keyword: Keyword?
  /// Where the white space and comments before the token begin.
  package var triviaStart: Int
  package var span: ByteSpan

  package init(_ kind: TokenKind, keyword: Keyword? = nil, triviaStart: Int, span: ByteSpan) {
    self.kind = kind
    self.keyword = keyword
    self.triviaStart = triviaStart
    self.span = span
  }
}

extension Token {
  package var trivia: ByteSpan { ByteSpan(triviaStart, span.lower) }
  /// Whether nothing, not even a space, stands before the token.
  package var isAdjacent: Bool { triviaStart == span.lower }
}

/// What a token is. Words, which are names and keywords, are told apart by ``Token/keyword``.
package enum TokenKind: UInt8, Hashable, Sendable {
  case end
  case invalid
  case word
  // Literals
  case string
  case bool
  case long
  case real
  case timespan
  /// A type and raw text in parentheses, such as `datetime(2024-01-01)`.
  case typed
  /// A guid that stands alone, which only dynamic literals may hold.
  case guid
  // Punctuation
  case leftParenthesis
  case rightParenthesis
  case leftBracket
  case rightBracket
  case leftBrace
  case rightBrace
  case pipe
  case comma
  case semicolon
  case colon
  case dot
  case dotDot
  case equal
  case equalEqual
  case notEqual
  case equalTilde
  case notTilde
  case less
  case lessOrEqual
  case greater
  case greaterOrEqual
  case plus
  case minus
  case asterisk
  case slash
  case percent
  case fatArrow
}
