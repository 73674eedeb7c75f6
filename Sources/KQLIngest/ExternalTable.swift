import KQLCatalog
import KQLTypes

/// An input read with the columns that a query declares, whatever table it is otherwise.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/externaldata-operator>
package struct ExternalTable: TableProvider {
  private let table: IngestedTable
  /// The columns as declared; fields of delimited text are theirs by position, members of JSON by name.
  package let schema: Schema

  package var statistics: TableStatistics { table.statistics }

  package func makeScan(_ request: ScanRequest, control: QueryControl) throws(ExecutionError) -> any TableScan {
    try table.makeScan(request, control: control)
  }
}

extension ExternalTable {
  /// The forms that a query can name.
  private enum Form {
    case delimited(UInt8)
    case json(InputFormat)
    case lines

    static let byName: [String: Form] = [
      "csv": .delimited(0x2c), "tsv": .delimited(0x09), "psv": .delimited(UInt8(ascii: "|")),
      "scsv": .delimited(UInt8(ascii: ";")), "sohsv": .delimited(0x01), "json": .json(.jsonLines),
      "multijson": .json(.jsonDocuments), "txt": .lines,
    ]
  }

  init(
    _ input: DetectedInput, _ schema: Schema, _ settings: [String: ScalarValue], _ options: IngestOptions
  ) throws(ExecutionError) {
    for name in settings.keys.sorted() where !["format", "ignorefirstrecord"].contains(name) {
      throw ExecutionError(.unsupported, "the property '\(name)' of 'externaldata' is not supported")
    }
    let name = settings["format"]?.string?.lowercased() ?? Self.formatName(of: input.file)
    guard let form = Form.byName[name] else {
      let known = Form.byName.keys.sorted().joined(separator: ", ")
      throw ExecutionError(
        .unsupported, "the format '\(name)' of 'externaldata' is not supported; it can be one of \(known)")
    }
    var input = input
    var readSchema = schema
    switch form {
    case .delimited(let delimiter):
      let skipsFirst = settings["ignorefirstrecord"]?.bool ?? (settings["ignorefirstrecord"]?.string == "true")
      input.format = .delimited(
        try Self.layout(input, schema.fields.map(\.name), delimiter: delimiter, skipsFirst: skipsFirst))
    case .json(let format): input.format = format
    case .lines:
      guard schema.fields.count == 1, schema.fields[0].type == .string else {
        throw ExecutionError(.unsupported, "the format 'txt' of 'externaldata' gives one column of type string")
      }
      input.format = .textLines
      readSchema = Schema([Field(TextLines.columnName, .string)])
    }
    self.schema = schema
    table = IngestedTable(
      name: input.file.displayName, schema: readSchema, isObserved: true,
      kind: .plain(hasExtras: false, isStrict: false), sources: [TableSource(input: input, fallbackTable: nil)],
      options: options, ledger: IngestLedger())
  }

  /// What the file's name says, or else the format that Kusto takes for granted.
  private static func formatName(of file: InputFile) -> String {
    var name = file.displayName.lowercased()
    for ending in [".gz", ".gzip"] where name.hasSuffix(ending) { name.removeLast(ending.utf8.count) }
    let endings = [
      ".csv": "csv", ".tsv": "tsv", ".psv": "psv", ".txt": "txt", ".log": "txt", ".json": "multijson",
      ".jsonl": "multijson", ".ndjson": "multijson", ".parquet": "parquet", ".avro": "avro",
    ]
    return endings.first { name.hasSuffix($0.key) }?.value ?? "csv"
  }

  private static func layout(
    _ input: DetectedInput, _ names: [String], delimiter: UInt8, skipsFirst: Bool
  ) throws(ExecutionError) -> DelimitedLayout {
    let start = Int64(input.markByteCount)
    // A tab-separated file that was named in a query is taken as it stands.
    var layout = DelimitedLayout(
      delimiter: delimiter, hasQuotes: delimiter != 0x09, header: names, firstRowOffset: start)
    guard skipsFirst else { return layout }
    let stream = try input.openStream(isBrief: true)
    try stream.skip(start)
    let buffer = BlockBuffer(capacity: 0)
    var filled = 0
    while true {
      buffer.reserve(filled + 1 << 16, keeping: filled)
      let count = try stream.read(into: buffer.base + filled, count: 1 << 16)
      filled += count
      let base = UnsafePointer(buffer.base)
      if case .found(let end) = layout.scanner.endOfRow(base, base + filled, isFieldStart: true) {
        layout.firstRowOffset = start + Int64(end - base)
        return layout
      }
      if count == 0 {
        layout.firstRowOffset = start + Int64(filled)
        return layout
      }
      if filled > FramingLimits().recordByteCount {
        throw .badInput("\(input.file.displayName): the first row is too long to be a header")
      }
    }
  }
}

// MARK: - Finding inputs

extension IngestSource {
  /// An input by the name that it was given, read as `externaldata` asks; `nil` when it is none of the inputs.
  package func externalTable(
    _ location: String, _ schema: Schema, _ settings: [String: ScalarValue]
  ) throws(ExecutionError) -> ExternalTable? {
    guard let input = inputs.first(where: { $0.file.displayName == location }) else { return nil }
    return try ExternalTable(input, schema, settings, options)
  }
}
