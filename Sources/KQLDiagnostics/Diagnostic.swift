/// One thing that is wrong with a query, with its place in the text.
///
/// Messages are in lower case, without a full stop, names in single quotes.
package struct Diagnostic: Hashable, Sendable {
  package enum Severity: String, Hashable, Sendable {
    case error
    case warning
  }

  package var code: DiagnosticCode
  package var severity: Severity
  package var message: String
  package var span: ByteSpan
  /// What to do about it, such as the nearest name.
  package var hint: String?

  package init(
    _ code: DiagnosticCode, _ message: String, at span: ByteSpan, hint: String? = nil, severity: Severity = .error
  ) {
    self.code = code
    self.severity = severity
    self.message = message
    self.span = span
    self.hint = hint
  }
}

extension Sequence<Diagnostic> {
  package var hasErrors: Bool { contains { $0.severity == .error } }
}
