import KQLDiagnostics

@testable import KQLSyntax

/// Writes a tree as short text, without places: `T | where (== a 1)` → `T | where{predicate: (== a 1)}`.
///
/// Expressions are written as lists with the operator first, operators by their stored properties, empty ones left out.
enum TreeDump {
  static func dump(_ tree: SyntaxTree) -> String {
    tree.root.statements.map(dump).joined(separator: "; ")
  }

  static func dump(_ statement: StatementSyntax) -> String {
    switch statement {
    case .expression(let expression): dump(expression)
    case .let(let statement): "let \(dump(statement.name)) = \(dump(statement.value))"
    case .set(let name, let value, _): "set \(dump(name))" + (value.map { " = \(dump($0))" } ?? "")
    case .declareParameters(let parameters, _): "declare(\(list(parameters)))"
    case .declarePattern(let pattern): properties(of: pattern, named: "pattern")
    case .alias(let name, let expression, _): "alias \(dump(name)) = \(dump(expression))"
    case .restrict(let tables, _): "restrict(\(list(tables)))"
    }
  }

  static func dump(_ expression: ExpressionSyntax) -> String {
    switch expression {
    case .literal(let literal): dump(literal)
    case .name(let name): dump(name)
    case .namePattern(let pattern): "~\(pattern.pattern)"
    case .star: "*"
    case .member(let base, let name): "\(dump(base)).\(dump(name))"
    case .element(let base, let index, _): "\(dump(base))[\(dump(index))]"
    case .call(let call): dump(call)
    case .unary(let unary): "(\(unary.symbol.text) \(dump(unary.operand)))"
    case .binary(let binary): "(\(binary.symbol.text) \(dump(binary.left)) \(dump(binary.right)))"
    case .membership(let membership):
      "(\(membership.symbol.text) \(dump(membership.value)) [\(list(membership.items))])"
    case .between(let between):
      "(\(between.symbol.text) \(dump(between.value)) \(dump(between.low)) \(dump(between.high)))"
    case .parenthesized(let inner, _): "⟨\(dump(inner))⟩"
    case .named(let named):
      named.isTuple
        ? "(\(list(named.names))) = \(dump(named.expression))" : "\(list(named.names)) = \(dump(named.expression))"
    case .type(let type): "typeof \(dump(type))"
    case .pipeline(let pipeline): dump(pipeline)
    case .missing: "‹missing›"
    }
  }

  static func dump(_ pipeline: PipelineSyntax) -> String {
    let source = pipeline.source.map(dump) ?? (pipeline.beginsWithPipe ? "‹default›" : nil)
    let steps = pipeline.operators.map { properties(of: $0, named: $0.keyword.text) }
    return ((source.map { [$0] } ?? []) + steps).joined(separator: " | ")
  }

  static func dump(_ literal: LiteralSyntax) -> String {
    switch literal.kind {
    case .string: "'\(VisibleText.escaped(literal.content))'"
    case .obfuscatedString: "h'\(literal.content)'"
    case .typed(let type): "\(type)(\(literal.content))"
    case .dynamic: "dynamic(\(literal.dynamicValue.map(dump) ?? "‹missing›"))"
    case .bool, .long, .real, .timespan, .null: "\(literal.kind):\(literal.content)"
    }
  }

  static func dump(_ value: DynamicLiteralSyntax) -> String {
    switch value {
    case .null: "null"
    case .literal(let literal): dump(literal)
    case .negative(let literal): "-\(dump(literal))"
    case .array(let elements): "[\(elements.map(dump).joined(separator: ", "))]"
    case .object(let properties):
      "{\(properties.map { "\($0.key): \(dump($0.value))" }.joined(separator: ", "))}"
    }
  }

  static func dump(_ call: CallSyntax) -> String {
    (call.receiver.map { "\(dump($0))." } ?? "") + "\(dump(call.name))(\(list(call.arguments)))"
  }

  static func dump(_ name: NameSyntax) -> String { name.isBracketed ? "['\(name.text)']" : name.text }

  static func dump(_ type: TypeSyntax) -> String {
    switch type.form {
    case .scalar(let name): name.text
    case .columns(let columns, let acceptsAny):
      "(\(((acceptsAny ? ["*"] : []) + columns.map { "\(dump($0.name)):\($0.type.text)" }).joined(separator: ", ")))"
    }
  }

  static func dump(_ value: LetStatementSyntax.Value) -> String {
    switch value {
    case .expression(let expression): dump(expression)
    case .function(let function): dump(function)
    }
  }

  static func dump(_ function: FunctionDeclarationSyntax) -> String {
    let body = function.body.map(dump).joined(separator: "; ")
    return "\(function.isView ? "view " : "")(\(list(function.parameters))) {\(body)}"
  }

  // MARK: - Anything else

  private static func list(_ values: [some Any]) -> String {
    values.map { dumpAny($0) ?? "" }.joined(separator: ", ")
  }

  private static func properties(of value: Any, named name: String) -> String {
    let shown = Mirror(reflecting: value).children.compactMap { child -> String? in
      guard let label = child.label, label != "span", label != "keyword", let text = dumpAny(child.value) else {
        return nil
      }
      return "\(label): \(text)"
    }
    return shown.isEmpty ? name : "\(name){\(shown.joined(separator: ", "))}"
  }

  /// - Returns: `nil` for what is not worth writing: nothing, false, empty lists.
  private static func dumpAny(_ value: Any) -> String? {
    switch value {
    case let expression as ExpressionSyntax: return dump(expression)
    case let pipeline as PipelineSyntax: return "[\(dump(pipeline))]"
    case let name as NameSyntax: return dump(name)
    case let literal as LiteralSyntax: return dump(literal)
    case let call as CallSyntax: return dump(call)
    case let type as TypeSyntax: return dump(type)
    case let statement as StatementSyntax: return dump(statement)
    case let column as ColumnDeclarationSyntax: return "\(dump(column.name)):\(column.type.text)"
    case let parameter as OperatorParameterSyntax: return "\(dump(parameter.name))=\(dump(parameter.value))"
    case let flag as Bool: return flag ? "true" : nil
    case let text as String: return text
    case is ByteSpan: return nil
    default: break
    }
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .optional: return mirror.children.first.flatMap { dumpAny($0.value) }
    case .collection:
      guard !mirror.children.isEmpty else { return nil }
      return "[\(mirror.children.map { dumpAny($0.value) ?? "" }.joined(separator: ", "))]"
    case .tuple: return "(\(mirror.children.compactMap { dumpAny($0.value) }.joined(separator: ", ")))"
    case .enum:
      guard let payload = mirror.children.first else { return "\(value)" }
      return "\(payload.label ?? "")\(dumpAny(payload.value).map { "(\($0))" } ?? "")"
    default: return properties(of: value, named: "")
    }
  }
}
