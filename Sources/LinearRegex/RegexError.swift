/// Why a pattern is not a valid regular expression.
package struct RegexError: Error, Hashable, Sendable {
  /// In lower case, without a full stop.
  package var message: String
  /// UTF-8 offset in the pattern.
  package var offset: Int

  package init(_ message: String, at offset: Int) {
    self.message = message
    self.offset = offset
  }
}

extension RegexError: CustomStringConvertible {
  package var description: String { "\(message) (at byte \(offset) of the pattern)" }
}
