import KQLCatalog
import KQLColumnar
import KQLPlan
import KQLTypes

extension ReduceNode: ExecutableNode {
  package func makeOperator(_ planner: PhysicalPlanner) throws(ExecutionError) -> any PhysicalOperator {
    ReduceOperator(
      input: try planner.makeOperator(for: input), inputTypes: input.columns.map(\.type),
      text: try planner.program([expression], over: input), threshold: threshold ?? 0.1,
      separators: Set(characters.utf8), keepsRows: keepsRows, types: columns.map(\.type))
  }
}

/// Groups texts that are alike and shows a pattern for each group (`reduce`). Holds the distinct texts, and all rows
/// where the query keeps them.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/reduce-operator>
struct ReduceOperator: PhysicalOperator {
  let input: any PhysicalOperator
  let inputTypes: [ScalarType]
  let text: ExpressionProgram
  let threshold: Double
  let separators: Set<UInt8>
  /// Gives the rows with their patterns instead of the patterns.
  let keepsRows: Bool
  let types: [ScalarType]

  func open(in context: ExecutionContext) throws(ExecutionError) -> any BatchStream {
    let reader = try SequencedStream(try input.open(in: context), in: context).makeReader()
    let evaluator = try ExpressionEvaluator(text)
    let reservation = MemoryReservation(context.control)
    var grouping = Grouping([.string])
    var counts: [Int64] = []
    var kept: [RecordBatch] = []
    var keptBytes = 0
    while let scanned = try reader.next() {
      try context.control.checkpoint()
      let batch = scanned.batch.compacted()
      let texts = try evaluator.evaluateColumns(batch)
      let codes = grouping.groups(of: texts, rowCount: batch.physicalRowCount, at: scanned.position)
      while counts.count < grouping.groupCount { counts.append(0) }
      for code in codes { counts[Int(code)] += 1 }
      if keepsRows {
        kept.append(
          RecordBatch(
            columns: batch.columns + [.int64(codes.map(Int64.init), as: .long)], rowCount: batch.physicalRowCount))
        keptBytes += kept[kept.count - 1].byteCount
      }
      try reservation.set(to: keptBytes + grouping.byteCount)
    }
    let texts = grouping.keyColumns[0].strings
    // The words of all distinct texts are held while they are counted.
    try reservation.add(texts.heap.byteCount * 16)
    let reduction = TextReduction(texts, counts: counts, threshold: threshold, separators: separators)
    if keepsRows {
      let patterns = reduction.groups.map(\.pattern)
      let batches = kept.map { batch -> RecordBatch in
        let codes = batch.columns[inputTypes.count].int64s
        let pattern = Column.string(codes.map { patterns[Int(reduction.groupNumbers[Int($0)])] })
        return RecordBatch(columns: Array(batch.columns.dropLast()) + [pattern], rowCount: batch.physicalRowCount)
      }
      return BatchListStream(MaterializedRows(batches, types: types, reservation: reservation), in: context)
    }
    let groups = reduction.groups
    let result = RecordBatch(
      columns: [
        .string(groups.map(\.pattern)), .int64(groups.map(\.rowCount), as: .long),
        .string(groups.map(\.representative)),
      ], rowCount: groups.count)
    return BatchListStream(MaterializedRows([result], types: types), in: context)
  }
}
