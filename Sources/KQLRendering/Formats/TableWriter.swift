import KQLColumnar
import KQLDiagnostics
import KQLTypes

/// A table for people: aligned columns under a header, numbers to the right.
///
/// Widths follow the first ``layoutRowCount`` rows, after which rows are written as they come. With a width to keep
/// to, wide cells are wrapped, never cut; when even narrow columns do not fit, each row becomes a block of
/// `name value` lines.
final class TableWriter: ResultWriter {
  private static let layoutRowCount = 1_000
  private static let gap = "  "
  private static let minimumWidth = 8

  private var output: OutputBuffer
  private let options: RenderingOptions
  private var schema = Schema([])
  private var pending: [[String]] = []
  private var layout: Layout?
  private var tableCount = 0
  private var recordCount = 0

  private enum Layout {
    case columns([Int])
    case records(nameWidth: Int)
  }

  init(_ sink: any ByteSink, options: RenderingOptions) {
    output = OutputBuffer(sink)
    self.options = options
  }

  func begin(_ schema: Schema, name: String?) throws(OutputError) {
    if tableCount > 0 { output.append("\n") }
    tableCount += 1
    if let name { output.append("\(styled(VisibleText.escaped(name), "1;4"))\n") }
    self.schema = schema
    layout = nil
    pending = []
    recordCount = 0
  }

  func write(_ batch: RecordBatch) throws(OutputError) {
    let batch = batch.compacted()
    for row in 0..<batch.physicalRowCount {
      let cells = batch.columns.map { VisibleText.escaped(CellText.text($0, row: row)) }
      if let layout {
        try write(cells, layout)
      } else {
        pending.append(cells)
        if pending.count == Self.layoutRowCount { try settleLayout() }
      }
    }
  }

  func end() throws(OutputError) {
    if layout == nil { try settleLayout() }
  }

  func finish() throws(OutputError) { try output.flush() }

  // MARK: - Layout

  private func settleLayout() throws(OutputError) {
    let layout = chooseLayout()
    self.layout = layout
    if case .columns(let widths) = layout {
      writeWrapped(schema.names.map { VisibleText.escaped($0) }, widths, style: "1")
      let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: Self.gap)
      output.append(styled(rule, "2") + "\n")
    }
    for cells in pending { try write(cells, layout) }
    pending = []
  }

  private func chooseLayout() -> Layout {
    var widths = schema.names.map { max(1, TerminalText.width(VisibleText.escaped($0))) }
    let nameWidth = widths.max() ?? 1
    for cells in pending {
      for (index, cell) in cells.enumerated() { widths[index] = max(widths[index], TerminalText.width(cell)) }
    }
    guard let available = options.width else { return .columns(widths) }
    let gaps = Self.gap.count * max(0, widths.count - 1)
    let least = widths.map { min($0, Self.minimumWidth) }
    if least.reduce(gaps, +) > available { return .records(nameWidth: nameWidth) }
    // The widest column gives way first, so that short ones stay whole.
    while widths.reduce(gaps, +) > available {
      let excess = widths.reduce(gaps, +) - available
      let widest = widths.indices.max { widths[$0] < widths[$1] }!
      let next = widths.filter { $0 < widths[widest] }.max() ?? Self.minimumWidth
      widths[widest] = max(
        Self.minimumWidth,
        max(next, widths[widest] - excess) == widths[widest]
          ? widths[widest] - 1 : max(next, widths[widest] - excess))
    }
    return .columns(widths)
  }

  // MARK: - Rows

  private func write(_ cells: [String], _ layout: Layout) throws(OutputError) {
    switch layout {
    case .columns(let widths): writeWrapped(cells, widths, style: nil)
    case .records(let nameWidth): writeRecord(cells, nameWidth)
    }
    try output.flushIfLarge()
  }

  private func writeWrapped(_ cells: [String], _ widths: [Int], style: String?) {
    let lines = cells.indices.map { Self.wrap(cells[$0], options.width == nil ? .max : widths[$0]) }
    for lineIndex in 0..<(lines.map(\.count).max() ?? 1) {
      var line = ""
      for index in cells.indices {
        let text = lineIndex < lines[index].count ? lines[index][lineIndex] : ""
        let padding = String(repeating: " ", count: max(0, widths[index] - TerminalText.width(text)))
        if index > 0 { line += Self.gap }
        line += schema[index].type.isNumeric ? padding + text : text + padding
      }
      while line.last == " " { line.removeLast() }
      output.append(style.map { styled(line, $0) } ?? line)
      output.append("\n")
    }
  }

  private func writeRecord(_ cells: [String], _ nameWidth: Int) {
    recordCount += 1
    output.append(styled("── row \(recordCount)", "2") + "\n")
    let available = options.width.map { max(Self.minimumWidth, $0 - nameWidth - Self.gap.count) } ?? .max
    for (index, cell) in cells.enumerated() {
      let name = VisibleText.escaped(schema[index].name)
      for (lineIndex, text) in Self.wrap(cell, available).enumerated() {
        let label = lineIndex == 0 ? name : ""
        let padding = String(repeating: " ", count: max(0, nameWidth - TerminalText.width(label)))
        let line = styled(label, "1") + padding + Self.gap + text
        output.append(text.isEmpty ? styled(label, "1") : line)
        output.append("\n")
      }
    }
  }

  /// Cuts a text into pieces of at most `width` columns, after a space, comma, slash or hyphen where there is one.
  static func wrap(_ text: String, _ width: Int) -> [String] {
    if TerminalText.width(text) <= width { return [text] }
    var lines: [String] = []
    var line: [Character] = []
    var lineWidth = 0
    var breakIndex: Int?
    for character in text {
      let characterWidth = TerminalText.width(character)
      if lineWidth + characterWidth > width, !line.isEmpty {
        let cut = breakIndex.map { $0 * 2 > line.count ? $0 : line.count } ?? line.count
        lines.append(String(line[..<cut]))
        line.removeSubrange(..<cut)
        lineWidth = line.reduce(0) { $0 + TerminalText.width($1) }
        breakIndex = nil
      }
      line.append(character)
      lineWidth += characterWidth
      if " ,/;-".contains(character) { breakIndex = line.count }
    }
    if !line.isEmpty { lines.append(String(line)) }
    return lines
  }

  private func styled(_ text: String, _ code: String) -> String {
    options.usesColor && !text.isEmpty ? "\u{1b}[\(code)m\(text)\u{1b}[0m" : text
  }
}
