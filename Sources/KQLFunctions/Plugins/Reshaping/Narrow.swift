import KQLColumnar
import KQLTypes

/// `narrow`: a row for each cell, with the number of its row, the name of its column, and its value as a text for
/// display.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/narrow-plugin>
enum Narrow {
  static let function = TableFunction(
    "narrow", schema: { call in PluginSchemas.schema(of: call) },
    run: { (call, rows, _) throws(ExecutionError) in
      let count = rows.physicalRowCount.multipliedReportingOverflow(by: rows.columns.count)
      guard !count.overflow, count.partialValue < Int32.max else { throw call.invalid("there are too many cells") }
      var numbers: [Int64] = []
      var names = ColumnBuilder(.string, capacity: count.partialValue)
      var values = ColumnBuilder(.string, capacity: count.partialValue)
      for row in 0..<rows.physicalRowCount {
        try call.noteProgress(rows.columns.count * 64)
        for (field, column) in zip(call.visibleInput.fields, rows.columns) {
          numbers.append(Int64(row))
          names.append(field.name)
          values.append(text(of: column[row]))
        }
      }
      return RecordBatch(
        columns: [.int64(numbers, as: .long), names.finish(), values.finish()], rowCount: numbers.count)
    })

  /// The value as the plugin shows it, which is not always what `tostring()` gives.
  private static func text(of value: ScalarValue) -> String {
    switch value {
    case .bool(let value): return value ? "True" : "False"
    case .datetime(let ticks):
      var text = DatetimeText.string(ticks)
      text.removeLast()
      return text.split(separator: "T").joined(separator: " ")
    case .null(.string): return ""
    case .null, .dynamic(.null): return "[null]"
    default: return value.text
    }
  }
}
