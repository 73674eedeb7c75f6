import KQLColumnar
import KQLDiagnostics
import KQLTypes

/// One self-contained page with a table for each result. Nothing in it can execute: no scripts, and data is escaped.
final class HTMLWriter: ResultWriter {
  private var output: OutputBuffer
  private var hasBegun = false

  init(_ sink: any ByteSink) { output = OutputBuffer(sink) }

  private static let head = """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <title>Calypso result</title>
    <style>
    body { font: 14px/1.4 system-ui, sans-serif; margin: 1.5rem; color: #1b1f24; background: #fff; }
    .scroll { overflow-x: auto; }
    table { border-collapse: collapse; }
    th, td { padding: .3rem .7rem; border-bottom: 1px solid #d8dee4; text-align: left; vertical-align: top; }
    th { position: sticky; top: 0; background: #f6f8fa; }
    td { overflow-wrap: anywhere; max-width: 40rem; }
    td.n { text-align: right; font-variant-numeric: tabular-nums; }
    @media (prefers-color-scheme: dark) {
      body { color: #e6edf3; background: #0d1117; }
      th { background: #161b22; }
      th, td { border-color: #30363d; }
    }
    </style>
    </head>
    <body>

    """

  private var isNumeric: [Bool] = []

  func begin(_ schema: Schema, name: String?) throws(OutputError) {
    beginDocument()
    isNumeric = schema.fields.map(\.type.isNumeric)
    if let name { output.append("<h2>\(Self.escaped(name))</h2>\n") }
    output.append("<div class=\"scroll\"><table>\n<thead><tr>")
    for name in schema.names { output.append("<th scope=\"col\">\(Self.escaped(name))</th>") }
    output.append("</tr></thead>\n<tbody>\n")
  }

  func write(_ batch: RecordBatch) throws(OutputError) {
    let batch = batch.compacted()
    for row in 0..<batch.physicalRowCount {
      output.append("<tr>")
      for (index, column) in batch.columns.enumerated() {
        output.append(isNumeric[index] ? "<td class=\"n\">" : "<td>")
        output.append(Self.escaped(CellText.text(column, row: row)))
        output.append("</td>")
      }
      output.append("</tr>\n")
      try output.flushIfLarge()
    }
  }

  func end() throws(OutputError) { output.append("</tbody>\n</table></div>\n") }

  func finish() throws(OutputError) {
    beginDocument()
    output.append("</body>\n</html>\n")
    try output.flush()
  }

  private func beginDocument() {
    guard !hasBegun else { return }
    hasBegun = true
    output.append(Self.head)
  }

  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in VisibleText.escaped(text).unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
