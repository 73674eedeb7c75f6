import KQLTypes

/// Values of a column that its type cannot hold, and that are null instead.
package struct UnfittingValues: Hashable, Sendable {
  package var column: String
  package var type: ScalarType
  package var count: Int
  /// One of them: the first in order of their bytes, so that it does not depend on who read them.
  package var example: String
}

extension UnfittingValues {
  func adding(_ other: UnfittingValues) -> UnfittingValues {
    UnfittingValues(column: column, type: type, count: count + other.count, example: min(example, other.example))
  }

  package func message(table: String) -> String {
    let (values, are) = count == 1 ? ("1 value", "is") : ("\(count) values", "are")
    return "\(values) of \(table).\(column) \(are) no \(type.name), such as '\(example)', and null instead"
  }

  /// Whether a text is what programs write for a value that is missing, so that null is what it says.
  static func isMissing(_ text: String) -> Bool {
    ["None", "<nil>", "null", "NULL", "(null)", "undefined", "-"].contains(text)
  }
}
