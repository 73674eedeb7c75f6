import KQLDiagnostics

/// The settings that operators take before their arguments, by name.
enum OperatorParameters {
  static let none: Set<String> = []
  static let parse: Set<String> = ["flags"]
  static let union: Set<String> = ["best_effort"]
  static let graphShortestPaths: Set<String> = ["output"]
  static let graphMarkComponents: Set<String> = ["with_component_id"]
  static let graphNodes: Set<String> = ["with_node_id"]
  static let graphEdges: Set<String> = ["with_source_id", "with_target_id"]
  static let reduce: Set<String> = ["threshold", "characters"]
  static let parseKv: Set<String> = ["pair_delimiter", "kv_delimiter", "regex", "quote", "escape", "greedy"]
  static let render: Set<String> = [
    "kind", "title", "accumulate", "xcolumn", "ycolumns", "anomalycolumns", "series", "xtitle", "ytitle", "xaxis",
    "yaxis", "legend", "ysplit", "ymin", "ymax", "xmin", "xmax",
  ]

  /// Settings that parse before every operator; whether this one takes them is for the binder to say.
  static let common: Set<String> = [
    "bagexpansion", "bin_legacy", "cycles", "decodeblocks", "expandoutput", "force_remote", "isfuzzy", "kind",
    "with_itemindex", "with_match_id", "with_source", "with_step_name", "withsource", "__crossCluster", "__crossDB",
    "__id", "__isFuzzy", "__noWithSource", "__packedColumn", "__sourceColumnIndex",
  ]

  /// What may follow `hint.`.
  static let hints: Set<String> = [
    "concurrency", "distribution", "materialized", "num_partitions", "pass_filters", "pass_filters_column",
    "progressive_top", "remote", "shufflekey", "spread", "strategy",
  ]

  /// Settings of `render` that name several columns.
  static let columnLists: Set<String> = ["ycolumns", "anomalycolumns", "series"]
}

extension Parser {
  /// Settings one after another: `kind=inner hint.strategy=shuffle`.
  ///
  /// - Parameters:
  ///   - own: The names that this operator alone takes.
  ///   - needsEqual: Whether a name without `=` is no setting here, because an expression may begin with it.
  mutating func parseParameters(
    _ own: Set<String> = OperatorParameters.none, needsEqual: Bool = true
  ) -> [OperatorParameterSyntax] {
    var parameters: [OperatorParameterSyntax] = []
    while true {
      let length = parameterNameLength(own)
      guard length > 0, !needsEqual || token(ahead: length).kind == .equal else { return parameters }
      let name = takeParameterName(length)
      require(.equal, "'='")
      parameters.append(OperatorParameterSyntax(name: name, value: requireParameterValue()))
    }
  }

  /// `(name=value, …)`: only settings of `names`; a comma at the beginning is allowed.
  mutating func takeParameterList(_ names: Set<String>) -> [OperatorParameterSyntax] {
    takeParenthesized("')' or ','") { parser -> [OperatorParameterSyntax]? in
      _ = parser.take(.comma)
      return parser.parseParameterList(names)
    } ?? []
  }

  /// Settings with commas between them: only those of `names`.
  mutating func parseParameterList(_ names: Set<String>) -> [OperatorParameterSyntax] {
    let groups = parseList(ListRules(element: "a setting")) { parser -> [OperatorParameterSyntax]? in
      guard parser.current.kind == .word, names.contains(parser.text(parser.current)) else {
        parser.reportUnknownParameter(among: names)
        return nil
      }
      let name = parser.takeWord()
      parser.require(.equal, "'='")
      guard OperatorParameters.columnLists.contains(name.text) else {
        return [OperatorParameterSyntax(name: name, value: parser.requireParameterValue())]
      }
      return parser.takeColumnList(names).map { OperatorParameterSyntax(name: name, value: $0) }
    }
    return groups.flatMap { $0 }
  }

  /// Columns with commas between them, up to the next setting.
  private mutating func takeColumnList(_ settings: Set<String>) -> [ExpressionSyntax] {
    var columns: [ExpressionSyntax] = [.name(requireName(.declared, "a column"))]
    while current.kind == .comma, !isSetting(of: settings, ahead: 1), nameLength(.declared, ahead: 1) > 0 {
      advance()
      columns.append(.name(requireName(.declared, "a column")))
    }
    return columns
  }

  private func isSetting(of settings: Set<String>, ahead distance: Int) -> Bool {
    let token = token(ahead: distance)
    return token.kind == .word && settings.contains(text(token)) && self.token(ahead: distance + 1).kind == .equal
  }

  private mutating func reportUnknownParameter(among names: Set<String>) {
    guard current.kind == .word, token(ahead: 1).kind == .equal else { return }
    let hint = NearestName.suggestion(for: text(current), among: names.sorted()).map { "did you mean '\($0)'?" }
    report(.unknownParameter, "unknown setting \(describe(current))", at: current.span, hint: hint)
  }

  /// How many tokens the name of the setting has that stands there; 0 when none does.
  func parameterNameLength(_ own: Set<String>, ahead distance: Int = 0) -> Int {
    let token = token(ahead: distance)
    guard token.kind == .word else { return 0 }
    let text = text(token)
    if text == "hint" { return hintLength(ahead: distance) }
    return own.contains(text) || OperatorParameters.common.contains(text) ? 1 : 0
  }

  private func hintLength(ahead distance: Int) -> Int {
    guard token(ahead: distance + 1).kind == .dot, token(ahead: distance + 2).kind == .word else { return 0 }
    if OperatorParameters.hints.contains(text(token(ahead: distance + 2))) { return 3 }
    // A hint that nobody knows, and no column `hint.x`.
    return token(ahead: distance + 3).kind == .equal ? 3 : 0
  }

  private mutating func takeParameterName(_ length: Int) -> NameSyntax {
    let start = position
    if length == 3 {
      let hint = token(ahead: 2)
      if !OperatorParameters.hints.contains(text(hint)) {
        let nearest = NearestName.suggestion(for: text(hint), among: OperatorParameters.hints.sorted())
        report(
          .unknownParameter, "unknown hint \(describe(hint))", at: hint.span,
          hint: nearest.map { "did you mean 'hint.\($0)'?" })
      }
    }
    for _ in 0..<length { advance() }
    let span = span(from: start)
    return NameSyntax(source.text(span), at: span)
  }

  /// A literal or a name.
  mutating func requireParameterValue() -> ExpressionSyntax {
    if let literal = parseLiteral() { return literal }
    if let name = parseName(.declared) { return .name(name) }
    // Words such as `simple` are reserved, but values here.
    if let keyword = current.keyword, Self.reservedValues.contains(keyword) { return .name(takeWord()) }
    return missingExpression("a value")
  }

  private static let reservedValues: Set<Keyword> = [.simple, .relaxed, .first, .last]
}
