import KQLColumnar
import KQLTypes

/// Plugins that choose rows and leave them as they are.
enum RowPlugins {
  static let functions: [TableFunction] = [identity, RowsNear.function, preview]

  /// `identity`: the input itself.
  private static let identity = TableFunction(
    "identity", schema: { call in PluginSchemas.schema(of: call) }, run: { _, rows, _ in rows })

  /// `preview`: the first rows, and in a second table how many there are in all.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/preview-plugin>
  private static let preview: TableFunction = {
    var function = TableFunction(
      "preview", schema: { call in PluginSchemas.schema(of: call) },
      run: { (call, rows, _) throws(ExecutionError) in
        let count = try call.integer(0, "NumberOfRows", in: 0...Int64.max)
        return rows.slice(0..<min(count, rows.physicalRowCount))
      })
    function.furtherResults = [
      TableFunction(
        "preview", schema: { _ in Schema([Field("Count", .long)]) },
        run: { _, rows, _ in RecordBatch(columns: [.int64([Int64(rows.physicalRowCount)], as: .long)], rowCount: 1) })
    ]
    return function
  }()
}
