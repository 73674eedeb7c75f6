import KQLColumnar
import KQLTypes

/// A Kusto v1 response: `{"Tables": [{"TableName", "Columns", "Rows"}]}`.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/api/rest/response-v1>
final class KustoV1Writer: ResultWriter {
  private var output: OutputBuffer
  private var tableCount = 0
  private var rows = KustoRows()

  init(_ sink: any ByteSink) { output = OutputBuffer(sink) }

  func begin(_ schema: Schema, name: String?) throws(OutputError) {
    output.append(tableCount == 0 ? "{\"Tables\":[" : ",")
    output.append("{\"TableName\":")
    JSONCell.appendString(name ?? "Table_\(tableCount)", to: &output.bytes)
    output.append(",\"Columns\":[")
    for (index, field) in schema.fields.enumerated() {
      output.append(index == 0 ? "{\"ColumnName\":" : ",{\"ColumnName\":")
      JSONCell.appendString(field.name, to: &output.bytes)
      let dotNetName = field.type.dotNetName.split(separator: ".").last!
      output.append(",\"DataType\":\"\(dotNetName)\",\"ColumnType\":\"\(field.type.name)\"}")
    }
    output.append("],\"Rows\":[")
    tableCount += 1
    rows = KustoRows()
  }

  func write(_ batch: RecordBatch) throws(OutputError) { try rows.write(batch, to: &output) }

  func end() throws(OutputError) { output.append("]}") }

  func finish() throws(OutputError) {
    output.append(tableCount == 0 ? "{\"Tables\":[]}\n" : "]}\n")
    try output.flush()
  }
}

/// A Kusto v2 response: a header frame, one `DataTable` frame a result, a completion frame.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/api/rest/response-v2>
final class KustoV2Writer: ResultWriter {
  private var output: OutputBuffer
  private var tableCount = 0
  private var rows = KustoRows()

  init(_ sink: any ByteSink) { output = OutputBuffer(sink) }

  func begin(_ schema: Schema, name: String?) throws(OutputError) {
    beginDocument()
    output.append(
      ",\n{\"FrameType\":\"DataTable\",\"TableId\":\(tableCount),\"TableKind\":\"PrimaryResult\",\"TableName\":")
    JSONCell.appendString(name ?? "PrimaryResult", to: &output.bytes)
    output.append(",\"Columns\":[")
    for (index, field) in schema.fields.enumerated() {
      output.append(index == 0 ? "{\"ColumnName\":" : ",{\"ColumnName\":")
      JSONCell.appendString(field.name, to: &output.bytes)
      output.append(",\"ColumnType\":\"\(field.type.name)\"}")
    }
    output.append("],\"Rows\":[")
    tableCount += 1
    rows = KustoRows()
  }

  func write(_ batch: RecordBatch) throws(OutputError) { try rows.write(batch, to: &output) }

  func end() throws(OutputError) { output.append("]}") }

  func finish() throws(OutputError) {
    beginDocument()
    output.append(",\n{\"FrameType\":\"DataSetCompletion\",\"HasErrors\":false,\"Cancelled\":false}]\n")
    try output.flush()
  }

  private func beginDocument() {
    guard output.bytes.isEmpty, tableCount == 0 else { return }
    output.append("[{\"FrameType\":\"DataSetHeader\",\"IsProgressive\":false,\"Version\":\"v2.0\"}")
  }
}

/// Rows as arrays, in both versions.
private struct KustoRows {
  private var count = 0

  mutating func write(_ batch: RecordBatch, to output: inout OutputBuffer) throws(OutputError) {
    let isFirst = count == 0
    count += batch.rowCount
    try RowText.jsonArrays(columnCount: batch.columns.count).write(batch, droppingFirst: isFirst ? 1 : 0, to: &output)
  }
}
