import KQLDiagnostics

/// A name as written: `a`, `['a b']`, `["a b"]`, `$left`, or a keyword where a name is allowed.
package struct NameSyntax: Hashable, Sendable {
  /// The name itself, without brackets and quotes.
  package var text: String
  package var span: ByteSpan
  package var isBracketed: Bool

  package init(_ text: String, at span: ByteSpan, isBracketed: Bool = false) {
    self.text = text
    self.span = span
    self.isBracketed = isBracketed
  }
}

/// A pattern of names such as `Container*` or `*_cs`; `*` stands for any text.
package struct NamePatternSyntax: Hashable, Sendable {
  package var pattern: String
  package var span: ByteSpan

  package init(_ pattern: String, at span: ByteSpan) {
    self.pattern = pattern
    self.span = span
  }
}
