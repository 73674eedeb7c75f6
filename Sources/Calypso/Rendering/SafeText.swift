import KQLDiagnostics

/// Text from logs and queries made safe to show to people.
public enum SafeText {
  /// The text with control characters, line breaks, and invisible formatting and direction marks as escapes, so that
  /// it cannot steer a terminal.
  ///
  /// - Parameter keepingLineBreaks: Whether line feeds stay, as in messages of several lines.
  public static func escaped(_ text: String, keepingLineBreaks: Bool = false) -> String {
    VisibleText.escaped(text, keepingLineBreaks: keepingLineBreaks)
  }
}
