import KQLDiagnostics
import KQLFunctions
import KQLPlan
import KQLTypes

extension BoundExpression {
  /// The operands of a chain of `and`s, from left to right; the expression itself when it is none.
  var conjuncts: [BoundExpression] { operands(of: "and") }

  /// The operands of a chain of one operator of two operands, from left to right.
  func operands(of name: String) -> [BoundExpression] {
    var result: [BoundExpression] = []
    var pending = [self]
    while let next = pending.popLast() {
      if case .call(let call) = next, call.function.name == name, call.arguments.count == 2 {
        pending.append(call.arguments[1])
        pending.append(call.arguments[0])
      } else {
        result.append(next)
      }
    }
    return result
  }

  /// All conditions in one; `nil` for none.
  static func conjunction(_ conditions: [BoundExpression]) -> BoundExpression? {
    guard var result = conditions.first else { return nil }
    guard conditions.count > 1 else { return result }
    guard let and = FunctionRegistry.standard.scalar("and") else { preconditionFailure("no function 'and'") }
    for condition in conditions.dropFirst() {
      result = .call(BoundCall(function: and, arguments: [result, condition], type: .bool, span: .start))
    }
    return result
  }

  /// The expression with columns replaced by what they stand for.
  func substituting(_ values: [ColumnID: BoundExpression]) -> BoundExpression {
    mapping { part in
      if case .column(let column) = part, let value = values[column.id] { return value }
      return part
    }
  }

  /// The column, when the expression is nothing else.
  var column: PlanColumn? {
    if case .column(let column) = self { return column }
    return nil
  }
}

extension PlanNode {
  /// The node under a filter of conditions, if there are any.
  func filtered(by conditions: [BoundExpression]) -> any PlanNode {
    guard let predicate = BoundExpression.conjunction(conditions) else { return self }
    return FilterNode(input: self, predicate: predicate)
  }
}
