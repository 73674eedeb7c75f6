import KQLTypes

/// What the catalogue knows of a segment: rows of one table that are stored together.
struct SegmentDescription: Sendable, Equatable {
  /// A run of rows that came from one source, by the number of its record in the manifest.
  struct Origin: Sendable, Equatable {
    var source: Int
    var rowCount: Int
  }

  /// A column's name and what is known of it.
  struct NamedColumn: Sendable, Equatable {
    var name: String
    var summary: ColumnSummary
  }

  var table: String
  var rowCount: Int
  /// In the order of the rows.
  var origins: [Origin]
  /// In the order in which they are stored.
  var columns: [NamedColumn]

  /// More rows are never put together.
  static let maximumRowCount = 1 << 16
  /// Most columns of a table, so that the places of columns fit the numbers of blobs.
  static let maximumColumnCount = 1 << 15
}

// MARK: - Text

extension SegmentDescription {
  /// The description as JSON, in which the catalogue keeps it.
  var text: String {
    JSONText.string(
      .bag(
        DynamicBag([
          ("table", .string(table)),
          ("rows", .long(Int64(rowCount))),
          ("sources", .array(origins.map { .array([.long(Int64($0.source)), .long(Int64($0.rowCount))]) })),
          ("columns", .array(columns.map(Self.value))),
        ])))
  }

  private static func value(_ column: NamedColumn) -> DynamicValue {
    let summary = column.summary
    var bag = DynamicBag([
      ("name", .string(column.name)), ("type", .string(summary.type.name)), ("coding", .string(summary.coding)),
      ("bytes", .long(Int64(summary.byteCount))), ("sha256", .string(SHA256.hexadecimal(summary.digest))),
      ("nulls", .long(Int64(summary.nullCount))),
    ])
    if let count = summary.distinctCount { bag["distinct"] = .long(Int64(count)) }
    if let lowest = summary.lowest, let highest = summary.highest {
      bag["min"] = value(lowest)
      bag["max"] = value(highest)
    }
    if summary.indexByteCount > 0 {
      bag["indexBytes"] = .long(Int64(summary.indexByteCount))
      bag["indexSha256"] = .string(SHA256.hexadecimal(summary.indexDigest))
    }
    return .bag(bag)
  }

  private static func value(_ bound: ColumnSummary.Bound) -> DynamicValue {
    switch bound {
    case .number(let value): .long(value)
    case .real(let value): .real(value)
    case .text(let value): .string(value)
    }
  }

  init(text: String) throws(BlobError) {
    guard let value = try? JSONText.parse(text) else { throw BlobError("it is not JSON") }
    let bag = try StoredBag(value)
    table = try bag.text("table")
    rowCount = try bag.count("rows", limit: Self.maximumRowCount)
    origins = []
    for origin in try bag.array("sources") {
      guard let pair = origin.array, pair.count == 2, case .long(let source) = pair[0], case .long(let rows) = pair[1],
        source >= 0, source < Int32.max, rows >= 0, rows <= rowCount
      else { throw BlobError("'sources' is malformed") }
      origins.append(Origin(source: Int(source), rowCount: Int(rows)))
    }
    columns = []
    for column in try bag.array("columns") { columns.append(try Self.column(StoredBag(column))) }
    guard columns.count <= Self.maximumColumnCount else { throw BlobError("there are too many columns") }
  }

  private static func column(_ bag: StoredBag) throws(BlobError) -> NamedColumn {
    guard let type = ScalarType(name: try bag.text("type")) else { throw BlobError("a type is unknown") }
    var summary = ColumnSummary(type: type, nullCount: try bag.count("nulls", limit: maximumRowCount))
    summary.coding = try bag.text("coding")
    summary.byteCount = try bag.count("bytes", limit: Int(Int32.max))
    summary.digest = try bag.digest("sha256")
    if bag.has("distinct") { summary.distinctCount = try bag.count("distinct", limit: maximumRowCount + 1) }
    if bag.has("min") {
      summary.lowest = try bound(bag, "min", type)
      summary.highest = try bound(bag, "max", type)
    }
    if bag.has("indexBytes") {
      summary.indexByteCount = try bag.count("indexBytes", limit: Int(Int32.max))
      summary.indexDigest = try bag.digest("indexSha256")
    }
    return NamedColumn(name: try bag.text("name"), summary: summary)
  }

  private static func bound(_ bag: StoredBag, _ key: String, _ type: ScalarType) throws(BlobError)
    -> ColumnSummary.Bound
  {
    switch (bag[key], type) {
    case (.long(let value), .real): return .real(Double(value))
    case (.real(let value), .real): return .real(value)
    case (.long(let value), _) where ColumnGatherer.isNumeric(type): return .number(value)
    case (.string(let value), .string): return .text(value)
    default: throw BlobError("'\(key)' is malformed")
    }
  }
}

extension ColumnSummary {
  init(type: ScalarType, nullCount: Int) {
    self.type = type
    self.nullCount = nullCount
  }
}
