/// One thing that is wrong with a document.
public struct DocumentProblem: Error, Hashable, Sendable {
  public var position: DocumentPosition
  /// One line, lower case, without a full stop.
  public var message: String
  /// What to do about it.
  public var hint: String?

  public init(_ message: String, at position: DocumentPosition, hint: String? = nil) {
    self.position = position
    self.message = message
    self.hint = hint
  }
}

extension DocumentProblem: CustomStringConvertible {
  /// `line:column: message; hint`
  public var description: String {
    "\(position.line):\(position.column): \(message)" + (hint.map { "; \($0)" } ?? "")
  }
}

/// Everything that is wrong with a document, by position.
public struct DocumentError: Error, Hashable, Sendable {
  public var problems: [DocumentProblem]

  public init(_ problems: [DocumentProblem]) {
    self.problems = problems.sorted { $0.position < $1.position }
  }
}

extension DocumentError: CustomStringConvertible {
  public var description: String { problems.map(\.description).joined(separator: "\n") }
}
