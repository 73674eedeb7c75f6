/// Why a query that was understood could not be answered.
///
/// The user's mistake in the text is a diagnostic; this is what only running can show: a limit, bad data, a
/// failed read, a cancellation.
package struct ExecutionError: Error, Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    /// A value that the operation cannot work on, such as an invalid constant argument.
    case invalidArgument
    /// A limit was reached; `limitName` is Kusto's own name for it.
    case limitExceeded(limitName: String)
    /// An input is missing, malformed or incomplete.
    case badInput
    case cancelled
    /// Valid KQL that this engine refuses by name.
    case unsupported
  }

  package var kind: Kind
  package var message: String

  package init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }

  package static func invalidArgument(_ message: String) -> ExecutionError { .init(.invalidArgument, message) }
  package static func badInput(_ message: String) -> ExecutionError { .init(.badInput, message) }
  package static func unsupported(_ message: String) -> ExecutionError { .init(.unsupported, message) }
  package static let cancelled = ExecutionError(.cancelled, "the query was cancelled")
}
