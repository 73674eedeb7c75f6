/// Renders diagnostics for people: message, line with a caret under the place, hint.
///
/// Control characters of the query are shown escaped, so that a query cannot steer the terminal.
package struct DiagnosticRenderer: Sendable {
  package var usesColor: Bool
  /// Longest part of a line that is shown, in characters.
  package var maximumLineWidth: Int

  package init(usesColor: Bool = false, maximumLineWidth: Int = 100) {
    self.usesColor = usesColor
    self.maximumLineWidth = maximumLineWidth
  }
}

extension DiagnosticRenderer {
  package func render(_ diagnostics: some Sequence<Diagnostic>, in source: SourceText) -> String {
    diagnostics.map { render($0, in: source) }.joined(separator: "\n")
  }

  /// - Returns: Several lines, each ended by a line feed.
  package func render(_ diagnostic: Diagnostic, in source: SourceText) -> String {
    let start = source.position(ofOffset: diagnostic.span.lower)
    let label = styled(diagnostic.severity.rawValue, diagnostic.severity == .error ? "1;31" : "1;33")
    let message = VisibleText.escaped(diagnostic.message)
    var result = "\(label): \(message) [\(diagnostic.code.rawValue)] at line \(start.line), column \(start.column)\n"
    if !source.utf8.isEmpty {
      let lineSpan = source.lineSpan(start.line)
      let gutter = "\(start.line)"
      let blank = String(repeating: " ", count: gutter.count)
      let excerpt = excerpt(of: lineSpan, around: diagnostic.span, in: source)
      result += "\(styled("\(gutter) |", "34")) \(excerpt.text)\n"
      let marks = "^" + String(repeating: "~", count: max(0, excerpt.width - 1))
      result +=
        "\(styled("\(blank) |", "34")) \(String(repeating: " ", count: excerpt.indent))\(styled(marks, "1;32"))\n"
    }
    if let hint = diagnostic.hint { result += "\(styled("hint", "1;36")): \(VisibleText.escaped(hint))\n" }
    return result
  }

  private func excerpt(
    of line: ByteSpan, around span: ByteSpan, in source: SourceText
  ) -> (text: String, indent: Int, width: Int) {
    let lower = min(max(span.lower, line.lower), line.upper)
    let upper = min(max(span.upper, lower), line.upper)
    // Enough bytes for what is shown, however wide the characters: lines may be megabytes long.
    let reach = maximumLineWidth * 8
    func shown(_ from: Int, _ to: Int) -> String {
      VisibleText.escaped(source.text(ByteSpan(from, to)).replacingTabs())
    }
    var before = shown(source.characterStart(max(line.lower, lower - reach)), lower)
    let marked = shown(lower, source.characterStart(min(upper, lower + reach)))
    var after = shown(upper, source.characterStart(min(line.upper, upper + reach)))
    if before.count > maximumLineWidth / 2 { before = "…" + before.suffix(maximumLineWidth / 2 - 1) }
    var shownMark = marked
    if shownMark.count > maximumLineWidth / 2 { shownMark = shownMark.prefix(maximumLineWidth / 2 - 1) + "…" }
    let room = max(0, maximumLineWidth - before.count - shownMark.count)
    if after.count > room { after = after.prefix(max(0, room - 1)) + "…" }
    return (before + shownMark + after, before.count, shownMark.count)
  }

  private func styled(_ text: String, _ code: String) -> String {
    usesColor ? "\u{1b}[\(code)m\(text)\u{1b}[0m" : text
  }
}

extension String {
  fileprivate func replacingTabs() -> String {
    String(map { $0 == "\t" ? " " : $0 })
  }
}
