import KQLColumnar
import KQLTypes

/// `rows_near`: the rows for which a condition is true, with some before and after each of them, in their order.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/rows-near-plugin>
enum RowsNear {
  static let function = TableFunction(
    "rows_near", schema: { call in PluginSchemas.schema(of: call) },
    run: { (call, rows, _) throws(ExecutionError) in
      let before = try call.integer(1, "NumRows", in: 0...Int64(Int32.max))
      let after = try call.integer(2, "NumRowsAfter", in: 0...Int64(Int32.max), default: Int64(before))
      let table = rows.projected(Array(0..<call.visibleColumnCount))
      let isTrue: (Int) -> Bool
      switch call.arguments[0] {
      case .constant(let value): isTrue = { _ in value.bool == true }
      default:
        let column = rows.columns[try call.columnIndex(0, "Condition")]
        isTrue = { column[$0].bool == true }
      }
      var kept: [Int32] = []
      // Rows before this one are decided.
      var next = 0
      for row in 0..<rows.physicalRowCount where isTrue(row) {
        let end = min(rows.physicalRowCount, row + after + 1)
        for near in max(next, row - before)..<max(next, row - before, end) {
          kept.append(Int32(truncatingIfNeeded: near))
        }
        next = max(next, end)
      }
      return table.gathered(kept)
    })
}
