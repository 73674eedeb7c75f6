import KQLTypes

/// Why something could not be done with a store.
package struct StoreError: Error, Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    /// The file is something else, or of a format that this version does not know.
    case notAStore
    /// What the file holds is not what was written.
    case damaged
    /// Another process is writing.
    case busy
    case cannotRead
    case cannotWrite
    /// Rows that do not fit what the store holds already.
    case unsuitable
  }

  package var kind: Kind
  /// One line, beginning with the path of the store.
  package var message: String

  package init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }
}

extension StoreError {
  /// As a query that needs the store reports it.
  package var executionError: ExecutionError { .badInput(message) }
}
