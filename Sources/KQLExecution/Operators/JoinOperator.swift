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
    let buildsLeft = JoinOperator.buildsLeft(kind)
    let (probe, table) = buildsLeft ? (right, left) : (left, right)
    let sources = columns.map { column -> JoinExpansion.Source in
      if let position = probe.columns.firstIndex(where: { $0.id == column.id }) { return .probe(position) }
      guard let position = table.columns.firstIndex(where: { $0.id == column.id }) else {
        preconditionFailure("column '\(column.name)' is in neither input")
      }
      return .table(position)
    }
    return JoinOperator(
      kind: kind, probe: buildsLeft ? rightSide : leftSide, table: buildsLeft ? leftSide : rightSide,
      sources: sources, types: columns.map(\.type))
  }
}

/// One input of a join.
struct JoinSide: Sendable {
  var input: any PhysicalOperator
  var keys: ExpressionProgram
  /// Types of the input's columns.
  var types: [ScalarType]
}

/// Matches rows of two inputs whose keys are equal (`join`, `lookup`). Holds one input.
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
  let sources: [JoinExpansion.Source]
  let types: [ScalarType]

  /// Which input is held: the left one where one row a key is enough, or where the right one decides what is kept.
  static func buildsLeft(_ kind: JoinNode.Kind) -> Bool {
    switch kind {
    case .innerUnique, .rightOuter, .rightSemi, .rightAnti: true
    case .inner, .leftOuter, .fullOuter, .leftSemi, .leftAnti: false
    }
  }

  /// Whether a row of the probing input that finds no match still gives a row.
  private var keepsUnmatched: Bool { kind == .leftOuter || kind == .rightOuter || kind == .fullOuter }

  func open(in context: ExecutionContext) throws(ExecutionError) -> any BatchStream {
    let held = try JoinTable(
      try table.input.open(in: context), types: table.types, keys: table.keys,
      keepsFirstOnly: kind == .innerUnique, keepsUnmatched: keepsUnmatched, in: context)
    let stream = try probe.input.open(in: context)
    switch kind {
    case .leftSemi, .rightSemi: return semiJoin(stream, held, keepsMatched: true, context)
    case .leftAnti, .rightAnti: return semiJoin(stream, held, keepsMatched: false, context)
    case .fullOuter: return try fullOuterJoin(stream, held, context)
    case .innerUnique, .inner, .leftOuter, .rightOuter:
      return ExpansionStream(stream, in: context) { () throws(ExecutionError) in
        try JoinExpansion(
          held, keys: probe.keys, sources: sources, keepsUnmatched: keepsUnmatched,
          wantedRowCount: context.options.batchRowCount)
      }
    }
  }

  // MARK: - Semi and anti joins

  private func semiJoin(
    _ stream: any BatchStream, _ held: JoinTable, keepsMatched: Bool, _ context: ExecutionContext
  ) -> any BatchStream {
    let positions = sources.compactMap { source -> Int? in
      if case .probe(let position) = source { return position }
      return nil
    }
    return TransformStream(stream, in: context) { () throws(ExecutionError) in
      SemiJoin(try JoinProbe(held, keys: probe.keys), positions, keepsMatched: keepsMatched)
    }
  }

  private final class SemiJoin: BatchTransform {
    private let probe: JoinProbe
    private let positions: [Int]
    private let keepsMatched: Bool

    init(_ probe: JoinProbe, _ positions: [Int], keepsMatched: Bool) {
      self.probe = probe
      self.positions = positions
      self.keepsMatched = keepsMatched
    }

    func process(_ batch: RecordBatch) throws(ExecutionError) -> RecordBatch {
      let groups = try probe.groups(of: batch)
      let kept = batch.selectLive { (groups[$0] >= 0) == keepsMatched }
      return batch.narrowed(to: Selection(rowCount: batch.physicalRowCount, indexes: kept)).projected(positions)
    }
  }

  // MARK: - Full outer join

  private func fullOuterJoin(
    _ stream: any BatchStream, _ held: JoinTable, _ context: ExecutionContext
  ) throws(ExecutionError) -> any BatchStream {
    let reservation = MemoryReservation(context.control)
    let states = try stream.drain(in: context, makeState: { () throws(ExecutionError) in
      FullOuterState(try JoinExpansion(
        held, keys: probe.keys, sources: sources, keepsUnmatched: true, notesMatches: true,
        wantedRowCount: context.options.batchRowCount))
    }, consume: { (state, scanned) throws(ExecutionError) in
      try state.add(scanned, reservation, context)
    })
    var batches = states.flatMap(\.batches).sorted { $0.position < $1.position }.map(\.batch)
    let unmatched = (0..<held.rowCount).filter { row in
      !states.contains { $0.expansion.matched[row] }
    }
    batches.append(unmatchedRows(unmatched.map { Int32(truncatingIfNeeded: $0) }, held))
    return BatchListStream(MaterializedRows(batches, types: types, reservation: reservation), in: context)
  }

  private func unmatchedRows(_ rows: [Int32], _ held: JoinTable) -> RecordBatch {
    let columns = zip(sources, types).map { source, type in
      switch source {
      case .probe: Column.nulls(type, count: rows.count)
      case .table(let position): held.rows.columns[position].gathered(rows)
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
