import KQLDiagnostics

/// What stands between the parentheses of `dynamic(…)`: JSON whose values may be KQL literals too.
package indirect enum DynamicLiteralSyntax: Hashable, Sendable {
  case null(ByteSpan)
  /// A literal of any kind but ``LiteralSyntax/Kind/dynamic``.
  case literal(LiteralSyntax)
  /// A number after `-`.
  case negative(LiteralSyntax)
  case array([DynamicLiteralSyntax])
  /// Properties in the order of the text; keys may repeat.
  case object([Property])

  package struct Property: Hashable, Sendable {
    package var key: String
    package var value: DynamicLiteralSyntax

    package init(key: String, value: DynamicLiteralSyntax) {
      self.key = key
      self.value = value
    }
  }
}
