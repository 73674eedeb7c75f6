import KQLTypes

extension ManifestRecord {
  /// The record as JSON, in which the manifest keeps it.
  ///
  /// - Parameter number: Its place in the manifest, from 0.
  func text(number: Int) -> String {
    var properties: [(String, DynamicValue)] = [("record", .long(Int64(number)))]
    switch self {
    case .store(let format): properties += [("kind", .string("store")), ("format", .long(Int64(format)))]
    case .source(let source): properties += [("kind", .string("source"))] + source.properties
    case .compact(let replacements):
      properties += [("kind", .string("compact")), ("replaced", .array(replacements.map(\.value)))]
    case .dropBefore(let ticks, let rowCount, let replacements):
      properties += [
        ("kind", .string("drop-before")), ("time", .string(DatetimeText.string(ticks))), ("ticks", .long(ticks)),
        ("rows", .long(Int64(rowCount))), ("replaced", .array(replacements.map(\.value))),
      ]
    }
    return JSONText.string(.bag(DynamicBag(properties)))
  }

  init(text: String, number: Int) throws(BlobError) {
    let bag = try StoredBag(text: text)
    guard try bag.count("record") == number else { throw BlobError("it stands in the wrong place") }
    switch try bag.text("kind") {
    case "store": self = .store(format: try bag.count("format"))
    case "source": self = .source(try SourceRecord(bag))
    case "compact": self = .compact(try Self.replacements(bag))
    case "drop-before":
      guard case .long(let ticks) = bag["ticks"] else { throw BlobError("'ticks' is malformed") }
      self = .dropBefore(ticks: ticks, rowCount: try bag.count("rows"), try Self.replacements(bag))
    default: throw BlobError("its kind is unknown")
    }
  }

  private static func replacements(_ bag: StoredBag) throws(BlobError) -> [SegmentReplacement] {
    var found: [SegmentReplacement] = []
    for element in try bag.array("replaced") {
      let bag = try StoredBag(element)
      var removed: [Int] = []
      for id in try bag.array("removed") {
        guard case .long(let id) = id, id > 0, id < SegmentReference.idLimit else {
          throw BlobError("an id is malformed")
        }
        removed.append(Int(id))
      }
      found.append(SegmentReplacement(removed: removed, added: try SegmentReference.list(bag, "added")))
    }
    return found
  }
}

// MARK: - Parts

extension SegmentReplacement {
  fileprivate var value: DynamicValue {
    .bag(
      DynamicBag([
        ("removed", .array(removed.map { .long(Int64($0)) })), ("added", .array(added.map(\.value))),
      ]))
  }
}

extension SegmentReference {
  /// Numbers of segments stay below, so that those of blobs fit 63 bits.
  static let idLimit = Int64(1) << 40

  fileprivate var value: DynamicValue {
    .bag(
      DynamicBag([
        ("id", .long(Int64(id))), ("table", .string(table)), ("rows", .long(Int64(rowCount))),
        ("sha256", .string(SHA256.hexadecimal(digest))),
      ]))
  }

  fileprivate static func list(_ bag: StoredBag, _ key: String) throws(BlobError) -> [SegmentReference] {
    var found: [SegmentReference] = []
    for element in try bag.array(key) {
      let bag = try StoredBag(element)
      found.append(
        SegmentReference(
          id: try bag.count("id", limit: Int(idLimit) - 1), table: try bag.text("table"),
          rowCount: try bag.count("rows", limit: SegmentDescription.maximumRowCount), digest: try bag.digest("sha256")))
    }
    return found
  }
}

extension SourceRecord {
  fileprivate var properties: [(String, DynamicValue)] {
    var properties: [(String, DynamicValue)] = [
      ("path", .string(path)), ("sha256", .string(SHA256.hexadecimal(sha256))), ("bytes", .long(byteCount)),
      ("format", .string(format)), ("records", .long(Int64(recordCount))),
      ("malformed", .long(Int64(malformedCount))), ("rows", .long(Int64(rowCount))),
      ("tables", .array(rowCounts.map { .array([.string($0.table), .long(Int64($0.count))]) })),
    ]
    for (name, texts) in [("problems", problems), ("unfitting", unfittingValues)] where !texts.isEmpty {
      properties.append((name, .array(texts.map { .string($0) })))
    }
    if !schemas.isEmpty {
      properties.append(
        (
          "schemas",
          .array(
            schemas.map { name, schema in
              .array([.string(name)] + schema.fields.map { .array([.string($0.name), .string($0.type.name)]) })
            })
        ))
    }
    properties.append(("segments", .array(segments.map(\.value))))
    return properties
  }

  fileprivate init(_ bag: StoredBag) throws(BlobError) {
    var rowCounts: [(table: String, count: Int)] = []
    for pair in try bag.array("tables") {
      guard let pair = pair.array, pair.count == 2, case .string(let name) = pair[0], case .long(let count) = pair[1],
        count >= 0
      else { throw BlobError("'tables' is malformed") }
      rowCounts.append((name, Int(count)))
    }
    self.init(
      path: try bag.text("path"), sha256: try bag.digest("sha256"), byteCount: Int64(try bag.count("bytes")),
      format: try bag.text("format"), recordCount: try bag.count("records"),
      malformedCount: try bag.count("malformed"), rowCounts: rowCounts)
    problems = try Self.texts(bag, "problems")
    unfittingValues = try Self.texts(bag, "unfitting")
    if bag.has("schemas") { for schema in try bag.array("schemas") { schemas.append(try Self.schema(schema)) } }
    segments = try SegmentReference.list(bag, "segments")
  }

  private static func texts(_ bag: StoredBag, _ key: String) throws(BlobError) -> [String] {
    guard bag.has(key) else { return [] }
    return try bag.array(key).compactMap { if case .string(let text) = $0 { text } else { nil } }
  }

  private static func schema(_ value: DynamicValue) throws(BlobError) -> (table: String, schema: Schema) {
    guard let parts = value.array, case .string(let table)? = parts.first else {
      throw BlobError("a schema is malformed")
    }
    var fields: [Field] = []
    for part in parts.dropFirst() {
      guard let pair = part.array, pair.count == 2, case .string(let name) = pair[0],
        case .string(let typeName) = pair[1], let type = ScalarType(name: typeName)
      else { throw BlobError("a schema is malformed") }
      fields.append(Field(name, type))
    }
    guard Set(fields.map(\.name)).count == fields.count else { throw BlobError("a schema names a column twice") }
    return (table, Schema(fields))
  }
}
