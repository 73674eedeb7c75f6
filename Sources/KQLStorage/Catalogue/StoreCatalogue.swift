import KQLTypes

/// What a store holds, as its manifest tells.
struct StoreCatalogue: Sendable {
  struct Table: Sendable {
    var name: String
    var schema: Schema
    /// In the order of the rows.
    var segments: [SegmentReference] = []

    var rowCount: Int { segments.reduce(0) { $0 + $1.rowCount } }
  }

  private(set) var recordCount = 0
  /// The digest of the last record, which stands for the whole store.
  private(set) var digest = StoreDigest.origin
  private(set) var sources: [SourceRecord] = []
  /// Numbers of the sources' records.
  private(set) var sourceNumbers: [Int] = []
  /// In the order in which they came into being.
  private(set) var tables: [Table] = []
  /// Rows that were dropped for their age.
  private(set) var droppedRowCount = 0
  private(set) var lastSegment = 0
  private var tableIndexes: [String: Int] = [:]
  private var sourceIndexes: [[UInt8]: [Int]] = [:]

  static let formatVersion = 1
}

// MARK: - Questions

extension StoreCatalogue {
  subscript(table name: String) -> Table? { tableIndexes[name].map { tables[$0] } }

  /// The sources of exactly these bytes; several when they were put into several tables.
  subscript(sourcesWithDigest digest: [UInt8]) -> [SourceRecord] { (sourceIndexes[digest] ?? []).map { sources[$0] } }

  /// All segments, by number.
  var segments: [SegmentReference] { tables.flatMap(\.segments).sorted { $0.id < $1.id } }
}

// MARK: - Replay

extension StoreCatalogue {
  /// Adds the next record.
  ///
  /// - Parameter text: The record's text, from which the digest is made.
  mutating func add(_ record: ManifestRecord, text: String) throws(BlobError) {
    let isFirst = if case .store = record { true } else { false }
    guard isFirst == (recordCount == 0) else { throw BlobError("a store begins with a record of its own, and once") }
    switch record {
    case .store(let format):
      guard format == Self.formatVersion else { throw BlobError("format \(format) is unknown") }
    case .source(let source):
      for (name, schema) in source.schemas { try extend(name, schema) }
      for segment in source.segments { try append(segment) }
      sourceIndexes[source.sha256, default: []].append(sources.count)
      sources.append(source)
      sourceNumbers.append(recordCount)
    case .compact(let replacements): for replacement in replacements { try replace(replacement, mayShrink: false) }
    case .dropBefore(_, let rowCount, let replacements):
      for replacement in replacements { try replace(replacement, mayShrink: true) }
      droppedRowCount &+= rowCount
    }
    digest = StoreDigest.next(after: digest, text)
    recordCount += 1
  }

  private mutating func extend(_ name: String, _ schema: Schema) throws(BlobError) {
    guard let index = tableIndexes[name] else {
      tableIndexes[name] = tables.count
      tables.append(Table(name: name, schema: schema))
      return
    }
    guard schema.fields.starts(with: tables[index].schema.fields) else { throw BlobError("it changes columns") }
    tables[index].schema = schema
  }

  private mutating func append(_ segment: SegmentReference) throws(BlobError) {
    guard let index = tableIndexes[segment.table] else { throw BlobError("its table is unknown") }
    try use(segment.id)
    tables[index].segments.append(segment)
  }

  private mutating func use(_ id: Int) throws(BlobError) {
    guard id == lastSegment + 1 else { throw BlobError("a segment has the wrong number") }
    lastSegment = id
  }

  private mutating func replace(_ replacement: SegmentReplacement, mayShrink: Bool) throws(BlobError) {
    guard let first = replacement.removed.first,
      let index = tables.firstIndex(where: { $0.segments.contains { $0.id == first } }),
      let start = tables[index].segments.firstIndex(where: { $0.id == first })
    else { throw BlobError("it replaces a segment that is not there") }
    let segments = tables[index].segments
    let end = start + replacement.removed.count
    guard end <= segments.count, segments[start..<end].map(\.id) == replacement.removed,
      replacement.added.allSatisfy({ $0.table == tables[index].name })
    else { throw BlobError("it replaces segments that do not stand together") }
    let before = segments[start..<end].reduce(0) { $0 + $1.rowCount }
    let after = replacement.added.reduce(0) { $0 + $1.rowCount }
    guard mayShrink ? after <= before : after == before else { throw BlobError("it changes the number of rows") }
    for segment in replacement.added { try use(segment.id) }
    tables[index].segments.replaceSubrange(start..<end, with: replacement.added)
  }
}
