import KQLCatalog
import KQLColumnar
import KQLTypes

/// The first rows of an order (`top`, `sort … | take`). Holds a few times as many rows as are wanted.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/top-operator>
struct TopOperator: PhysicalOperator {
  let input: any PhysicalOperator
  /// The columns, then the keys.
  let program: ExpressionProgram
  let types: [ScalarType]
  let directions: [SortDirection]
  let count: Int

  func open(in context: ExecutionContext) throws(ExecutionError) -> any BatchStream {
    guard count > 0 else { return BatchListStream(MaterializedRows([], types: types), in: context) }
    let states = try input.open(in: context).drain(
      in: context,
      makeState: { () throws(ExecutionError) in
        try Candidates(self, context.control)
      }, consume: { (state, batch) throws(ExecutionError) in try state.add(batch) })
    let result = states[0]
    for state in states.dropFirst() { result.merge(state) }
    let rows = result.finish()
    return BatchListStream(MaterializedRows([rows], types: types), in: context)
  }
}

/// Rows of one thread that may be among the first.
private final class Candidates {
  private let evaluator: ExpressionEvaluator
  private let wanted: Int
  private let columnCount: Int
  private let directions: [SortDirection]
  private let types: [ScalarType]
  /// Batches of columns, keys, and two columns that say where the row stood.
  private var batches: [RecordBatch] = []
  private var rowCount = 0
  /// A row whose first key's word is at or above is not among the first.
  private var threshold: UInt64?
  private let reservation: MemoryReservation
  /// Up to so many wanted rows are selected from each batch before its rows are kept.
  private static let selectedCount = 1024

  init(_ plan: TopOperator, _ control: QueryControl) throws(ExecutionError) {
    evaluator = try ExpressionEvaluator(plan.program)
    wanted = plan.count
    columnCount = plan.types.count
    directions = plan.directions + [.ascending, .ascending]
    types = plan.program.types + [.long, .long]
    reservation = MemoryReservation(control)
  }

  func add(_ scanned: StreamBatch) throws(ExecutionError) {
    let count = scanned.batch.rowCount
    let columns = try evaluator.evaluateColumns(scanned.batch)
    var batch = RecordBatch(columns: columns, rowCount: count)
    var rows = Array(0..<Int32(truncatingIfNeeded: count))
    if SortWords.wordCount(of: columns[columnCount].type) != nil {
      let words = SortWords.words(of: columns[columnCount], directions[0])[0]
      if let threshold { rows = batch.selectLive { words[$0] < threshold } }
      if wanted <= Self.selectedCount, rows.count > 4 * wanted {
        let highest = LowestWords.last(of: wanted, among: words, rows: rows)
        rows.removeAll { words[Int($0)] > highest }
        lowerThreshold(to: highest)
      }
      if rows.isEmpty { return }
      if rows.count < count { batch = batch.gathered(rows) }
    }
    let ordinals = [Int64](repeating: scanned.ordinal, count: rows.count)
    let places = rows.map { scanned.firstRow + Int64($0) }
    batches.append(
      RecordBatch(
        columns: batch.columns + [.int64(ordinals, as: .long), .int64(places, as: .long)], rowCount: rows.count))
    rowCount += rows.count
    try reservation.set(to: batches.reduce(0) { $0 + $1.byteCount })
    if rowCount / 2 > max(wanted, 4096) { prune() }
  }

  private func prune() {
    let all = RecordBatch.concatenated(batches, types: types)
    let keys = Array(all.columns[columnCount...])
    let order = SortPermutation.make(keys, directions, rowCount: all.physicalRowCount).prefix(wanted)
    let best = all.gathered(Array(order))
    batches = [best]
    rowCount = best.physicalRowCount
    let firstKey = best.columns[columnCount]
    if rowCount == wanted, SortWords.wordCount(of: firstKey.type) != nil {
      lowerThreshold(to: SortWords.words(of: firstKey.slice(wanted - 1..<wanted), directions[0])[0][0])
    }
  }

  /// Notes that as many rows as are wanted have words up to a given one.
  private func lowerThreshold(to word: UInt64) {
    // Later rows of this thread lose against equal ones, unless another key decides between them.
    let isOnlyKey = directions.count == 3 && SortWords.wordCount(of: types[columnCount]) == 1
    guard let bound = isOnlyKey ? word : word == .max ? nil : word + 1 else { return }
    threshold = min(threshold ?? bound, bound)
  }

  func merge(_ other: Candidates) {
    batches.append(contentsOf: other.batches)
    rowCount += other.rowCount
  }

  func finish() -> RecordBatch {
    prune()
    return batches[0].projected(Array(0..<columnCount))
  }
}
