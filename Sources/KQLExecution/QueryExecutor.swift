import KQLCatalog
import KQLColumnar
import KQLPlan
import KQLTypes

/// Runs the plans of one query.
///
/// Rows come out in an order that depends on the query and its input alone: not on the number of threads, nor on
/// the size of batches. One executor serves one query: what `materialize` and subqueries gave is kept in it.
package final class QueryExecutor: Sendable {
  private let planner: PhysicalPlanner
  private var context: ExecutionContext { planner.context }

  /// - Parameters:
  ///   - now: The query's `now()`, in ticks.
  ///   - optimize: Applied to plans that are known only once the query runs.
  package init(
    options: ExecutionOptions = ExecutionOptions(), control: QueryControl = QueryControl(), now: Int64,
    optimize: @escaping @Sendable (any PlanNode) -> any PlanNode = { $0 }
  ) {
    planner = PhysicalPlanner(
      context: ExecutionContext(options: options, control: control, now: now, optimize: optimize))
  }

  /// An executor of further plans of a query that runs already.
  init(_ planner: PhysicalPlanner) {
    self.planner = planner
  }
}

// MARK: - Running

extension QueryExecutor {
  /// Runs a plan and hands its batches over in order, each as early as the plan allows.
  ///
  /// - Parameters:
  ///   - plan: A plan without subqueries; see ``resolveSubqueries(in:optimizing:)``.
  ///   - deliver: Called on this thread with batches that have rows and no selection. What it throws ends the query.
  package func execute(_ plan: any PlanNode, deliver: (RecordBatch) throws -> Void) throws {
    let reader = try openReader(plan)
    while let scanned = try reader.next() {
      try context.control.checkpoint()
      if scanned.batch.rowCount > 0 { try deliver(scanned.batch.compacted()) }
    }
  }

  /// Runs a plan and collects its rows.
  package func collect(_ plan: any PlanNode) throws(ExecutionError) -> RecordBatch {
    let reader = try openReader(plan)
    let reservation = MemoryReservation(context.control)
    var batches: [RecordBatch] = []
    while let scanned = try reader.next() {
      try context.control.checkpoint()
      guard scanned.batch.rowCount > 0 else { continue }
      batches.append(scanned.batch.compacted())
      try reservation.add(batches[batches.count - 1].byteCount)
    }
    return .concatenated(batches, types: plan.columns.map(\.type))
  }

  private func openReader(_ plan: any PlanNode) throws(ExecutionError) -> any BatchReader {
    let stream = try planner.makeOperator(for: plan).open(in: context)
    return try SequencedStream(stream, in: context).makeReader()
  }
}

// MARK: - Subqueries

extension QueryExecutor {
  /// The plan with every subquery replaced by the value that it gives. Each runs once, also when it occurs often.
  ///
  /// - Parameter optimizing: Applied to the plan of a subquery before it runs.
  package func resolveSubqueries(
    in plan: any PlanNode, optimizing: (any PlanNode) throws(ExecutionError) -> any PlanNode
  ) throws(ExecutionError) -> any PlanNode {
    var inputs: [any PlanNode] = []
    for input in plan.inputs { inputs.append(try resolveSubqueries(in: input, optimizing: optimizing)) }
    var found: [Subquery] = []
    // All that can be replaced, which is more than what is computed over the inputs.
    _ = plan.mappingExpressions { expression in
      expression.collectSubqueries(into: &found)
      return expression
    }
    var values: [ObjectIdentifier: ScalarValue] = [:]
    for subquery in found where values[ObjectIdentifier(subquery)] == nil {
      values[ObjectIdentifier(subquery)] = try value(of: subquery, optimizing: optimizing)
    }
    let rebuilt = inputs.isEmpty ? plan : plan.withInputs(inputs)
    if values.isEmpty { return rebuilt }
    return rebuilt.mappingExpressions { expression in
      expression.mapping { part in
        guard case .subquery(let subquery) = part, let value = values[ObjectIdentifier(subquery)] else { return part }
        return .constant(value)
      }
    }
  }

  private func value(
    of subquery: Subquery, optimizing: (any PlanNode) throws(ExecutionError) -> any PlanNode
  ) throws(ExecutionError) -> ScalarValue {
    // What reads the rows of a body that runs has another value in each run.
    let isKept = subquery.plan.subplanInputsRead.isEmpty
    if isKept, let known = context.subqueryValue(of: subquery) { return known }
    let resolved = try resolveSubqueries(in: subquery.plan, optimizing: optimizing)
    let plan: any PlanNode = subquery.form == .scalar ? LimitNode(input: resolved, count: 1) : resolved
    let rows = try collect(try optimizing(plan))
    let value = subquery.value(from: rows)
    if isKept { context.keep(value, of: subquery) }
    return value
  }
}

extension Subquery {
  fileprivate func value(from rows: RecordBatch) -> ScalarValue {
    switch form {
    case .scalar:
      guard let column = rows.columns.first, rows.rowCount > 0 else { return .null(type) }
      return column[0]
    case .set:
      guard let column = rows.columns.first else { return .dynamic(.array([])) }
      var seen: Set<DynamicValue> = []
      var elements: [DynamicValue] = []
      for row in 0..<rows.rowCount {
        let element = DynamicValue(column[row])
        if seen.insert(element).inserted { elements.append(element) }
      }
      return .dynamic(.array(elements))
    }
  }
}

extension BoundExpression {
  fileprivate func collectSubqueries(into subqueries: inout [Subquery]) {
    switch self {
    case .subquery(let subquery): subqueries.append(subquery)
    case .call(let call): for argument in call.arguments { argument.collectSubqueries(into: &subqueries) }
    case .constant, .column, .invalid: break
    }
  }
}
