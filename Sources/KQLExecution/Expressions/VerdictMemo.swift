import KQLColumnar
import KQLTypes

/// Decides a condition on one string column once for each dictionary entry; used by one thread.
///
/// Gives up, as ``EntryMemo`` does, where nearly every row shows a new entry.
final class VerdictMemo {
  private let evaluator: ExpressionEvaluator
  private var heap: StringHeap?
  /// By entry.
  private var verdicts: [UInt8] = []
  private var rowsSeen = 0
  private var entriesComputed = 0
  private var isGivenUp = false

  // The upper bit alone says that the condition holds, and `unknown` is the lowest: so rows are picked without a branch.
  private static let unknown: UInt8 = 0
  private static let fails: UInt8 = 1
  private static let holds: UInt8 = 2

  /// - Parameter program: A condition of type `bool` over a single column.
  init(_ program: ExpressionProgram) throws(ExecutionError) {
    evaluator = try ExpressionEvaluator(program)
  }
}

extension VerdictMemo {
  /// The live rows of a batch, by physical position, for which the condition holds.
  func select(from batch: RecordBatch, column position: Int) throws(ExecutionError) -> [Int32] {
    let strings = batch.columns[position].strings
    guard !isGivenUp, let codes = strings.codes else {
      return Self.trueRows(try decide(batch.liveColumn(position)), of: batch)
    }
    if heap !== strings.heap {
      heap = strings.heap
      verdicts.removeAll(keepingCapacity: true)
    }
    let entryCount = strings.heap.count
    if verdicts.count < entryCount {
      verdicts.append(contentsOf: repeatElement(Self.unknown, count: entryCount - verdicts.count))
    }
    rowsSeen += batch.rowCount
    var isComplete = true
    let rows = verdicts.withUnsafeBufferPointer { verdicts in
      codes.withUnsafeBufferPointer { codes in
        var lowest = Self.holds
        let rows = batch.select(nil) { row in
          let verdict = verdicts[Int(codes[row])]
          lowest = min(lowest, verdict)
          return Int(truncatingIfNeeded: verdict &>> 1)
        }
        isComplete = lowest != Self.unknown
        return rows
      }
    }
    if isComplete { return rows }
    try decideUnknown(codes, of: batch, strings.heap)
    return try select(from: batch, column: position)
  }

  private func decideUnknown(_ codes: [UInt32], of batch: RecordBatch, _ heap: StringHeap) throws(ExecutionError) {
    var unknown: [UInt32] = []
    for row in batch.liveIndexes {
      let code = codes[Int(row)]
      guard verdicts[Int(code)] == Self.unknown else { continue }
      verdicts[Int(code)] = Self.fails
      unknown.append(code)
    }
    do throws(ExecutionError) {
      let decided = try decide(.string(StringColumn(heap: heap, codes: unknown)))
      let values = decided.bools
      for (index, code) in unknown.enumerated() where values[index] && decided.validity.isValid(index) {
        verdicts[Int(code)] = Self.holds
      }
    } catch {
      for code in unknown { verdicts[Int(code)] = Self.unknown }
      throw error
    }
    entriesComputed += unknown.count
    if rowsSeen > 1 << 14, entriesComputed > rowsSeen / 2 { isGivenUp = true }
  }

  private func decide(_ column: Column) throws(ExecutionError) -> Column {
    let batch = RecordBatch(columns: [column], rowCount: column.count)
    return try evaluator.evaluateColumns(batch)[0]
  }

  private static func trueRows(_ column: Column, of batch: RecordBatch) -> [Int32] {
    let values = column.bools
    guard let validity = column.validity else { return batch.selectLive { values[$0] } }
    return batch.selectLive { values[$0] && validity[$0] }
  }
}
