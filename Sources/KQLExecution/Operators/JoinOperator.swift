import KQLCatalog
import KQLColumnar
import KQLPlan
import KQLTypes

extension JoinNode: ExecutableNode {
  package func makeOperator(_ planner: PhysicalPlanner) throws(ExecutionError) -> any PhysicalOperator {
    let leftSide = JoinSide(
      input: try planner.makeOperator(for: left), keys: try planner.program(keys.map(\.left), over: left),
      types: left.columns.map(\.type))
    let rightSide = JoinSide(
      input: try planner.makeOperator(for: right), keys: try planner.program(keys.map(\.right), over: right),
      types: right.columns.map(\.type))
    let (probe, table) = holdsLeft ? (right, left) : (left, right)
    let sources = columns.map { column -> JoinExpansion.Source in
      if let position = probe.columns.firstIndex(where: { $0.id == column.id }) { return .probe(position) }
      guard let position = table.columns.firstIndex(where: { $0.id == column.id }) else {
        preconditionFailure("column '\(column.name)' is in neither input")
      }
      return .table(position)
    }
    let narrowingColumns = narrowingKeys.compactMap { key -> (Int, Int)? in
      guard case .column(let column) = probeKey(key) else { return nil }
      return probe.columns.firstIndex { $0.id == column.id }.map { (key, $0) }
    }
    return JoinOperator(
      kind: kind, probe: holdsLeft ? rightSide : leftSide, table: holdsLeft ? leftSide : rightSide,
      narrowingColumns: Dictionary(narrowingColumns) { first, _ in first }, sources: sources,
      types: columns.map(\.type))
  }
}

/// One input of a join.
struct JoinSide: Sendable {
  var input: any PhysicalOperator
  var keys: ExpressionProgram
  /// Types of the input's columns.
  var types: [ScalarType]
}

/// Matches rows of two inputs whose keys are equal (`join`, `lookup`). Holds one input; when it does not fit memory, both
/// inputs go into temporary files by the hashes of their keys (``SpilledJoin``).
///
/// Rows come in the order of the input that is not held, those with the same row there in the order of the other;
/// a full outer join gives the rows that found no match in the held input last.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/join-operator>
struct JoinOperator: PhysicalOperator {
  let kind: JoinNode.Kind
  /// The input whose rows look for matches.
  let probe: JoinSide
  /// The input that is held.
  let table: JoinSide
  /// Keys of which the probing input is told once they are known: the column's position there by that of the key.
  let narrowingColumns: [Int: Int]
  let sources: [JoinExpansion.Source]
  let types: [ScalarType]

  /// Whether a row of the probing input that finds no match still gives a row.
  var keepsUnmatched: Bool { kind == .leftOuter || kind == .rightOuter || kind == .fullOuter }

  /// For a join that only picks rows of the probing input, whether it picks those that match; else `nil`.
  var picksMatched: Bool? {
    switch kind {
    case .leftSemi, .rightSemi: true
    case .leftAnti, .rightAnti: false
    case .innerUnique, .inner, .leftOuter, .rightOuter, .fullOuter: nil
    }
  }

  func open(in context: ExecutionContext) throws(ExecutionError) -> any BatchStream {
    let spilled = SpilledJoin(self, context)
    let sides = try table.input.open(in: context).drain(
      in: context,
      makeState: { () throws(ExecutionError) in
        HeldSide(spilled, try ExpressionEvaluator(table.keys), context)
      }, consume: { (side, batch) throws(ExecutionError) in try side.add(batch) })
    if sides.contains(where: \.hasSpilled) {
      return try spilled.join(sides, try probe.input.open(in: context))
    }
    let reservation = MemoryReservation(context.control)
    for side in sides { try reservation.take(over: side.reservation) }
    let batches = sides.flatMap(\.held.batches).sorted { $0.position < $1.position }.map(\.batch)
    let rows = try MaterializedRows(batches, types: table.types).checked().batches
    let narrowingKeys = narrowingColumns.keys.sorted()
    let held = try makeTable(rows, types: table.types, narrowingKeys: narrowingKeys, reservation, context)
    let stream = try narrowed(probe.input, by: held).open(in: context)
    if let picksMatched { return pickRows(stream, held, picksMatched, context) }
    if kind == .fullOuter { return try fullOuterJoin(stream, held, context) }
    return ExpansionStream(stream, in: context) { () throws(ExecutionError) in
      try JoinExpansion(
        held, keys: probe.keys, sources: sources, keepsUnmatched: keepsUnmatched,
        wantedRowCount: context.options.batchRowCount)
    }
  }

  /// The probing input, which may leave out rows whose keys are not held.
  private func narrowed(_ input: any PhysicalOperator, by held: JoinTable) -> any PhysicalOperator {
    var input = input
    for (key, narrowing) in held.narrowings.sorted(by: { $0.key < $1.key }) {
      if let column = narrowingColumns[key] { input = input.narrowed(to: narrowing, column: column) }
    }
    return input
  }

