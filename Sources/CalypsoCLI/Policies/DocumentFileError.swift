import Calypso
import RegistryVerification

/// What is wrong with a policy, or with a description of Azure.
struct DocumentFileError: Error {
  var path: String
  var text: String
  var error: DocumentError
  var exit = CommandExit.queryIsWrong
}

extension DocumentFileError {
  private static let maximumCount = 20
  /// Longer lines are cut around the place.
  private static let width = 100

  /// Each mistake with its line and a caret below it.
  func report(on console: Console) {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for problem in error.problems.prefix(Self.maximumCount) {
      let position = problem.position
      console.reportError("\(path):\(position.line):\(position.column): \(problem.message)")
      if lines.indices.contains(position.line - 1) {
        console.say(Self.excerpt(lines[position.line - 1], at: position))
      }
      if let hint = problem.hint { console.say("  = \(hint)") }
    }
    let rest = error.problems.count - Self.maximumCount
    if rest > 0 { console.say("and \(rest) more") }
  }

  private static func excerpt(_ line: Substring, at position: DocumentPosition) -> String {
    let scalars = Array(line.unicodeScalars)
    let column = min(position.column - 1, scalars.count)
    let start = column < width ? 0 : column - width / 2
    var shown = ""
    var caret = ""
    for (index, scalar) in scalars.enumerated().dropFirst(start).prefix(width) {
      let visible = SafeText.escaped(String(Character(scalar)))
      shown += visible
      if index < column { caret += String(repeating: " ", count: visible.count) }
    }
    let margin = String(repeating: " ", count: String(position.line).count)
    return "\(position.line) | \(shown)\n\(margin) | \(caret)^"
  }
}
