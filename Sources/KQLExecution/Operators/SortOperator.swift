import KQLCatalog
import KQLColumnar
import KQLPlan
import KQLTypes
import Synchronization

extension SortNode: ExecutableNode {
  package func makeOperator(_ planner: PhysicalPlanner) throws(ExecutionError) -> any PhysicalOperator {
    let source = try planner.makeOperator(for: input)
    let directions = keys.map(SortDirection.init)
    let types = columns.map(\.type)
    if let limit {
      let program = try planner.program(columns.map { .column($0) } + keys.map(\.expression), over: input)
      return TopOperator(input: source, program: program, types: types, directions: directions, count: max(0, limit))
    }
    return SortOperator(
      input: source, program: try planner.program(keys.map(\.expression), over: input), types: types,
      directions: directions)
  }
}

/// Orders the rows (`sort`, `order`); rows with equal keys keep their order. Rows that do not fit memory are sorted
/// in pieces, which are merged from temporary files.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/sort-operator>
struct SortOperator: PhysicalOperator {
  let input: any PhysicalOperator
  /// The keys.
  let program: ExpressionProgram
  let types: [ScalarType]
  let directions: [SortDirection]

  func open(in context: ExecutionContext) throws(ExecutionError) -> any BatchStream {
    let runs = makeRuns(context)
    let states = try input.open(in: context).drain(
      in: context,
      makeState: { () throws(ExecutionError) in
        SortState(self, runs, try ExpressionEvaluator(program), context)
      }, consume: { (state, batch) throws(ExecutionError) in try state.add(batch) })
    if runs.isEmpty { return try sortInMemory(states, context) }
    for state in states { try state.spill() }
    return try runs.merged()
  }

  /// Runs of the rows, their keys, and where they stood.
  private func makeRuns(_ context: ExecutionContext) -> SortedRuns {
    let types = self.types + program.types + [.long, .long]
    let keys = (directions + [.ascending, .ascending]).enumerated().map { index, direction in
      RowOrder.Key(column: self.types.count + index, direction: direction)
    }
    return SortedRuns(types: types, resultCount: self.types.count, order: RowOrder(keys: keys), in: context)
  }

  private func sortInMemory(
    _ states: [SortState], _ context: ExecutionContext
  ) throws(ExecutionError) -> any BatchStream {
    let batches = states.flatMap(\.held.batches).sorted { $0.position < $1.position }.map(\.batch)
    let materialized = try MaterializedRows(batches, types: types).checked()
    let rows = RecordBatch.joined(materialized.batches, types: types)
    let reservation = MemoryReservation(context.control)
    let byteCount = states.reduce(0) { $0 + $1.held.byteCount }
    for state in states { try state.releaseAll() }
    try reservation.add(byteCount + rows.physicalRowCount * 24)
    let keys = try ExpressionEvaluator(program).evaluateColumns(rows)
    let order = SortPermutation.make(keys, directions, rowCount: rows.physicalRowCount)
    return RearrangedStream(rows, order: order, reservation: reservation, in: context)
  }
}

/// The rows that one thread has collected.
private final class SortState {
  private(set) var held = HeldBatches()
  private let plan: SortOperator
  private let runs: SortedRuns
  private let evaluator: ExpressionEvaluator
  private let control: QueryControl
  private let reservation: MemoryReservation

  init(_ plan: SortOperator, _ runs: SortedRuns, _ evaluator: ExpressionEvaluator, _ context: ExecutionContext) {
    self.plan = plan
    self.runs = runs
    self.evaluator = evaluator
    control = context.control
    reservation = MemoryReservation(context.control)
  }

  func add(_ scanned: StreamBatch) throws(ExecutionError) {
    held.append(scanned)
    // Sorting needs the rows in one piece, their keys and their order.
    let needed = held.byteCount * 2 + held.rowCount * 40
    try reservation.set(to: needed)
    if control.shouldSpill(holding: needed) { try spill() }
  }

  /// Writes the rows as a run.
  func spill() throws(ExecutionError) {
    let rows = RecordBatch.joined(held.batches.map(\.batch), types: plan.types)
    let positions = held.positions
    held.removeAll()
    let keys = try evaluator.evaluateColumns(rows)
    let order = SortPermutation.make(keys, plan.directions, rowCount: rows.physicalRowCount)
    try runs.add(
      RecordBatch(columns: rows.columns + keys + positions, rowCount: rows.physicalRowCount), rows: order)
    try releaseAll()
  }

  func releaseAll() throws(ExecutionError) {
    held.removeAll()
    try reservation.set(to: 0)
  }
}

/// Gives the rows of a batch in another order, gathered when they are asked for.
final class RearrangedStream: BatchStream {
  private let rows: RecordBatch
  private let order: [Int32]
  private let batchRowCount: Int
  private let reservation: MemoryReservation
  private let nextRow = Atomic<Int>(0)

  init(_ rows: RecordBatch, order: [Int32], reservation: MemoryReservation, in context: ExecutionContext) {
    self.rows = rows
    self.order = order
    self.reservation = reservation
    batchRowCount = context.options.batchRowCount
  }

  var maximumReaderCount: Int { max(1, (order.count + batchRowCount - 1) / batchRowCount) }
  var ordinalBound: Int64 { Int64(order.count) + 1 }
  func makeReader() -> any BatchReader { Reader(self) }

  private final class Reader: BatchReader {
    private let stream: RearrangedStream
    init(_ stream: RearrangedStream) { self.stream = stream }

    func next() throws(ExecutionError) -> StreamBatch? {
      let start = stream.nextRow.add(stream.batchRowCount, ordering: .relaxed).oldValue
      guard start < stream.order.count else { return nil }
      let end = min(stream.order.count, start + stream.batchRowCount)
      return StreamBatch(stream.rows.gathered(Array(stream.order[start..<end])), ordinal: Int64(start))
    }
  }
}
