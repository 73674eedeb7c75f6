import KQLCatalog
import KQLColumnar
import KQLTypes

/// Keeps one row of each combination of values, ordered by the first of its rows in a given order: what
/// `sort … | distinct …` shows, without sorting the rows.
struct OrderedDistinctOperator: PhysicalOperator {
  let input: any PhysicalOperator
  /// The columns, then the keys of the order.
  let program: ExpressionProgram
  let types: [ScalarType]
  let order: [SortDirection]

  func open(in context: ExecutionContext) throws(ExecutionError) -> any BatchStream {
    let states = try input.open(in: context).drain(in: context, makeState: { () throws(ExecutionError) in
      try State(self, context.control)
    }, consume: { (state, batch) throws(ExecutionError) in try state.add(batch) })
    let result = states[0]
    for state in states.dropFirst() { result.merge(state) }
    let rows = result.finish()
    let reservation = MemoryReservation(context.control)
    try reservation.add(rows.byteCount)
    return BatchListStream(MaterializedRows([rows], types: types, reservation: reservation), in: context)
  }

  private final class State {
    private let evaluator: ExpressionEvaluator
    private let columnCount: Int
    private let order: [SortDirection]
    private var grouping: Grouping
    /// For each word of the order the lowest one of each group's rows, and where that row stands.
    private var bestWords: [[UInt64]]
    private var bestPositions: [RowPosition] = []
    private let reservation: MemoryReservation

    init(_ plan: OrderedDistinctOperator, _ control: QueryControl) throws(ExecutionError) {
      evaluator = try ExpressionEvaluator(plan.program)
      columnCount = plan.types.count
      order = plan.order
      grouping = Grouping(plan.types)
      let wordCount = plan.program.types.dropFirst(columnCount).reduce(0) { $0 + (SortWords.wordCount(of: $1) ?? 0) }
      bestWords = Array(repeating: [], count: wordCount)
      reservation = MemoryReservation(control)
    }

    func add(_ scanned: StreamBatch) throws(ExecutionError) {
      let rowCount = scanned.batch.rowCount
      let values = try evaluator.evaluateColumns(scanned.batch)
      let groups = grouping.groups(of: Array(values[..<columnCount]), rowCount: rowCount, at: scanned.position)
      addNewGroups()
      let words = zip(values[columnCount...], order).flatMap { SortWords.words(of: $0, $1) }
      if words.count == 1 {
        keepLowest(words[0], groups, scanned.position)
      } else {
        keepLowest(words, groups, scanned.position)
      }
      try reservation.set(to: grouping.byteCount + grouping.groupCount * (16 + 8 * bestWords.count))
    }

    /// A new group begins above every word; the first of its rows to be lower takes it.
    private func addNewGroups() {
      let newGroups = grouping.firstPositions[bestPositions.count...]
      for index in bestWords.indices {
        bestWords[index].append(contentsOf: repeatElement(.max, count: newGroups.count))
      }
      bestPositions.append(contentsOf: newGroups)
    }

    private func keepLowest(_ words: [UInt64], _ groups: [UInt32], _ position: RowPosition) {
      var best = bestWords[0]
      bestWords[0] = []
      for row in groups.indices {
        let group = Int(groups[row])
        if words[row] < best[group] {
          best[group] = words[row]
          bestPositions[group] = RowPosition(ordinal: position.ordinal, row: position.row &+ Int64(row))
        }
      }
      bestWords[0] = best
    }

    private func keepLowest(_ words: [[UInt64]], _ groups: [UInt32], _ position: RowPosition) {
      for row in groups.indices {
        let group = Int(groups[row])
        for (index, word) in words.enumerated() {
          if word[row] > bestWords[index][group] { break }
          if word[row] < bestWords[index][group] {
            for index in words.indices { bestWords[index][group] = words[index][row] }
            bestPositions[group] = RowPosition(ordinal: position.ordinal, row: position.row &+ Int64(row))
            break
          }
        }
      }
    }

    func merge(_ other: State) {
      let mapping = grouping.merge(other.grouping)
      let known = bestPositions.count
      addNewGroups()
      for (group, target) in mapping.enumerated() {
        let target = Int(target)
        guard target >= known || other.isBefore(group, self, target) else { continue }
        for index in bestWords.indices { bestWords[index][target] = other.bestWords[index][group] }
        bestPositions[target] = other.bestPositions[group]
      }
    }

    private func isBefore(_ group: Int, _ other: State, _ otherGroup: Int) -> Bool {
      for index in bestWords.indices where bestWords[index][group] != other.bestWords[index][otherGroup] {
        return bestWords[index][group] < other.bestWords[index][otherGroup]
      }
      return bestPositions[group] < other.bestPositions[otherGroup]
    }

    func finish() -> RecordBatch {
      let groups = (0..<Int32(truncatingIfNeeded: grouping.groupCount)).sorted {
        isBefore(Int($0), self, Int($1))
      }
      return RecordBatch(columns: grouping.keyColumns, rowCount: grouping.groupCount).gathered(groups)
    }
  }
}
