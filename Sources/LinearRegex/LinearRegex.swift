/// A regular expression in the syntax of Rust's `regex` crate, matched on UTF-8 in linear time.
///
/// Compiled once and shared by threads; each thread matches through a ``RegexMatcher`` of its own.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/regex>
package struct LinearRegex: Sendable {
  package let pattern: String
  let program: RegexProgram

  /// - Parameters:
  ///   - flags: Letters as in `(?ismRUux)` that hold from the start of the pattern.
  package init(_ pattern: String, flags: String = "") throws(RegexError) {
    self.pattern = pattern
    var initial = RegexFlags()
    for letter in flags {
      switch letter {
      case "i": initial.ignoresCase = true
      case "m": initial.isMultiLine = true
      case "s": initial.dotMatchesNewline = true
      case "R": initial.isCRLF = true
      case "U": initial.swapsGreed = true
      case "u": initial.isUnicode = true
      case "x": initial.ignoresWhitespace = true
      default: throw RegexError("unknown flag '\(letter)'", at: 0)
      }
    }
    var parser = RegexParser(pattern, flags: initial)
    let node = try parser.parse()
    program = try RegexCompiler.compile(node, captureNames: Array(parser.captureNames[...node.lastGroup]))
  }
}

extension LinearRegex {
  /// Groups without the whole match.
  package var groupCount: Int { program.captureNames.count - 1 }

  /// Names of the groups by number, the whole match (0) included; `nil` for groups without one.
  package var groupNames: [String?] { program.captureNames }

  package func makeMatcher() -> RegexMatcher { RegexMatcher(self) }

  /// The pattern that matches exactly `text`.
  package static func quoted(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      if "\\.+*?()|[]{}^$#&-~".unicodeScalars.contains(scalar) { result += "\\" }
      result.unicodeScalars.append(scalar)
    }
    return result
  }
}
