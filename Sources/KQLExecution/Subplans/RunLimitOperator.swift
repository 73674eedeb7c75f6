import KQLColumnar
import KQLTypes

/// Keeps the first rows of each run of rows with the same number. Holds all rows.
struct RunLimitOperator: PhysicalOperator {
  let input: any PhysicalOperator
  let types: [ScalarType]
  /// The column of numbers.
  let position: Int
  let count: Int

  func open(in context: ExecutionContext) throws(ExecutionError) -> any BatchStream {
    let rows = try input.open(in: context).materialize(types: types, in: context).concatenated()
    let numbers = rows.columns[position].int64s
    var kept: [Int32] = []
    var runStart = 0
    for row in numbers.indices {
      if numbers[row] != numbers[runStart] { runStart = row }
      if row - runStart < count { kept.append(Int32(truncatingIfNeeded: row)) }
    }
    return BatchListStream(MaterializedRows([rows.gathered(kept)], types: types), in: context)
  }
}
