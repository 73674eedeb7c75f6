import KQLDiagnostics
import KQLFunctions
import KQLPlan
import KQLSyntax
import KQLTypes

/// `search`: rows of several tables in which terms stand.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/search-operator>
extension SearchOperatorSyntax: BindableOperator, BindableSource {
  func bind(_ input: BoundTable, in pipeline: inout PipelineScope, _ binding: QueryBinding) -> BoundTable {
    if let table = tables.first {
      binding.report(.unexpectedSyntax, "'search' after a pipe cannot name tables", at: table.span)
      return .invalid
    }
    return search([input], in: pipeline, binding)
  }

  func bindSource(in pipeline: inout PipelineScope, _ binding: QueryBinding) -> BoundTable {
    let members =
      tables.isEmpty
      ? binding.tables(matching: "*", in: pipeline.environment)
      : tables.flatMap { binding.bindUnionMembers($0, isFuzzy: false, in: pipeline.environment) }
    if members.contains(where: { $0.isInvalid }) { return .invalid }
    if members.isEmpty {
      if tables.isEmpty { binding.report(.unknownTable, "there is no table to search", at: keyword.span) }
      return .invalid
    }
    return search(members, in: pipeline, binding)
  }

  private func search(_ members: [BoundTable], in pipeline: PipelineScope, _ binding: QueryBinding) -> BoundTable {
    let settings = OperatorParameters(parameters)
    settings.report(unknownExcept: ["kind"], of: "search", binding)
    var isCaseSensitive = false
    if let kind = settings.word("kind") {
      switch kind.text.lowercased() {
      case "case_sensitive": isCaseSensitive = true
      case "default", "case_insensitive": break
      default:
        binding.report(
          .invalidArgument, "'\(kind.text)' is no kind of search", at: kind.span,
          hint: "write 'case_insensitive' or 'case_sensitive'")
      }
    }
    let terms = TermPredicate(isCaseSensitive: isCaseSensitive)
    var filtered: [BoundTable] = []
    for (member, missing) in binding.withMissingColumns(members, of: predicate) {
      var scope = pipeline.expressions(over: member)
      scope.missingColumns = missing
      let condition = terms.bind(predicate, in: scope, binding)
      var result = member
      result.plan = FilterNode(input: member.plan, predicate: condition)
      filtered.append(result)
    }
    if filtered.isEmpty {
      // No table has the columns that are named, so one is enough to say which they are.
      let scope = pipeline.expressions(over: members[0])
      _ = terms.bind(predicate, in: scope, binding)
      return .invalid
    }
    return binding.union(filtered, kind: .outer, sourceColumn: "$table", operatorName: "search")
  }
}

/// Conditions of `search` and `find`, in which a bare string is a term that any column may hold.
struct TermPredicate {
  var isCaseSensitive: Bool

  func bind(_ syntax: ExpressionSyntax, in scope: ExpressionScope, _ binding: QueryBinding) -> BoundExpression {
    binding.nested(at: syntax.span, otherwise: .invalid(.bool)) {
      switch syntax {
      case .star: return .constant(.bool(true))
      case .literal(let literal) where literal.kind == .string || literal.kind == .obfuscatedString:
        return term(literal.content, over: nil, at: literal.span, in: scope, binding)
      case .parenthesized(let inner, _): return bind(inner, in: scope, binding)
      case .pipeline(let pipeline):
        if pipeline.operators.isEmpty, let source = pipeline.source { return bind(source, in: scope, binding) }
        return binding.bindCondition(syntax, in: scope)
      case .call(let call) where call.name.text == "not" && call.arguments.count == 1:
        let inner = bind(call.arguments[0], in: scope, binding)
        return binding.makeCall("not", [inner], type: .bool, at: call.span)
      case .binary(let binary):
        switch binary.symbol.text {
        case "and", "or":
          let left = bind(binary.left, in: scope, binding)
          let right = bind(binary.right, in: scope, binding)
          for side in [left, right] { if side.isInvalid { return .invalid(.bool) } }
          return binding.makeCall(binary.symbol.text, [left, right], type: .bool, at: syntax.span)
        case ":": return column(binary, in: scope, binding)
        default: return binding.bindCondition(syntax, in: scope)
        }
      default: return binding.bindCondition(syntax, in: scope)
      }
    }
  }

