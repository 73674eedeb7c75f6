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
    for problem in error.problems.prefix(Self.maximumCount) {
      let position = problem.position
      console.reportError("\(path):\(position.line):\(position.column): \(problem.message)")
      if let excerpt = excerpt(at: position) { console.say(excerpt) }
      if let hint = problem.hint { console.say("  = \(hint)") }
    }
    let rest = error.problems.count - Self.maximumCount
    if rest > 0 { console.say("and \(rest) more") }
  }

  /// The line of a place, or what is near the place in a line that is long; `nil` where there is no such line.
  private func excerpt(at position: DocumentPosition) -> String? {
    let bytes = text.utf8
    var start = bytes.startIndex
    for _ in 1..<max(1, position.line) {
      guard let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) else { return nil }
      start = bytes.index(after: end)
    }
    let column = max(0, position.column - 1)
    let skipped = column < Self.width ? 0 : column - Self.width / 2
    let scalars = text.unicodeScalars
    let first = scalars.index(start, offsetBy: skipped, limitedBy: scalars.endIndex) ?? scalars.endIndex
    var shown = ""
    var caret = ""
    for (index, scalar) in scalars[first...].prefix(Self.width).enumerated() {
      if scalar == "\n" || scalar == "\r" { break }
      let visible = SafeText.escaped(String(Character(scalar)))
      shown += visible
      if skipped + index < column { caret += String(repeating: " ", count: visible.count) }
    }
    let margin = String(repeating: " ", count: String(position.line).count)
    return "\(position.line) | \(shown)\n\(margin) | \(caret)^"
  }
}
