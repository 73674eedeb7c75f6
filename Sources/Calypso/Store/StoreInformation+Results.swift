import KQLColumnar
import KQLTypes

extension StoreInformation {
  /// Delivers the store's facts, its tables and its sources, as three tables.
  public func describe(delivering handler: some ResultHandler) throws {
    try deliver(
      "Store", [("Property", .string), ("Value", .string)],
      [
        ["path", "digest", "format version", "bytes", "rows", "dropped rows", "sources"].asStrings,
        [
          path, digest, "\(formatVersion)", "\(byteCount)", "\(tables.reduce(0) { $0 + $1.rowCount })",
          "\(droppedRowCount)", "\(sources.count)",
        ].asStrings,
      ], to: handler)
    try deliver(
      "Tables",
      [
        ("Table", .string), ("Columns", .long), ("Rows", .long), ("Segments", .long), ("Bytes", .long),
        ("FirstTime", .datetime), ("LastTime", .datetime),
      ],
      [
        tables.map(\.name).asStrings, tables.map(\.columnCount).asNumbers, tables.map(\.rowCount).asNumbers,
        tables.map(\.segmentCount).asNumbers, tables.map(\.byteCount).asNumbers,
        Column(tables.map { $0.times.map { .datetime($0.lowerBound.ticks) } ?? .null(.datetime) }, type: .datetime),
        Column(tables.map { $0.times.map { .datetime($0.upperBound.ticks) } ?? .null(.datetime) }, type: .datetime),
      ], to: handler)
    try deliver(
      "Sources",
      [
        ("Path", .string), ("Sha256", .string), ("Bytes", .long), ("Format", .string), ("Records", .long),
        ("Malformed", .long), ("Rows", .long),
      ],
      [
        sources.map(\.path).asStrings, sources.map(\.sha256).asStrings, sources.map { Int($0.byteCount) }.asNumbers,
        sources.map(\.format).asStrings, sources.map(\.recordCount).asNumbers,
        sources.map(\.malformedCount).asNumbers, sources.map(\.rowCount).asNumbers,
      ], to: handler)
  }

  private func deliver(
    _ name: String, _ columns: [(name: String, type: ColumnType)], _ values: [Column], to handler: some ResultHandler
  ) throws {
    try handler.begin(ResultDescription(name: name, columns: columns.map { ColumnDefinition($0.name, $0.type) }))
    let batch = RecordBatch(columns: values, rowCount: values.first?.count ?? 0)
    if batch.rowCount > 0 { try handler.receive(ResultBatch(batch)) }
    try handler.end()
  }
}

extension [String] {
  fileprivate var asStrings: Column { .string(self) }
}

extension [Int] {
  fileprivate var asNumbers: Column { .int64(map { Int64($0) }, as: .long) }
}
