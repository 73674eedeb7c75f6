import KQLCatalog
import KQLColumnar
import KQLTypes

/// A join whose held input does not fit memory.
///
/// Rows of both inputs go into files by the hashes of their keys, and are joined file by file; files whose held rows do
/// not fit memory are split again. The results wait in sorted runs, one a file, so that they come in the order of the
/// probing input's rows all the same.
final class SpilledJoin: Sendable {
  private let plan: JoinOperator
  private let context: ExecutionContext
  private let space: SpillSpace
  /// The result's columns and the number of the probing input's row.
  private let matched: SortedRuns
  /// Rows of the held input that found no match, as rows of the result, and where they stood.
  private let unmatched: SortedRuns

  init(_ plan: JoinOperator, _ context: ExecutionContext) {
    self.plan = plan
    self.context = context
    space = SpillSpace(context)
    let count = plan.types.count
    func makeRuns(_ keyCount: Int) -> SortedRuns {
      let keys = (count..<count + keyCount).map { RowOrder.Key(column: $0, direction: .ascending) }
      return SortedRuns(
        types: plan.types + [ScalarType](repeating: .long, count: keyCount), resultCount: count,
        order: RowOrder(keys: keys), in: context)
    }
    matched = makeRuns(1)
    unmatched = makeRuns(2)
  }
}

// MARK: - Writing rows

extension SpilledJoin {
  /// Where all rows have one key they cannot be split.
  var canSpill: Bool { !plan.table.keys.types.isEmpty }

  func makeHeldWriter(of partition: KeyPartition) throws(ExecutionError) -> PartitionWriter {
    PartitionWriter(partition, types: plan.table.types + [.long, .long], to: try space.file(), in: context)
  }

  private func makeProbeWriter(of partition: KeyPartition) throws(ExecutionError) -> PartitionWriter {
    PartitionWriter(partition, types: plan.probe.types + [.long], to: try space.file(), in: context)
  }

  /// Writes rows of an input together with further columns.
  func write(
    _ batch: RecordBatch, _ further: [Column], keys: ExpressionEvaluator, to writer: PartitionWriter
  ) throws(ExecutionError) {
    let rowCount = batch.physicalRowCount
    let hashes = KeyHash.make(try keys.evaluateColumns(batch), rowCount: rowCount)
    try writer.add(RecordBatch(columns: batch.columns + further, rowCount: rowCount), hashes: hashes)
  }
}

// MARK: - Joining

extension SpilledJoin {
  func join(
    _ sides: [JoinOperator.HeldSide], _ probe: any BatchStream
  ) throws(ExecutionError) -> any BatchStream {
    var held: [[PartitionedRows]] = []
    for side in sides { held.append(try side.finish()) }
    // The probing rows are written by one thread, so that each file has them in order.
    let writer = try makeProbeWriter(of: .all)
    let keys = try ExpressionEvaluator(plan.probe.keys)
    let reader = try SequencedStream(probe, in: context).makeReader()
    while let scanned = try reader.next() {
      try context.control.checkpoint()
      guard scanned.batch.rowCount > 0 else { continue }
      let batch = scanned.batch.compacted()
      let numbers = Array(scanned.ordinal..<scanned.ordinal + Int64(batch.physicalRowCount))
      try write(batch, [.int64(numbers, as: .long)], keys: keys, to: writer)
    }
    let probing = try writer.finish()
    for part in 0..<KeyPartition.count {
      try join(held.map { $0[part] }, probing[part], of: KeyPartition.all.part(part))
    }
    let parts = [try matched.merged()] + (plan.kind == .fullOuter ? [try unmatched.merged()] : [])
    return parts.count == 1 ? parts[0] : ConcatenatedStream(parts: parts)
  }

