import KQLCatalog
import KQLColumnar
import KQLTypes

/// An aggregation whose groups do not fit memory.
///
/// A thread whose groups fill memory keeps them and writes all further rows into files, by the hashes of their keys.
/// In the end each file's rows are aggregated, together with those groups of the threads that have the same hashes,
/// and files whose groups do not fit memory are split again. The results wait in sorted runs, so that groups come in the
/// order of their first rows all the same.
final class SpilledAggregation: Sendable {
  private let plan: AggregateOperator
  private let context: ExecutionContext
  private let space: SpillSpace
  private let runs: SortedRuns

  init(_ plan: AggregateOperator, _ context: ExecutionContext) {
    self.plan = plan
    self.context = context
    space = SpillSpace(context)
    let count = plan.resultTypes.count
    let order = RowOrder(keys: [count, count + 1].map { RowOrder.Key(column: $0, direction: .ascending) })
    runs = SortedRuns(types: plan.resultTypes + [.long, .long], resultCount: count, order: order, in: context)
  }
}

// MARK: - Writing rows

extension SpilledAggregation {
  /// Whether groups fill memory and rows can be split by keys.
  func isFull(_ groups: AggregationState) throws(ExecutionError) -> Bool {
    guard !plan.keyTypes.isEmpty, context.control.shouldSpill(holding: .max) else { return false }
    return context.control.shouldSpill(holding: try groups.reserve())
  }

  func makeWriter(of partition: KeyPartition) throws(ExecutionError) -> PartitionWriter {
    PartitionWriter(partition, types: plan.program.types + [.long, .long], to: try space.file(), in: context)
  }

  func write(_ rows: RecordBatch, to writer: PartitionWriter) throws(ExecutionError) {
    let keys = Array(rows.columns[..<plan.keyTypes.count])
    try writer.add(rows, hashes: KeyHash.make(keys, rowCount: rows.physicalRowCount))
  }
}

// MARK: - Results

extension SpilledAggregation {
  func finish(_ threads: [AggregateOperator.ThreadState]) throws(ExecutionError) -> any BatchStream {
    var written: [[PartitionedRows]] = []
    for thread in threads {
      if let rows = try thread.finish() { written.append(rows) }
    }
    for part in 0..<KeyPartition.count {
      try aggregate(written.map { $0[part] }, threads.map(\.groups), of: KeyPartition.all.part(part))
    }
    return try runs.merged()
  }

  /// - Parameters:
  ///   - written: The rows of each thread, in order.
  ///   - groups: What is known of groups of this partition and of others.
  private func aggregate(
    _ written: [PartitionedRows], _ groups: [AggregationState], of partition: KeyPartition
  ) throws(ExecutionError) {
    var states = groups
    var split: [[PartitionedRows]] = []
    for rows in written where !rows.isEmpty {
      let state = try AggregationState(plan, context.control)
      var writer: PartitionWriter?
      try rows.forEachBlock { (block) throws(ExecutionError) in
        if let writer { return try write(block, to: writer) }
        try state.add(written: block)
        if partition.canBeSplit, try isFull(state) { writer = try makeWriter(of: partition) }
      }
      states.append(state)
      if let writer { split.append(try writer.finish()) }
    }
    if split.isEmpty {
      let (rows, order) = try AggregationState(plan, context.control).finish(states, of: partition)
      return try runs.add(rows, rows: order)
    }
    for part in 0..<KeyPartition.count { try aggregate(split.map { $0[part] }, states, of: partition.part(part)) }
  }
}
