import KQLDiagnostics

/// One thing that is wrong with, or questionable in, a query.
public struct QueryDiagnostic: Hashable, Sendable {
  public enum Severity: String, Hashable, Sendable {
    case error
    case warning
  }

  /// Stable, such as `KQL0201`.
  public var code: String
  public var severity: Severity
  public var message: String
  /// What to do about it.
  public var hint: String?
  /// Line in the query, from 1.
  public var line: Int
  /// Column in the line, from 1, in Unicode scalars.
  public var column: Int
  /// UTF-8 offsets in the query.
  public var byteRange: Range<Int>
  /// Message, line, caret and hint as several lines of text.
  public var rendered: String

  /// As ``rendered``, with colours for a terminal.
  public var renderedInColor: String
}

extension QueryDiagnostic {
  init(_ diagnostic: Diagnostic, in source: SourceText) {
    let position = source.position(ofOffset: diagnostic.span.lower)
    self.init(
      code: diagnostic.code.rawValue, severity: diagnostic.severity == .error ? .error : .warning,
      message: diagnostic.message, hint: diagnostic.hint, line: position.line, column: position.column,
      byteRange: diagnostic.span.lower..<diagnostic.span.upper,
      rendered: DiagnosticRenderer().render(diagnostic, in: source),
      renderedInColor: DiagnosticRenderer(usesColor: true).render(diagnostic, in: source))
  }
}
