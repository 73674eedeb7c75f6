import KQLColumnar
import KQLFunctions
import KQLPlan
import KQLTypes

/// `T | where x > ago(1d) and true  →  T | where x > datetime(…)`
///
/// Calls of constants are computed once instead of once a batch, and what scans can use shows only then. A call that
/// fails is left to fail when rows come to it.
package struct ConstantFolding: OptimizerRule {
  package init() {}

  package func apply(to plan: any PlanNode, now: Int64) -> any PlanNode {
    plan.rewritingUpwards { node in
      let folded = node.mappingExpressions { $0.mapping { Self.fold($0, now) } }
      guard let filter = folded as? FilterNode, let value = filter.predicate.constant, value.type == .bool else {
        return folded
      }
      if value == .bool(true) { return filter.input }
      return ValuesNode(columns: filter.columns, batches: [])
    }
  }

  private static func fold(_ expression: BoundExpression, _ now: Int64) -> BoundExpression {
    guard case .call(let call) = expression, call.function.volatility != .volatile else { return expression }
    let constants = call.arguments.map(\.constant)
    if constants.allSatisfy({ $0 != nil }) { return computed(call, constants.compactMap { $0 }, now) ?? expression }
    return simplified(call) ?? expression
  }

  private static func computed(_ call: BoundCall, _ constants: [ScalarValue], _ now: Int64) -> BoundExpression? {
    let site = CallSite(
      name: call.function.name, argumentTypes: call.arguments.map(\.type), constants: constants,
      resultType: call.type, now: now)
    do throws(ExecutionError) {
      let kernel = try call.function.prepare(site)
      let value = try kernel(constants.map { .constant($0) }, 1)[0]
      return value.type == call.type ? .constant(value) : nil
    } catch {
      return nil
    }
  }

  /// `x and true → x`, `x and false → false`, and the same for `or`; the other operand may be null.
  private static func simplified(_ call: BoundCall) -> BoundExpression? {
    guard call.arguments.count == 2, call.arguments.allSatisfy({ $0.type == .bool }) else { return nil }
    let neutral: Bool
    switch call.function.name {
    case "and": neutral = true
    case "or": neutral = false
    default: return nil
    }
    for (constant, other) in [(0, 1), (1, 0)] {
      guard case .constant(.bool(let value)) = call.arguments[constant] else { continue }
      return value == neutral ? call.arguments[other] : call.arguments[constant]
    }
    return nil
  }
}
