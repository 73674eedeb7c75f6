import KQLDiagnostics
import KQLTypes

/// Why a query, or something that it needs, failed.
public struct QueryError: Error, Sendable {
  public enum Kind: Hashable, Sendable {
    /// The query is wrong: ``QueryError/diagnostics`` say where.
    case invalidQuery
    /// The query is valid KQL that this engine refuses; ``QueryError/diagnostics`` name what.
    case unsupported
    /// An input is missing, malformed or incomplete.
    case badInput
    /// A limit was reached; the name is Kusto's own.
    case limitExceeded(name: String)
    case cancelled
    /// A value that the host or a function was given does not fit.
    case invalidArgument
    /// The result could not be written.
    case outputFailed(isBrokenPipe: Bool)
  }

  public var kind: Kind
  /// One line, lower case.
  public var message: String
  public var diagnostics: [QueryDiagnostic]

  public init(_ kind: Kind, _ message: String, diagnostics: [QueryDiagnostic] = []) {
    self.kind = kind
    self.message = message
    self.diagnostics = diagnostics
  }
}

extension QueryError: CustomStringConvertible {
  /// Everything that a person needs: the message, or each diagnostic with its line and caret.
  public var description: String {
    diagnostics.isEmpty ? message : diagnostics.map(\.rendered).joined(separator: "\n")
  }
}

extension QueryError {
  init(_ error: ExecutionError) {
    switch error.kind {
    case .invalidArgument: self.init(.invalidArgument, error.message)
    case .limitExceeded(let name): self.init(.limitExceeded(name: name), error.message)
    case .badInput: self.init(.badInput, error.message)
    case .cancelled: self.init(.cancelled, error.message)
    case .unsupported: self.init(.unsupported, error.message)
    }
  }

  init(_ diagnostics: [Diagnostic], in source: SourceText) {
    let errors = diagnostics.filter { $0.severity == .error }
    let onlyUnsupported = errors.allSatisfy { $0.code == .unsupported }
    self.init(
      onlyUnsupported ? .unsupported : .invalidQuery, errors.map(\.message).joined(separator: "; "),
      diagnostics: errors.map { QueryDiagnostic($0, in: source) })
  }
}
