import KQLSyntax

extension SyntaxTree {
  /// Whether the query's text begins with `|`, so that it runs on the default table.
  var beginsWithPipe: Bool {
    root.statements.contains { statement in
      guard case .expression(.pipeline(let pipeline)) = statement else { return false }
      return pipeline.beginsWithPipe
    }
  }

  /// Whether the text names `now` or `ago`.
  var usesClock: Bool {
    tokens.contains { token in
      guard token.span.count == 3 else { return false }
      let text = source.text(token.span)
      return text == "now" || text == "ago"
    }
  }
}
