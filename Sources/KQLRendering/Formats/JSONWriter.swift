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
  private var keys: [[UInt8]] = []
  private var rowCount = 0
  private var tableCount = 0
  private var isNamed = false

  init(_ sink: any ByteSink, style: Style) {
    output = OutputBuffer(sink)
    self.style = style
  }

  func begin(_ schema: Schema, name: String?) throws(OutputError) {
    keys = schema.names.map { name in
      var key: [UInt8] = []
      JSONCell.appendString(name, to: &key)
      return key
    }
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
    let batch = batch.compacted()
    for row in 0..<batch.physicalRowCount {
      if style == .array { output.append(rowCount == 0 ? "\n" : ",\n") }
      rowCount += 1
      output.append(0x7b)
      for (index, column) in batch.columns.enumerated() {
        if index > 0 { output.append(",") }
        output.bytes.append(contentsOf: keys[index])
        output.append(0x3a)
        JSONCell.append(column, row: row, to: &output.bytes)
      }
      output.append(0x7d)
      if style == .lines { output.append(0x0a) }
      try output.flushIfLarge()
    }
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
