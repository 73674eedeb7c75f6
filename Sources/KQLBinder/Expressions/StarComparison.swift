import KQLDiagnostics
import KQLFunctions
import KQLPlan
import KQLSyntax
import KQLTypes

extension QueryBinding {
  /// `* has "x"`, `* == 5`: whether the comparison holds for any column.
  ///
  /// Text operators look at the text of every column, others at the columns of a type that goes with the right side.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/where-operator>
  func bindStarComparison(_ binary: BinaryExpressionSyntax, in scope: ExpressionScope) -> BoundExpression {
    let symbol = binary.symbol.text
    let span = binary.left.span.union(binary.right.span)
    guard let entry = FunctionSurface.operators[symbol == "matches regex" ? "matches_regex" : symbol],
      entry.signatures.contains(where: { $0.parameters.first?.form == .starOnly })
    else {
      report(.typeMismatch, "operator '\(symbol)' cannot be applied to '*'", at: binary.symbol.span)
      return .invalid(.bool)
    }
    guard !symbol.hasPrefix("!") else {
      report(.unsupported, "operator '\(symbol)' over all columns is not supported", at: binary.symbol.span)
      return .invalid(.bool)
    }
    let right = bindExpression(binary.right, in: scope)
    if right.isInvalid { return .invalid(.bool) }
    return anyColumn(symbol == ":" ? "has" : symbol, right, at: span, in: scope)
  }

  /// Whether an operator holds for any column of the row.
  func anyColumn(
    _ symbol: String, _ right: BoundExpression, at span: ByteSpan, in scope: ExpressionScope
  ) -> BoundExpression {
    let comparesValues = symbol == "=="
    var tests: [BoundExpression] = []
    for column in scope.row.columns {
      var left = BoundExpression.column(column)
      if comparesValues {
        guard column.type == right.type || (column.type.isNumeric && right.type.isNumeric) else { continue }
      } else if column.type != .string {
        left = convert(left, to: .string, at: span)
      }
      tests.append(bindOperator(symbol, shown: symbol, [left, right], [span, span], at: span, span: span))
    }
    return disjunction(tests[...], at: span)
  }

  /// The values combined by `or`, as a balanced tree.
  func disjunction(_ tests: ArraySlice<BoundExpression>, at span: ByteSpan) -> BoundExpression {
    guard let first = tests.first else { return .constant(.bool(false)) }
    guard tests.count > 1 else { return first }
    let middle = tests.startIndex + tests.count / 2
    return makeCall(
      "or", [disjunction(tests[..<middle], at: span), disjunction(tests[middle...], at: span)], type: .bool, at: span)
  }
}
