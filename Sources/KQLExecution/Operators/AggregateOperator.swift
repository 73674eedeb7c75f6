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
/// and thread; when the groups do not fit memory, rows go into temporary files by the hashes of their keys
/// (``SpilledAggregation``).
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
    let spilled = SpilledAggregation(self, context)
    let states = try stream.drain(
      in: context,
      makeState: { () throws(ExecutionError) in
        ThreadState(try AggregationState(self, context.control), spilled)
      }, consume: { (state, batch) throws(ExecutionError) in try state.add(batch) })
    if states.contains(where: \.hasSpilled) { return try spilled.finish(states) }
    let result = states[0].groups
    for state in states.dropFirst() { try result.merge(state.groups) }
    return BatchListStream(MaterializedRows([try result.finish()], types: resultTypes), in: context)
  }

  /// One thread's groups, and the rows that it wrote into files since they filled memory.
  final class ThreadState {
    let groups: AggregationState
    private let spilled: SpilledAggregation
    private var writer: PartitionWriter?

    init(_ groups: AggregationState, _ spilled: SpilledAggregation) {
      self.groups = groups
      self.spilled = spilled
    }

    var hasSpilled: Bool { writer != nil }

    func add(_ scanned: StreamBatch) throws(ExecutionError) {
      if let writer { return try spilled.write(groups.rows(of: scanned), to: writer) }
      try groups.add(scanned)
      if try spilled.isFull(groups) { writer = try spilled.makeWriter(of: .all) }
    }

    /// The rows that were written, part by part.
    func finish() throws(ExecutionError) -> [PartitionedRows]? { try writer?.finish() }
  }
}
