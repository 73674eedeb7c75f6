import KQLCatalog
import KQLColumnar
import KQLPlan
import KQLTypes
import Synchronization

/// What all operators of one running query share.
package final class ExecutionContext: Sendable {
  package let options: ExecutionOptions
  package let control: QueryControl
  /// The query's `now()`, in ticks.
  package let now: Int64
  /// Makes plans cheaper that are known only once the query runs.
  let optimize: @Sendable (any PlanNode) -> any PlanNode
  private let sharedResults = Mutex<[Int: MaterializedRows]>([:])
  private let subqueryValues = Mutex<[ObjectIdentifier: (Subquery, ScalarValue)]>([:])
  /// The context that keeps all results but those of ``ownIdentities``.
  private let parent: ExecutionContext?
  private let ownIdentities: Set<Int>

  package init(
    options: ExecutionOptions, control: QueryControl, now: Int64,
    optimize: @escaping @Sendable (any PlanNode) -> any PlanNode = { $0 }
  ) {
    self.options = options
    self.control = control
    self.now = now
    self.optimize = optimize
    parent = nil
    ownIdentities = []
  }

  /// A context for one run of a subplan.
  ///
  /// - Parameter ownIdentities: Shared results that are others in each run.
  init(subplanOf parent: ExecutionContext, ownIdentities: Set<Int>) {
    options = parent.options
    control = parent.control
    now = parent.now
    optimize = parent.optimize
    self.parent = parent
    self.ownIdentities = ownIdentities
  }
}

// MARK: - Results that are kept

extension ExecutionContext {
  func sharedResult(_ identity: Int) -> MaterializedRows? {
    if let parent, !ownIdentities.contains(identity) { return parent.sharedResult(identity) }
    return sharedResults.withLock { $0[identity] }
  }

  func keep(_ rows: MaterializedRows, as identity: Int) {
    if let parent, !ownIdentities.contains(identity) { return parent.keep(rows, as: identity) }
    sharedResults.withLock { $0[identity] = rows }
  }

  func subqueryValue(of subquery: Subquery) -> ScalarValue? {
    if let parent { return parent.subqueryValue(of: subquery) }
    return subqueryValues.withLock { $0[ObjectIdentifier(subquery)]?.1 }
  }

  /// The subquery is kept as well, so that its identity is not reused.
  func keep(_ value: ScalarValue, of subquery: Subquery) {
    if let parent { return parent.keep(value, of: subquery) }
    subqueryValues.withLock { $0[ObjectIdentifier(subquery)] = (subquery, value) }
  }
}
