import KQLPlan
import KQLSyntax

/// `where`, `filter`.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/where-operator>
extension WhereOperatorSyntax: BindableOperator {
  func bind(_ input: BoundTable, in pipeline: inout PipelineScope, _ binding: QueryBinding) -> BoundTable {
    let scope = pipeline.windowedExpressions(over: input)
    let condition = binding.bindCondition(predicate, in: scope)
    guard let windows = scope.windows, !windows.isEmpty else {
      return input.replacingPlan(Self.filter(input.plan, condition))
    }
    let filtered = FilterNode(input: windows.applied(to: input.plan), predicate: condition)
    return input.replacingPlan(.passingOn(input.columns, of: filtered))
  }

  /// Filters a plan. Kusto applies conditions on the left side of an `innerunique` join before it keeps one row a key,
  /// which decides on the answer, so this is no matter of optimisation.
  private static func filter(_ plan: any PlanNode, _ condition: BoundExpression) -> any PlanNode {
    guard var join = plan as? JoinNode, join.kind == .innerUnique else {
      return FilterNode(input: plan, predicate: condition)
    }
    let leftColumns = Set(join.left.columns.map(\.id))
    let (early, late) = condition.splitConjuncts { $0.isDeterministic && $0.columns.isSubset(of: leftColumns) }
    if let early { join.left = FilterNode(input: join.left, predicate: early) }
    guard let late else { return join }
    return FilterNode(input: join, predicate: late)
  }
}

extension PlanNode where Self == ProjectNode {
  /// Keeps the given columns of a plan.
  static func passingOn(_ columns: [PlanColumn], of input: any PlanNode) -> ProjectNode {
    ProjectNode(input: input, items: columns.map { ProjectNode.Item(column: $0, expression: .column($0)) })
  }
}

extension BoundExpression {
  /// The parts of a conjunction for which a test holds, and the others; `nil` when there are none.
  fileprivate func splitConjuncts(
    _ test: (BoundExpression) -> Bool
  ) -> (matching: BoundExpression?, others: BoundExpression?) {
    if test(self) { return (self, nil) }
    guard case .call(let call) = self, call.function.name == "and", call.arguments.count == 2 else {
      return (nil, self)
    }
    let left = call.arguments[0].splitConjuncts(test)
    let right = call.arguments[1].splitConjuncts(test)
    func joined(_ one: BoundExpression?, _ other: BoundExpression?) -> BoundExpression? {
      guard let one, let other else { return one ?? other }
      var both = call
      both.arguments = [one, other]
      return .call(both)
    }
    return (joined(left.matching, right.matching), joined(left.others, right.others))
  }
}
