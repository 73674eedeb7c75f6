import KQLTypes

/// What is read of the rows that a holder of a body (``PartitionNode``, ``MvApplyNode``) puts in place.
extension PlanNode {
  /// The plans of the subqueries in the node's own expressions; one that occurs often is given as often.
  package var subqueryPlans: [any PlanNode] {
    var plans: [any PlanNode] = []
    _ = mappingExpressions { expression in
      expression.mapping { part in
        if case .subquery(let subquery) = part { plans.append(subquery.plan) }
        return part
      }
    }
    return plans
  }

  /// The identities of subplan inputs that are read anywhere within the plan but put in place outside of it.
  package var subplanInputsRead: Set<Int> {
    if let input = self as? SubplanInputNode { return [input.identity] }
    var read: Set<Int> = []
    for plan in inputs + subqueryPlans { read.formUnion(plan.subplanInputsRead) }
    if let held { read.formUnion(held.body.subplanInputsRead.subtracting([held.identity])) }
    return read
  }

  /// Those of ``subplanInputsRead`` that subqueries read, at any depth.
  package var subplanInputsReadBySubqueries: Set<Int> {
    var read: Set<Int> = []
    for plan in subqueryPlans { read.formUnion(plan.subplanInputsRead) }
    for plan in inputs { read.formUnion(plan.subplanInputsReadBySubqueries) }
    if let held { read.formUnion(held.body.subplanInputsReadBySubqueries.subtracting([held.identity])) }
    return read
  }

  /// The columns that are read of a subplan input anywhere within the plan.
  package func columnsRead(ofSubplanInput identity: Int) -> Set<ColumnID> {
    if let input = self as? SubplanInputNode { return input.identity == identity ? Set(columns.map(\.id)) : [] }
    var plans = inputs + subqueryPlans
    if let held { plans.append(held.body) }
    return plans.reduce(into: []) { $0.formUnion($1.columnsRead(ofSubplanInput: identity)) }
  }

  /// The body that the node holds, and the identity of the rows that it puts in place for it.
  private var held: (body: any PlanNode, identity: Int)? {
    switch self {
    case let node as PartitionNode: (node.body, node.inputIdentity)
    case let node as MvApplyNode: (node.body, node.inputIdentity)
    default: nil
    }
  }
}
