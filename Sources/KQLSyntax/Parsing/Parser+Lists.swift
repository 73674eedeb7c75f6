import KQLDiagnostics

/// How a list of elements with commas between them ends and what it may lack.
struct ListRules {
  /// What an element is called in messages, with an article.
  var element: String
  /// Words that end the list, besides brackets, `|`, `;` and the end of the text.
  var ends: [Keyword] = []
  var allowsTrailingComma = false
  var isRequired = false
  /// Whether a missing comma ends the list in silence, so that something else may follow.
  var endsWithoutComma = false
}

extension Parser {
  /// Elements with commas between them.
  ///
  /// Where a comma is missing it is reported, and the list goes on with the next element if there is one.
  mutating func parseList<Element>(
    _ rules: ListRules, _ parseElement: (inout Parser) -> Element?
  ) -> [Element] {
    var elements: [Element] = []
    while true {
      guard !isAtListEnd(rules), let element = parseElement(&self) else {
        if elements.isEmpty, current.kind == .comma {
          // An element is missing before the first comma; those after it may be right.
          reportExpected(rules.element)
          advance()
          continue
        }
        if !elements.isEmpty || rules.isRequired { reportMissingElement(rules, isFirst: elements.isEmpty) }
        return elements
      }
      elements.append(element)
      if take(.comma) != nil { continue }
      if rules.endsWithoutComma || isAtListEnd(rules) { return elements }
      guard let next = parseUnseparated(parseElement) else { return elements }
      elements.append(next)
      if take(.comma) == nil, isAtListEnd(rules) { return elements }
    }
  }

  private func isAtListEnd(_ rules: ListRules) -> Bool {
    if isAtCommonEnd() { return true }
    guard !rules.ends.isEmpty, let keyword = current.keyword else { return false }
    return rules.ends.contains(keyword)
  }

  private mutating func reportMissingElement(_ rules: ListRules, isFirst: Bool) {
    if !isFirst, rules.allowsTrailingComma { return }
    reportExpected(rules.element, hint: reservedWordHint)
  }

  /// Reads an element although no comma stands before it, and reports the comma.
  private mutating func parseUnseparated<Element>(_ parseElement: (inout Parser) -> Element?) -> Element? {
    let start = position
    guard let element = parseElement(&self) else { return nil }
    reportMissingComma(before: start)
    return element
  }
}
