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
  private let sharedResults = Mutex<[Int: MaterializedRows]>([:])
  private let subqueryValues = Mutex<[ObjectIdentifier: (Subquery, ScalarValue)]>([:])

  package init(options: ExecutionOptions, control: QueryControl, now: Int64) {
    self.options = options
    self.control = control
    self.now = now
  }
}

// MARK: - Results that are kept

extension ExecutionContext {
  func sharedResult(_ identity: Int) -> MaterializedRows? { sharedResults.withLock { $0[identity] } }

  func keep(_ rows: MaterializedRows, as identity: Int) { sharedResults.withLock { $0[identity] = rows } }

  func subqueryValue(of subquery: Subquery) -> ScalarValue? {
    subqueryValues.withLock { $0[ObjectIdentifier(subquery)]?.1 }
  }

  /// The subquery is kept as well, so that its identity is not reused.
  func keep(_ value: ScalarValue, of subquery: Subquery) {
    subqueryValues.withLock { $0[ObjectIdentifier(subquery)] = (subquery, value) }
  }
}
