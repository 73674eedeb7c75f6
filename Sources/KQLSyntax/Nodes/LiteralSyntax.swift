import KQLDiagnostics

/// A literal as written; the binder turns it into a value.
package struct LiteralSyntax: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    case bool
    /// Digits or `0x…`: a `long` without a type of its own.
    case long
    case real
    /// `1d`, `2.5h`, `10ms`, `3ticks`: a timespan without a type keyword.
    case timespan
    /// Any of the string forms; `content` is what it stands for.
    case string
    /// A string written with `h` or `H` before it, which logs must not show.
    case obfuscatedString
    /// `type(…)`: `content` is the raw text between the parentheses, trimmed; `type` the keyword.
    case typed(type: String)
    /// `dynamic(…)`: `content` is the raw text between the parentheses, ``LiteralSyntax/dynamicValue`` its structure.
    case dynamic
    /// `null` where it may stand alone, as in dynamic literals and defaults.
    case null
  }

  package var kind: Kind
  /// The decoded value of strings; the raw text of everything else.
  package var content: String
  package var span: ByteSpan
  /// Of ``Kind/dynamic`` alone; nested `dynamic(…)` are unwrapped. `nil` when the text is wrong, which was reported.
  package var dynamicValue: DynamicLiteralSyntax?

  package init(_ kind: Kind, content: String, at span: ByteSpan, dynamicValue: DynamicLiteralSyntax? = nil) {
    self.kind = kind
    self.content = content
    self.span = span
    self.dynamicValue = dynamicValue
  }
}
