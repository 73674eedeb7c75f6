import KQLCatalog
import KQLColumnar
import KQLPlan
import KQLTypes

extension DistinctNode: ExecutableNode {
  package func makeOperator(_ planner: PhysicalPlanner) throws(ExecutionError) -> any PhysicalOperator {
    let passed = columns.map { BoundExpression.column($0) }
    let types = columns.map(\.type)
    guard order.allSatisfy({ SortWords.wordCount(of: $0.expression.type) != nil }) else {
      let sorted = try SortNode(input: input, keys: order).makeOperator(planner)
      return DistinctOperator(input: sorted, program: try planner.program(passed, over: input), types: types, order: [])
    }
    return DistinctOperator(
      input: try planner.makeOperator(for: input),
      program: try planner.program(passed + order.map(\.expression), over: input), types: types,
      order: order.map(SortDirection.init))
  }
}

/// Keeps one row of each combination of values (`distinct`), in the order of first appearance, or ordered by the first
/// of its rows in a given order: what `sort … | distinct …` shows, without sorting the rows.
///
/// Holds one row a combination and thread. Combinations that do not fit memory are spread over temporary files by
/// their hashes, and dealt with file by file.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/distinct-operator>
struct DistinctOperator: PhysicalOperator {
  let input: any PhysicalOperator
  /// The columns, then the keys of the order.
  let program: ExpressionProgram
  let types: [ScalarType]
  /// Empty for the order of first appearance.
  let order: [SortDirection]

  func open(in context: ExecutionContext) throws(ExecutionError) -> any BatchStream {
    let space = SpillSpace(context)
    let states = try input.open(in: context).drain(
      in: context,
      makeState: { () throws(ExecutionError) in
        ThreadState(self, try ExpressionEvaluator(program), space, context)
      }, consume: { (state, batch) throws(ExecutionError) in try state.add(batch) })
    if states.contains(where: \.hasSpilled) { return try distinctOfFiles(states, space, context) }
    let result = states[0].rows
    for state in states.dropFirst() { result.merge(state.rows) }
    let rows = result.inOrder()
    let reservation = MemoryReservation(context.control)
    try reservation.add(rows.byteCount)
    return BatchListStream(MaterializedRows([rows], types: types, reservation: reservation), in: context)
  }

  /// One thread's rows.
  private final class ThreadState {
    private let plan: DistinctOperator
    private let evaluator: ExpressionEvaluator
    private let space: SpillSpace
    private let context: ExecutionContext
    private(set) var rows: DistinctRows
    private var writer: PartitionWriter?
    private let reservation: MemoryReservation

    init(
      _ plan: DistinctOperator, _ evaluator: ExpressionEvaluator, _ space: SpillSpace, _ context: ExecutionContext
    ) {
      self.plan = plan
      self.evaluator = evaluator
      self.space = space
      self.context = context
      rows = DistinctRows(plan.types, order: plan.order, orderTypes: plan.orderTypes)
      reservation = MemoryReservation(context.control)
    }

    var hasSpilled: Bool { writer != nil }

    func add(_ scanned: StreamBatch) throws(ExecutionError) {
      rows.add(try evaluator.evaluateColumns(scanned.batch), rowCount: scanned.batch.rowCount, at: scanned.position)
      try reservation.set(to: rows.byteCount)
      if context.control.shouldSpill(holding: rows.byteCount) { try spill() }
    }

    private func spill() throws(ExecutionError) {
      if writer == nil { writer = PartitionWriter(.all, types: rows.writtenTypes, to: try space.file(), in: context) }
      if let writer { try rows.write(to: writer) }
      rows = DistinctRows(plan.types, order: plan.order, orderTypes: plan.orderTypes)
      try reservation.set(to: 0)
    }

    /// What was written, all rows included.
    func finish() throws(ExecutionError) -> [PartitionedRows] {
      try spill()
      return try writer?.finish() ?? []
    }
  }

  private var orderTypes: [ScalarType] { Array(program.types[types.count...]) }

  // MARK: - Rows in files

  private func distinctOfFiles(
    _ states: [ThreadState], _ space: SpillSpace, _ context: ExecutionContext
  ) throws(ExecutionError) -> any BatchStream {
    let layout = DistinctRows(types, order: order, orderTypes: orderTypes)
    let keys = (types.count..<layout.writtenTypes.count).map { RowOrder.Key(column: $0, direction: .ascending) }
    let runs = SortedRuns(
      types: layout.writtenTypes, resultCount: types.count, order: RowOrder(keys: keys), in: context)
    var written: [[PartitionedRows]] = []
    for state in states { written.append(try state.finish()) }
    for part in 0..<KeyPartition.count {
      try add(written.map { $0[part] }, of: KeyPartition.all.part(part), to: runs, space, context)
    }
    return try runs.merged()
  }

  private func add(
    _ written: [PartitionedRows], of partition: KeyPartition, to runs: SortedRuns, _ space: SpillSpace,
    _ context: ExecutionContext
  ) throws(ExecutionError) {
    var rows = DistinctRows(types, order: order, orderTypes: orderTypes)
    let reservation = MemoryReservation(context.control)
    var writer: PartitionWriter?
    for source in written {
      try source.forEachBlock { (block) throws(ExecutionError) in
        rows.add(written: block)
        try reservation.set(to: rows.byteCount)
        guard partition.canBeSplit, context.control.shouldSpill(holding: rows.byteCount) else { return }
        if writer == nil {
          writer = PartitionWriter(partition, types: rows.writtenTypes, to: try space.file(), in: context)
        }
        if let writer { try rows.write(to: writer) }
        rows = DistinctRows(types, order: order, orderTypes: orderTypes)
        try reservation.set(to: 0)
      }
    }
    guard let writer else {
      let (batch, order) = rows.written()
      return try runs.add(batch, rows: order)
    }
    try rows.write(to: writer)
    rows = DistinctRows(types, order: order, orderTypes: orderTypes)
    try reservation.set(to: 0)
    for (number, part) in try writer.finish().enumerated() where !part.isEmpty {
      try add([part], of: partition.part(number), to: runs, space, context)
    }
  }
}
