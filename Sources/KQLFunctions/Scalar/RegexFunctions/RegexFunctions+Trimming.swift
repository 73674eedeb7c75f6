import KQLColumnar
import KQLTypes
import LinearRegex

extension RegexFunctions {
  static let trimming: [ScalarFunction] = [
    trim("trim", start: true, end: true), trim("trim_start", start: true, end: false),
    trim("trim_end", start: false, end: true),
  ]

  /// Takes one match of the pattern away at the start, at the end, or at both.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/trim-function>
  private static func trim(_ name: String, start: Bool, end: Bool) -> ScalarFunction {
    .ofText(name, text: [1]) { (site) throws(ExecutionError) in
      let atStart = try PatternArgument(site, at: 0) { "\\A(?:\($0))" }
      let atEnd = try PatternArgument(site, at: 0) { "(?:\($0))\\z" }
      return { (arguments, rowCount) throws(ExecutionError) in
        let patterns = TextArgument(arguments[0])
        let text = TextArgument(arguments[1])
        return try Lift.strings(rowCount) { (row, output) throws(ExecutionError) in
          var bytes = text[row]
          if start, let slots = try atStart.regex(patterns, row).withMatcher({ $0.firstMatch(in: bytes) }) {
            bytes = UnsafeBufferPointer(rebasing: bytes[slots[1]...])
          }
          if end, let slots = try atEnd.regex(patterns, row).withMatcher({ $0.firstMatch(in: bytes) }) {
            bytes = UnsafeBufferPointer(rebasing: bytes[..<slots[0]])
          }
          output.append(contentsOf: bytes)
        }
      }
    }
  }
}
