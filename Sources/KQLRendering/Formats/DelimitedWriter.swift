import KQLColumnar
import KQLDiagnostics
import KQLTypes

/// Comma- or tab-separated values with a header line.
///
/// CSV follows RFC 4180 with LF line ends: fields with a comma, quote or line break are quoted. TSV cannot quote:
/// tabs, line breaks and backslashes are written as `\t`, `\n`, `\r` and `\\`.
final class DelimitedWriter: ResultWriter {
  enum Delimiter: UInt8 {
    case comma = 0x2c
    case tab = 0x09
  }

  private var output: OutputBuffer
  private let delimiter: Delimiter
  private let escapesControls: Bool
  private var tableCount = 0
  private var cell: [UInt8] = []

  init(_ sink: any ByteSink, delimiter: Delimiter, options: RenderingOptions) {
    output = OutputBuffer(sink)
    self.delimiter = delimiter
    escapesControls = options.escapesControls
  }

  func begin(_ schema: Schema, name: String?) throws(OutputError) {
    // Further tables of one answer follow after an empty line.
    if tableCount > 0 { output.append(0x0a) }
    tableCount += 1
    for (index, field) in schema.fields.enumerated() {
      if index > 0 { output.append(delimiter.rawValue) }
      cell = Array(field.name.utf8)
      appendCell()
    }
    output.append(0x0a)
  }

  func write(_ batch: RecordBatch) throws(OutputError) {
    let batch = batch.compacted()
    for row in 0..<batch.physicalRowCount {
      for (index, column) in batch.columns.enumerated() {
        if index > 0 { output.append(delimiter.rawValue) }
        cell.clear()
        CellText.append(column, row: row, to: &cell)
        appendCell()
      }
      output.append(0x0a)
      try output.flushIfLarge()
    }
  }

  func end() throws(OutputError) {}

  func finish() throws(OutputError) { try output.flush() }

  private func appendCell() {
    if escapesControls {
      cell = Array(VisibleText.escaped(String(decoding: cell, as: UTF8.self)).utf8)
    }
    switch delimiter {
    case .comma:
      let needsQuotes = cell.contains { $0 == 0x2c || $0 == 0x22 || $0 == 0x0a || $0 == 0x0d }
      guard needsQuotes else {
        output.bytes.append(contentsOf: cell)
        return
      }
      output.append(0x22)
      for byte in cell {
        if byte == 0x22 { output.append(0x22) }
        output.append(byte)
      }
      output.append(0x22)
    case .tab:
      for byte in cell {
        switch byte {
        case 0x09: output.append("\\t")
        case 0x0a: output.append("\\n")
        case 0x0d: output.append("\\r")
        case 0x5c where !escapesControls: output.append("\\\\")
        default: output.append(byte)
        }
      }
    }
  }
}