  /// `column:"term"`.
  private func column(
    _ binary: BinaryExpressionSyntax, in scope: ExpressionScope, _ binding: QueryBinding
  ) -> BoundExpression {
    if case .literal(let literal) = binary.right.withoutParentheses, literal.kind == .string {
      if case .star = binary.left { return term(literal.content, over: nil, at: literal.span, in: scope, binding) }
      let value = binding.bindExpression(binary.left, in: scope)
      if value.isInvalid { return .invalid(.bool) }
      return term(literal.content, over: value, at: literal.span, in: scope, binding)
    }
    let left = binding.bindExpression(binary.left, in: scope)
    let right = binding.bindExpression(binary.right, in: scope)
    let span = binary.left.span.union(binary.right.span)
    return binding.bindOperator(
      isCaseSensitive ? "has_cs" : "has", shown: ":", [left, right], [binary.left.span, binary.right.span],
      at: binary.symbol.span, span: span)
  }

  /// A term, in which `*` stands for any text.
  private func term(
    _ text: String, over value: BoundExpression?, at span: ByteSpan, in scope: ExpressionScope,
    _ binding: QueryBinding
  ) -> BoundExpression {
    let (symbol, pattern) = test(for: text)
    let right = BoundExpression.constant(.string(pattern))
    guard let value else {
      if text == "*" || text.isEmpty { return .constant(.bool(true)) }
      return binding.anyColumn(symbol, right, at: span, in: scope)
    }
    let left = binding.convert(value, to: .string, at: span)
    return binding.bindOperator(symbol, shown: symbol, [left, right], [span, span], at: span, span: span)
  }

  private func test(for text: String) -> (symbol: String, pattern: String) {
    let suffix = isCaseSensitive ? "_cs" : ""
    let inner = text.drop { $0 == "*" }
    let startsOpen = inner.count < text.count
    var core = String(inner)
    let endsOpen = core.last == "*"
    while core.last == "*" { core.removeLast() }
    if core.contains("*") {
      let parts = core.split(separator: "*", omittingEmptySubsequences: false).map { Self.quoted(String($0)) }
      let body = parts.joined(separator: ".*")
      return (
        "matches regex",
        (isCaseSensitive ? "" : "(?is)") + (startsOpen ? "" : "\\b") + body + (endsOpen ? "" : "\\b")
      )
    }
    switch (startsOpen, endsOpen) {
    case (true, true): return ("contains" + suffix, core)
    case (true, false): return ("hassuffix" + suffix, core)
    case (false, true): return ("hasprefix" + suffix, core)
    case (false, false): return ("has" + suffix, core)
    }
  }

  /// The text as a regular expression that matches just it.
  private static func quoted(_ text: String) -> String {
    var result = ""
    for character in text {
      if "\\.+*?()|[]{}^$#&-~".contains(character) { result.append("\\") }
      result.append(character)
    }
    return result
  }
}

extension QueryBinding {
  /// The tables that have any of the columns that a condition names, each with those that it lacks, which are null.
  /// A condition that names none keeps all tables.
  func withMissingColumns(
    _ tables: [BoundTable], of predicate: ExpressionSyntax
  ) -> [(table: BoundTable, missing: [String: ScalarType])] {
    let named = predicate.columnNames
    guard !named.isEmpty else { return tables.map { ($0, [:]) } }
    var types: [String: ScalarType] = [:]
    for table in tables {
      for column in table.columns where named.contains(column.name) && types[column.name] == nil {
        types[column.name] = column.type
      }
    }
    return tables.compactMap { table in
      let own = Set(table.columns.map(\.name))
      if types.isEmpty { return nil }
      guard !own.isDisjoint(with: types.keys) else { return nil }
      return (table, types.filter { !own.contains($0.key) })
    }
  }
}

extension ExpressionSyntax {
  /// Names that stand where columns may be named.
  var columnNames: Set<String> {
    var names: Set<String> = []
    var rest = [self]
    while let next = rest.popLast() {
      switch next {
      case .name(let name): names.insert(name.text)
      case .parenthesized(let inner, _): rest.append(inner)
      case .member(let base, _): rest.append(base)
      case .element(let base, let index, _): rest += [base, index]
      case .call(let call): rest += call.arguments
      case .unary(let unary): rest.append(unary.operand)
      case .binary(let binary): rest += [binary.left, binary.right]
      case .membership(let membership): rest += [membership.value] + membership.items
      case .between(let between): rest += [between.value, between.low, between.high]
      case .named(let named): rest.append(named.expression)
      case .pipeline(let pipeline):
        if pipeline.operators.isEmpty, let source = pipeline.source { rest.append(source) }
      case .literal, .namePattern, .star, .type, .missing: break
      }
    }
    return names
  }
}
