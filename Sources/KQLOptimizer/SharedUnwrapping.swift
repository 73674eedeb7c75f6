import KQLPlan

/// `let x = materialize(T); x | where p  →  T | where p`
///
/// What is used once need not be kept, and rules reach what it is made of. It must be used once in the whole query:
/// a second use, also one within a subquery, sees the rows that the first one saw. The body of `partition` or
/// `mv-apply` runs any number of times, so what it uses stays shared.
package enum SharedUnwrapping {
  package static func apply(to query: BoundQuery) -> BoundQuery {
    var uses = Uses()
    for result in query.results { uses.add(result.plan, weight: 1) }
    guard uses.counts.values.contains(1) else { return query }
    var unwrapped = query
    for index in unwrapped.results.indices {
      unwrapped.results[index].plan = unwrapped.results[index].plan.rewritingUpwards { node in
        guard let shared = node as? SharedNode, uses.counts[shared.identity] == 1 else { return node }
        return ProjectNode(
          input: shared.input,
          items: zip(shared.columns, shared.input.columns).map { .init(column: $0, expression: .column($1)) })
      }
    }
    return unwrapped
  }

  /// How often each shared plan is used.
  private struct Uses {
    var counts: [Int: Int] = [:]

    mutating func add(_ plan: any PlanNode, weight: Int) {
      if let shared = plan as? SharedNode { counts[shared.identity, default: 0] += weight }
      for input in plan.inputs { add(input, weight: weight) }
      switch plan {
      case let node as PartitionNode: add(node.body, weight: 2)
      case let node as MvApplyNode: add(node.body, weight: 2)
      default: break
      }
      // A subquery that occurs often counts often, which only keeps its plans shared.
      for subquery in plan.subqueryPlans { add(subquery, weight: 2) }
    }
  }
}
