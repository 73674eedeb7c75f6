import KQLFunctions
import KQLTypes

extension BoundExpression {
  /// The expression in KQL's notation, with columns as name and number.
  package var text: String {
    switch self {
    case .constant(let value): return value.literal
    case .column(let column): return column.text
    case .call(let call): return call.text
    case .subquery(let subquery): return subquery.form == .scalar ? "toscalar(…)" : "(…)"
    case .invalid: return "?"
    }
  }
}

extension BoundCall {
  fileprivate var text: String {
    let name = function.name
    let operands = arguments.map(\.operandText)
    switch (name, operands.count) {
    case ("unary-", 1): return "-" + operands[0]
    case ("unary+", 1): return "+" + operands[0]
    case ("getmember", 2): return "\(operands[0])[\(arguments[1].text)]"
    case ("getelement", 2): return "\(operands[0])[\(arguments[1].text)]"
    case ("between", 3), ("!between", 3):
      return "\(operands[0]) \(name) (\(arguments[1].text) .. \(arguments[2].text))"
    case (_, 1...) where Self.listOperators.contains(name):
      return "\(operands[0]) \(name) (\(arguments.dropFirst().map(\.text).joined(separator: ", ")))"
    case (_, 2) where function.isInfix: return "\(operands[0]) \(name) \(operands[1])"
    default: return "\(name)(\(arguments.map(\.text).joined(separator: ", ")))"
    }
  }

  private static let listOperators: Set<String> = ["in", "!in", "in~", "!in~", "has_any", "has_all"]
}

extension BoundExpression {
  /// In parentheses where it is an operator itself.
  fileprivate var operandText: String {
    if case .call(let call) = self, call.function.isInfix { return "(\(text))" }
    return text
  }
}

extension ScalarValue {
  /// The value as a KQL literal.
  package var literal: String {
    switch self {
    case .null(let type): return type == .string ? "''" : "\(type.name)(null)"
    case .bool, .long: return text
    case .string(let string):
      let escaped = string.map { character -> String in
        switch character {
        case "'": "\\'"
        case "\\": "\\\\"
        case "\n": "\\n"
        case "\r": "\\r"
        case "\t": "\\t"
        default: String(character)
        }
      }
      return "'\(escaped.joined())'"
    case .int, .real, .decimal, .datetime, .timespan, .guid, .dynamic: return "\(type.name)(\(text))"
    }
  }
}

extension ScalarFunction {
  /// Whether KQL writes the function between its arguments.
  fileprivate var isInfix: Bool { !name.hasPrefix("unary") && FunctionSurface.operators[name] != nil }
}
