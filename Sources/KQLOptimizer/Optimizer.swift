import KQLPlan

/// Rewrites a plan into a cheaper one that gives the same rows in the same order.
package struct Optimizer: Sendable {
  package let rules: [any OptimizerRule]
  /// The query's `now()`, in ticks, for folding.
  package let now: Int64

  /// - Parameter rules: Applied in order; with none the plan stays as it is.
  package init(rules: [any OptimizerRule] = .standard, now: Int64) {
    self.rules = rules
    self.now = now
  }
}

/// One way to make plans cheaper.
package protocol OptimizerRule: Sendable {
  /// The plan with the rule applied wherever it fits; the plan itself where it fits nowhere.
  func apply(to plan: any PlanNode, now: Int64) -> any PlanNode
}

extension Optimizer {
  package func optimize(_ plan: any PlanNode) -> any PlanNode {
    var result = plan
    for rule in rules {
      result = rule.apply(to: result, now: now)
      assert(isSound(result, after: rule))
    }
    return result
  }

  private func isSound(_ plan: any PlanNode, after rule: any OptimizerRule) -> Bool {
    let problems = PlanVerifier.problems(in: plan)
    assert(problems.isEmpty, "\(rule) broke the plan:\n" + problems.joined(separator: "\n"))
    return problems.isEmpty
  }
}

extension PlanNode {
  /// The plan with every node replaced, inputs before the nodes that read them.
  func rewritingUpwards(_ rewrite: (any PlanNode) -> any PlanNode) -> any PlanNode {
    let inputs = self.inputs
    guard !inputs.isEmpty else { return rewrite(self) }
    return rewrite(withInputs(inputs.map { $0.rewritingUpwards(rewrite) }))
  }
}
