/// Writes records, segments and blobs, within a transaction of the caller.
struct CatalogueWriter {
  private let connection: SQLiteConnection

  init(_ connection: SQLiteConnection) { self.connection = connection }
}

extension CatalogueWriter {
  /// Appends a record to the manifest and makes it the head.
  func append(_ body: String, number: Int, digest: [UInt8]) throws(StoreError) {
    let record = try connection.prepare("INSERT INTO manifest (record, body, digest) VALUES (?1, ?2, ?3)")
    record.bind(Int64(number), at: 1)
    record.bind(body, at: 2)
    try run(record, binding: digest, at: 3)
    let head = try connection.prepare("INSERT OR REPLACE INTO head (id, record, digest) VALUES (1, ?1, ?2)")
    head.bind(Int64(number), at: 1)
    try run(head, binding: digest, at: 2)
  }

  /// Stores a segment under a number.
  ///
  /// - Returns: How the manifest refers to it.
  func add(_ segment: EncodedSegment, id: Int) throws(StoreError) -> SegmentReference {
    let description = segment.description
    let text = description.text
    let statement = try connection.prepare("INSERT INTO segments (id, description) VALUES (?1, ?2)")
    statement.bind(Int64(id), at: 1)
    statement.bind(text, at: 2)
    try statement.run()
    let blob = try connection.prepare("INSERT INTO blobs (id, bytes) VALUES (?1, ?2)")
    for (position, column) in segment.columns.enumerated() {
      blob.bind(StoreLayout.blob(segment: id, column: position), at: 1)
      try run(blob, binding: column.bytes, at: 2)
      guard !column.index.isEmpty else { continue }
      blob.bind(StoreLayout.indexBlob(segment: id, column: position), at: 1)
      try run(blob, binding: column.index, at: 2)
    }
    return SegmentReference(
      id: id, table: description.table, rowCount: description.rowCount, digest: StoreDigest.of(text))
  }

  func remove(segment id: Int) throws(StoreError) {
    let next = StoreLayout.blob(segment: id + 1, column: 0)
    try connection.execute("DELETE FROM segments WHERE id = \(id)")
    try connection.execute(
      "DELETE FROM blobs WHERE id >= \(StoreLayout.blob(segment: id, column: 0)) AND id < \(next)")
  }

  private func run(_ statement: SQLiteStatement, binding bytes: [UInt8], at index: Int32) throws(StoreError) {
    let result = bytes.withUnsafeBytes { bytes -> Result<Void, StoreError> in
      statement.bind(bytes, at: index)
      do throws(StoreError) { return .success(try statement.run()) } catch {
        statement.reset()
        return .failure(error)
      }
    }
    try result.get()
  }
}
