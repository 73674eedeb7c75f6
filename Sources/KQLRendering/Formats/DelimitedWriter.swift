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
  private let cells: DelimitedCells
  private var rows: RowText<DelimitedCells>
  private var tableCount = 0

  init(_ sink: any ByteSink, delimiter: Delimiter, options: RenderingOptions) {
    output = OutputBuffer(sink)
    cells = DelimitedCells(delimiter: delimiter, escapesControls: options.escapesControls)
    rows = RowText(cells, leads: [[]], tail: [])
  }

  func begin(_ schema: Schema, name: String?) throws(OutputError) {
    // Further tables of one answer follow after an empty line.
    if tableCount > 0 { output.append(0x0a) }
    tableCount += 1
    let delimiter = cells.delimiter.rawValue
    for (index, field) in schema.fields.enumerated() {
      if index > 0 { output.append(delimiter) }
      cells.append(.string(field.name), to: &output.bytes)
    }
    output.append(0x0a)
    let others = [[UInt8]](repeating: [delimiter], count: max(0, schema.fields.count - 1))
    rows = RowText(cells, leads: [[]] + others, tail: [0x0a])
  }

  func write(_ batch: RecordBatch) throws(OutputError) { try rows.write(batch, to: &output) }

  func end() throws(OutputError) {}

  func finish() throws(OutputError) { try output.flush() }
}

/// Cells of comma- or tab-separated values; a null is an empty cell.
private struct DelimitedCells: CellForm {
  let delimiter: DelimitedWriter.Delimiter
  /// Whether control characters are made visible, as on a terminal.
  let escapesControls: Bool

  func append(_ value: ScalarValue, to bytes: inout [UInt8]) {
    if value.isNull { return }
    var cell: [UInt8] = []
    value.appendText(to: &cell)
    cell.withUnsafeBufferPointer { appendString($0, to: &bytes) }
  }

  func appendString(_ utf8: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
    if escapesControls {
      let visible = Array(VisibleText.escaped(String(decoding: utf8, as: UTF8.self)).utf8)
      visible.withUnsafeBufferPointer { appendField($0, to: &bytes) }
    } else {
      appendField(utf8, to: &bytes)
    }
  }

  private func appendField(_ cell: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
    switch delimiter {
    case .comma:
      let needsQuotes = cell.contains { $0 == 0x2c || $0 == 0x22 || $0 == 0x0a || $0 == 0x0d }
      guard needsQuotes else {
        bytes.append(contentsOf: cell)
        return
      }
      bytes.append(0x22)
      for byte in cell {
        if byte == 0x22 { bytes.append(0x22) }
        bytes.append(byte)
      }
      bytes.append(0x22)
    case .tab:
      for byte in cell {
        switch byte {
        case 0x09: bytes.append(contentsOf: "\\t".utf8)
        case 0x0a: bytes.append(contentsOf: "\\n".utf8)
        case 0x0d: bytes.append(contentsOf: "\\r".utf8)
        case 0x5c where !escapesControls: bytes.append(contentsOf: "\\\\".utf8)
        default: bytes.append(byte)
        }
      }
    }
  }
}
