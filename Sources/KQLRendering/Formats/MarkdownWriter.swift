import KQLColumnar
import KQLDiagnostics
import KQLTypes

/// A pipe table of GitHub-flavoured Markdown. What data could mean to a Markdown or HTML reader is escaped.
final class MarkdownWriter: ResultWriter {
  private var output: OutputBuffer
  private var tableCount = 0

  init(_ sink: any ByteSink) { output = OutputBuffer(sink) }

  func begin(_ schema: Schema, name: String?) throws(OutputError) {
    if tableCount > 0 { output.append("\n") }
    tableCount += 1
    if let name { output.append("### \(Self.escaped(name))\n\n") }
    output.append("|" + schema.names.map { " \(Self.escaped($0)) |" }.joined() + "\n")
    output.append("|" + schema.fields.map { $0.type.isNumeric ? " ---: |" : " --- |" }.joined() + "\n")
  }

  func write(_ batch: RecordBatch) throws(OutputError) {
    let batch = batch.compacted()
    for row in 0..<batch.physicalRowCount {
      output.append("|")
      for column in batch.columns {
        output.append(" \(Self.escaped(CellText.text(column, row: row))) |")
      }
      output.append("\n")
      try output.flushIfLarge()
    }
  }

  func end() throws(OutputError) {}

  func finish() throws(OutputError) { try output.flush() }

  static func escaped(_ text: String) -> String {
    var result = ""
    for character in VisibleText.escaped(text) {
      switch character {
      case "|", "`", "*", "_", "[", "]", "\\", "~", "#", "!": result += "\\\(character)"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "&": result += "&amp;"
      default: result.append(character)
      }
    }
    return result
  }
}