  private func join(
    _ held: [PartitionedRows], _ probing: PartitionedRows, of partition: KeyPartition
  ) throws(ExecutionError) {
    if held.allSatisfy(\.isEmpty), probing.isEmpty { return }
    let keys = try ExpressionEvaluator(plan.table.keys)
    var rows = HeldBatches()
    let reservation = MemoryReservation(context.control)
    var writer: PartitionWriter?
    for part in held {
      try part.forEachBlock { (block) throws(ExecutionError) in
        if let writer { return try write(block, [], keys: keys, to: writer) }
        rows.append(StreamBatch(block, ordinal: 0))
        let needed = rows.byteCount * 2 + rows.rowCount * 48
        try reservation.set(to: needed)
        guard partition.canBeSplit, context.control.shouldSpill(holding: needed) else { return }
        let target = try makeHeldWriter(of: partition)
        writer = target
        for batch in rows.batches { try write(batch.batch, [], keys: keys, to: target) }
        rows.removeAll()
        try reservation.set(to: 0)
      }
    }
    if let writer { return try split(try writer.finish(), probing, of: partition) }
    let types = plan.table.types + [.long, .long]
    let table = try plan.makeTable([inOrder(rows, types)], types: types, reservation, context)
    try join(table, probing)
  }

  private func split(
    _ held: [PartitionedRows], _ probing: PartitionedRows, of partition: KeyPartition
  ) throws(ExecutionError) {
    let keys = try ExpressionEvaluator(plan.probe.keys)
    let writer = try makeProbeWriter(of: partition)
    try probing.forEachBlock { (block) throws(ExecutionError) in try write(block, [], keys: keys, to: writer) }
    let parts = try writer.finish()
    for part in parts.indices { try join([held[part]], parts[part], of: partition.part(part)) }
  }

  /// Rows of a file in the order in which they stood in the input.
  private func inOrder(_ rows: HeldBatches, _ types: [ScalarType]) -> RecordBatch {
    let all = RecordBatch.joined(rows.batches.map(\.batch), types: types)
    let order = SortPermutation.make(
      Array(all.columns.suffix(2)), [.ascending, .ascending], rowCount: all.physicalRowCount)
    return all.gathered(order)
  }

  private func join(_ table: JoinTable, _ probing: PartitionedRows) throws(ExecutionError) {
    var run = try matched.makeRun()
    func put(_ batch: RecordBatch) throws(ExecutionError) {
      let packed = batch.compacted()
      try matched.write(packed, rows: Array(0..<Int32(truncatingIfNeeded: packed.physicalRowCount)), with: &run)
    }
    let number = plan.probe.types.count
    if let picksMatched = plan.picksMatched {
      let probe = try JoinProbe(table, keys: plan.probe.keys)
      let pick = JoinPick(probe, plan.pickedPositions + [number], picksMatched: picksMatched)
      try probing.forEachBlock { (block) throws(ExecutionError) in try put(try pick.process(block)) }
      return matched.add(run.run)
    }
    let expansion = try JoinExpansion(
      table, keys: plan.probe.keys, sources: plan.sources + [.probe(number)], keepsUnmatched: plan.keepsUnmatched,
      notesMatches: plan.kind == .fullOuter, wantedRowCount: context.options.batchRowCount)
    try probing.forEachBlock { (block) throws(ExecutionError) in
      try expansion.start(block)
      while let batch = try expansion.next() { try put(batch) }
    }
    matched.add(run.run)
    if plan.kind == .fullOuter { try addUnmatched(table, expansion.matched) }
  }

  private func addUnmatched(_ table: JoinTable, _ matched: [Bool]) throws(ExecutionError) {
    let rows = (0..<table.rowCount).filter { !matched[$0] }.map { Int32(truncatingIfNeeded: $0) }
    let first = plan.table.types.count
    let positions = (first..<first + 2).map { table.column($0).gathered(rows) }
    let batch = RecordBatch(columns: plan.unmatchedRows(rows, table).columns + positions, rowCount: rows.count)
    try unmatched.add(batch, rows: Array(0..<Int32(truncatingIfNeeded: rows.count)))
  }
}
