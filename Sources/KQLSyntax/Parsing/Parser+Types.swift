import KQLDiagnostics

// MARK: - Types

extension Parser {
  /// The name of a scalar type; any name is taken, the binder knows which exist.
  mutating func requireTypeName() -> NameSyntax {
    if current.kind == .word, current.keyword?.isType ?? true || isNameWord() { return takeWord() }
    reportExpected("a type")
    return NameSyntax("", at: gap)
  }

  /// `typeof(long)`, `typeof(a:long, b:string)`, `typeof(*, a:long)`.
  mutating func parseTypeof() -> ExpressionSyntax? {
    guard current.keyword == .typeof, token(ahead: 1).kind == .leftParenthesis else { return nil }
    return .type(takeTypeof())
  }

  /// `typeof(…)`, where it must stand.
  mutating func requireTypeof() -> TypeSyntax {
    guard current.keyword == .typeof, token(ahead: 1).kind == .leftParenthesis else {
      reportExpected("'typeof(…)'")
      return TypeSyntax(.scalar(NameSyntax("", at: gap)), span: gap)
    }
    return takeTypeof()
  }

  private mutating func takeTypeof() -> TypeSyntax {
    let start = position
    advance()
    advance()
    let form: TypeSyntax.Form
    if current.kind == .word, current.keyword?.isType == true || token(ahead: 1).kind == .rightParenthesis {
      form = .scalar(requireTypeName())
    } else {
      form = parseColumnList(allowsStar: true)
    }
    close(.rightParenthesis, "')'")
    return TypeSyntax(form, span: span(from: start))
  }
}

// MARK: - Schemas

extension Parser {
  /// `(a:long, b:string)`; commas at both ends are allowed.
  ///
  /// - Parameter allowsStar: Whether `*` may stand first, for the columns that are not named.
  mutating func parseRowSchema(allowsStar: Bool = false) -> TypeSyntax? {
    guard current.kind == .leftParenthesis else { return nil }
    let start = position
    advance()
    _ = take(.comma)
    let acceptsAny = allowsStar && take(.asterisk) != nil
    if acceptsAny { _ = take(.comma) }
    var form = parseColumnList(allowsStar: false)
    if acceptsAny, case .columns(let columns, _) = form { form = .columns(columns, acceptsAny: true) }
    close(.rightParenthesis, "')'")
    return TypeSyntax(form, span: span(from: start))
  }

  mutating func requireRowSchema(allowsStar: Bool = false) -> TypeSyntax {
    if let schema = parseRowSchema(allowsStar: allowsStar) { return schema }
    reportExpected("'(' and the columns with their types")
    return TypeSyntax(.columns([], acceptsAny: false), span: gap)
  }

  private mutating func parseColumnList(allowsStar: Bool) -> TypeSyntax.Form {
    var acceptsAny = false
    let rules = ListRules(element: "a column and its type", allowsTrailingComma: !allowsStar)
    let columns = parseList(rules) { parser -> ColumnDeclarationSyntax?? in
      if allowsStar, parser.take(.asterisk) != nil {
        acceptsAny = true
        return .some(nil)
      }
      return parser.parseColumnDeclaration().map { .some($0) }
    }
    return .columns(columns.compactMap { $0 }, acceptsAny: acceptsAny)
  }

  /// `name:type`; a name that is missing before `:` is reported.
  mutating func parseColumnDeclaration() -> ColumnDeclarationSyntax? {
    guard let name = parseDeclaredName() else { return nil }
    require(.colon, "':' and a type")
    return ColumnDeclarationSyntax(name: name, type: requireTypeName())
  }

  private mutating func parseDeclaredName() -> NameSyntax? {
    if let name = parseName(.declared) { return name }
    guard current.kind == .colon else { return nil }
    reportExpected("a name")
    return NameSyntax("", at: gap)
  }

  /// `name:type`, `name:(columns)`, `name:(*)`, each with ` = default`.
  mutating func parseParameterDeclaration() -> ParameterDeclarationSyntax? {
    guard let name = parseDeclaredName() else { return nil }
    require(.colon, "':' and a type")
    let type: TypeSyntax
    if current.kind == .leftParenthesis {
      type = takeTableType()
    } else {
      let typeName = requireTypeName()
      type = TypeSyntax(.scalar(typeName), span: typeName.span)
    }
    var defaultValue: ExpressionSyntax?
    if take(.equal) != nil {
      defaultValue = parseLiteral() ?? (isNameWord() ? .name(takeWord()) : nil)
      if defaultValue == nil {
        reportExpected("a literal")
        defaultValue = .missing(gap)
      }
    }
    return ParameterDeclarationSyntax(name: name, type: type, defaultValue: defaultValue)
  }

  private mutating func takeTableType() -> TypeSyntax {
    guard token(ahead: 1).kind == .asterisk else { return requireRowSchema() }
    let start = position
    advance()
    advance()
    close(.rightParenthesis, "')'")
    return TypeSyntax(.columns([], acceptsAny: true), span: span(from: start))
  }
}
