import KQLColumnar
import KQLTypes

/// Objects keyed by column: an array of them, or one a line.
///
/// An answer with several tables is one array (or sequence of lines) after another in NDJSON, and an array of
/// `{"name", "rows"}` objects in JSON.
final class JSONWriter: ResultWriter {
  enum Style {
    case array
    case lines
  }

  private var output: OutputBuffer
  private let style: Style
  private var rows = RowText(JSONCells(), leads: [[]], tail: [])
  private var rowCount = 0
  private var tableCount = 0
  private var isNamed = false

  init(_ sink: any ByteSink, style: Style) {
    output = OutputBuffer(sink)
    self.style = style
  }

  func begin(_ schema: Schema, name: String?) throws(OutputError) {
    let start = style == .array ? ",\n{" : "{"
    var leads = schema.names.enumerated().map { index, name in
      var lead = Array((index == 0 ? start : ",").utf8)
      JSONCell.appendString(name, to: &lead)
      lead.append(0x3a)
      return lead
    }
    if leads.isEmpty { leads = [Array(start.utf8)] }
    rows = RowText(JSONCells(), leads: leads, tail: Array((style == .array ? "}" : "}\n").utf8))
    rowCount = 0
    if style == .array {
      if let name {
        output.append(tableCount == 0 ? "[\n{\"name\": " : ",\n{\"name\": ")
        JSONCell.appendString(name, to: &output.bytes)
        output.append(", \"rows\": [")
        isNamed = true
      } else {
        output.append("[")
      }
    }
    tableCount += 1
  }

  func write(_ batch: RecordBatch) throws(OutputError) {
    // No comma stands before the first row of an array.
    let isFirst = style == .array && rowCount == 0
    rowCount += batch.rowCount
    try rows.write(batch, droppingFirst: isFirst ? 1 : 0, to: &output)
  }

  func end() throws(OutputError) {
    guard style == .array else { return }
    output.append(rowCount == 0 ? "]" : "\n]")
    output.append(isNamed ? "}" : "\n")
  }

  func finish() throws(OutputError) {
    if isNamed { output.append("\n]\n") }
    try output.flush()
  }
}
