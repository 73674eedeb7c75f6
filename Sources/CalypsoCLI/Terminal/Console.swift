import Calypso
import Glibc

/// Standard error as people see it.
struct Console {
  let descriptor: Int32
  let usesColor: Bool

  static let standardError = Console(descriptor: STDERR_FILENO)

  init(descriptor: Int32) {
    self.descriptor = descriptor
    usesColor = Terminal.allowsColor(descriptor)
  }
}

extension Console {
  /// Says something beside the data; control characters are made visible. What cannot be said is lost.
  func say(_ text: String) {
    Self.write(SafeText.escaped(text, keepingLineBreaks: true) + "\n", toStandardError: true)
  }

  func report(_ error: QueryError) {
    error.diagnostics.isEmpty ? reportError(error.message) : report(error.diagnostics)
  }

  /// Says in one line that something is wrong; control characters are made visible.
  func reportError(_ message: String) {
    say("\(label("error", "1;31")): \(SafeText.escaped(message))", isStyled: true)
  }

  func report(_ diagnostics: [QueryDiagnostic]) {
    for diagnostic in diagnostics {
      Self.write(usesColor ? diagnostic.renderedInColor : diagnostic.rendered, toStandardError: true)
    }
  }

  private func say(_ text: String, isStyled: Bool) { Self.write(text + "\n", toStandardError: true) }

  private func label(_ text: String, _ code: String) -> String {
    usesColor ? "\u{1b}[\(code)m\(text)\u{1b}[0m" : text
  }

  static func write(_ text: String, toStandardError: Bool) {
    try? FileOutput(descriptor: toStandardError ? STDERR_FILENO : STDOUT_FILENO).write(text)
  }
}
