import KQLCatalog
import KQLColumnar
import KQLFunctions
import KQLPlan
import KQLTypes

extension AggregateNode: ExecutableNode {
  package func makeOperator(_ planner: PhysicalPlanner) throws(ExecutionError) -> any PhysicalOperator {
    let source = try planner.makeOperator(for: input)
    if keys.isEmpty, !aggregates.isEmpty,
      aggregates.allSatisfy({ $0.function.name == "count" && $0.arguments.isEmpty })
    {
      return CountOperator(input: source, columnCount: aggregates.count)
    }
    let now = planner.context.now
    return AggregateOperator(
      input: source, program: try planner.program(expressions, over: input), keyTypes: keys.map(\.column.type),
      calls: aggregates.map { AggregateOperator.Call($0, now: now) }, resultTypes: columns.map(\.type))
  }
}

/// Groups rows by keys and aggregates each group (`summarize`).
///
/// Gives groups in the order of their first rows; without keys one group, also over no rows. Holds one state a group
/// and thread.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/summarize-operator>
struct AggregateOperator: PhysicalOperator {
  struct Call: Sendable {
    var function: AggregateFunction
    var site: CallSite

    init(_ aggregate: BoundAggregate, now: Int64) {
      function = aggregate.function
      site = CallSite(
        name: aggregate.function.name, argumentTypes: aggregate.arguments.map(\.type),
        constants: aggregate.arguments.map(\.constant), resultType: aggregate.columns.first?.type ?? .dynamic, now: now)
    }
  }

  let input: any PhysicalOperator
  /// The keys, then the arguments of each call.
  let program: ExpressionProgram
  let keyTypes: [ScalarType]
  let calls: [Call]
  let resultTypes: [ScalarType]

  func open(in context: ExecutionContext) throws(ExecutionError) -> any BatchStream {
    var stream = try input.open(in: context)
    if !stream.hasRowOrdinals, calls.contains(where: { $0.function.isOrderSensitive }) {
      stream = SequencedStream(stream, in: context)
    }
    let states = try stream.drain(in: context, makeState: { () throws(ExecutionError) in
      try AggregationState(self, context.control)
    }, consume: { (state, batch) throws(ExecutionError) in try state.add(batch) })
    let result = states[0]
    for state in states.dropFirst() { try result.merge(state) }
    return BatchListStream(MaterializedRows([try result.finish()], types: resultTypes), in: context)
  }
}

/// One thread's groups and aggregates.
private final class AggregationState {
  private let evaluator: ExpressionEvaluator
  private let keyCount: Int
  private let argumentCounts: [Int]
  private var grouping: Grouping
  private let aggregators: [any GroupedAggregator]
  private let reservation: MemoryReservation
  private var batchCount = 0
  private var reservedGroupCount = 0

  init(_ plan: AggregateOperator, _ control: QueryControl) throws(ExecutionError) {
    evaluator = try ExpressionEvaluator(plan.program)
    keyCount = plan.keyTypes.count
    argumentCounts = plan.calls.map(\.site.argumentCount)
    grouping = Grouping(plan.keyTypes)
    var aggregators: [any GroupedAggregator] = []
    for call in plan.calls { aggregators.append(try call.function.prepare(call.site)) }
    self.aggregators = aggregators
    reservation = MemoryReservation(control)
  }

  private var groupCount: Int { keyCount == 0 ? 1 : grouping.groupCount }

  func add(_ scanned: StreamBatch) throws(ExecutionError) {
    let rowCount = scanned.batch.rowCount
    let values = try evaluator.evaluate(scanned.batch)
    let groups: [UInt32]
    if keyCount == 0 {
      groups = [UInt32](repeating: 0, count: rowCount)
    } else {
      let keys = values[..<keyCount].map { $0.column(rowCount: rowCount) }
      groups = grouping.groups(of: keys, rowCount: rowCount, at: scanned.position)
    }
    var next = keyCount
    for (aggregator, count) in zip(aggregators, argumentCounts) {
      try aggregator.update(
        groups: groups, groupCount: groupCount, arguments: Array(values[next..<next + count]),
        firstOrdinal: scanned.ordinal)
      next += count
    }
    // Adding up what all aggregates hold takes time, so it is not done for each batch.
    batchCount += 1
    if batchCount & 15 == 0 || grouping.groupCount > reservedGroupCount + 4096 { try reserve() }
  }

  private func reserve() throws(ExecutionError) {
    reservedGroupCount = grouping.groupCount
    try reservation.set(to: aggregators.reduce(grouping.byteCount) { $0 + $1.byteCount })
  }

  func merge(_ other: AggregationState) throws(ExecutionError) {
    let mapping: [UInt32] = keyCount == 0 ? [0] : grouping.merge(other.grouping)
    for (aggregator, otherAggregator) in zip(aggregators, other.aggregators) {
      try aggregator.merge(otherAggregator, mapping: mapping, groupCount: groupCount)
    }
    try reserve()
  }

  func finish() throws(ExecutionError) -> RecordBatch {
    let groupCount = self.groupCount
    var columns = keyCount == 0 ? [] : grouping.keyColumns
    for aggregator in aggregators { columns.append(contentsOf: try aggregator.finishAll(groupCount: groupCount)) }
    let batch = RecordBatch(columns: columns, rowCount: groupCount)
    return keyCount == 0 ? batch : batch.gathered(grouping.groupsInOrder)
  }
}