  /// - Parameter types: Of the columns of the rows, which are those of the held input and perhaps others behind them.
  func makeTable(
    _ rows: [RecordBatch], types: [ScalarType], narrowingKeys: [Int] = [], _ reservation: MemoryReservation,
    _ context: ExecutionContext
  ) throws(ExecutionError) -> JoinTable {
    var kept = Set(table.types.count..<max(types.count, table.types.count))
    for case .table(let position) in sources { kept.insert(position) }
    return try JoinTable(
      rows, types: types, keeping: kept, keys: table.keys, narrowingKeys: narrowingKeys,
      keepsFirstOnly: kind == .innerUnique, keepsUnmatched: keepsUnmatched,
      threadCount: context.options.threadCount, reservation: reservation)
  }

  /// One thread's rows of the input that is held.
  final class HeldSide {
    private(set) var held = HeldBatches()
    let reservation: MemoryReservation
    private let spilled: SpilledJoin
    private let keys: ExpressionEvaluator
    private let control: QueryControl
    private var writer: PartitionWriter?

    init(_ spilled: SpilledJoin, _ keys: ExpressionEvaluator, _ context: ExecutionContext) {
      self.spilled = spilled
      self.keys = keys
      control = context.control
      reservation = MemoryReservation(context.control)
    }

    var hasSpilled: Bool { writer != nil }

    func add(_ scanned: StreamBatch) throws(ExecutionError) {
      held.append(scanned)
      // A table of the rows needs them in one piece, and room for their keys.
      let needed = held.byteCount + held.rowCount * 48
      try reservation.set(to: needed)
      if spilled.canSpill, control.shouldSpill(holding: needed) { try spill() }
    }

    private func spill() throws(ExecutionError) {
      let writer: PartitionWriter
      if let existing = self.writer { writer = existing } else { writer = try spilled.makeHeldWriter(of: .all) }
      self.writer = writer
      for (batch, positions) in held.batchesWithPositions {
        try spilled.write(batch, positions, keys: keys, to: writer)
      }
      held.removeAll()
      try reservation.set(to: 0)
    }

    /// The rows that were written, all rows included.
    func finish() throws(ExecutionError) -> [PartitionedRows] {
      try spill()
      return try writer?.finish() ?? []
    }
  }

  // MARK: - Semi and anti joins

  /// Positions in the probing input of the columns of the result.
  var pickedPositions: [Int] {
    sources.compactMap { source -> Int? in
      if case .probe(let position) = source { return position }
      return nil
    }
  }

  private func pickRows(
    _ stream: any BatchStream, _ held: JoinTable, _ picksMatched: Bool, _ context: ExecutionContext
  ) -> any BatchStream {
    TransformStream(stream, in: context) { () throws(ExecutionError) in
      JoinPick(try JoinProbe(held, keys: probe.keys), pickedPositions, picksMatched: picksMatched)
    }
  }

  // MARK: - Full outer join

  private func fullOuterJoin(
    _ stream: any BatchStream, _ held: JoinTable, _ context: ExecutionContext
  ) throws(ExecutionError) -> any BatchStream {
    let reservation = MemoryReservation(context.control)
    let states = try stream.drain(
      in: context,
      makeState: { () throws(ExecutionError) in
        FullOuterState(
          try JoinExpansion(
            held, keys: probe.keys, sources: sources, keepsUnmatched: true, notesMatches: true,
            wantedRowCount: context.options.batchRowCount))
      },
      consume: { (state, scanned) throws(ExecutionError) in
        try state.add(scanned, reservation, context)
      })
    var batches = states.flatMap(\.batches).sorted { $0.position < $1.position }.map(\.batch)
    let unmatched = (0..<held.rowCount).filter { row in
      !states.contains { $0.expansion.matched[row] }
    }
    batches.append(unmatchedRows(unmatched.map { Int32(truncatingIfNeeded: $0) }, held))
    return BatchListStream(MaterializedRows(batches, types: types, reservation: reservation), in: context)
  }

  /// Rows of the held input as rows of the result.
  func unmatchedRows(_ rows: [Int32], _ held: JoinTable) -> RecordBatch {
    let columns = zip(sources, types).map { source, type in
      switch source {
      case .probe: Column.nulls(type, count: rows.count)
      case .table(let position): held.column(position).gathered(rows)
      }
    }
    return RecordBatch(columns: columns, rowCount: rows.count)
  }

  private final class FullOuterState {
    let expansion: JoinExpansion
    private(set) var batches: [StreamBatch] = []

    init(_ expansion: JoinExpansion) { self.expansion = expansion }

    func add(
      _ scanned: StreamBatch, _ reservation: MemoryReservation, _ context: ExecutionContext
    ) throws(ExecutionError) {
      try expansion.start(scanned.batch.compacted())
      // Inputs with one ordinal come in the order of their rows, and so do the batches made of each.
      var row = scanned.firstRow << 24
      while let batch = try expansion.next() {
        try context.control.checkpoint()
        try reservation.add(batch.byteCount)
        batches.append(StreamBatch(batch, ordinal: scanned.ordinal, firstRow: row))
        row += 1
      }
    }
  }
}
