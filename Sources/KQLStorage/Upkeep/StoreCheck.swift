import KQLTypes

/// Proves every byte of a store.
///
/// Pages of the file by their check sums, SQLite's structures by its own check, the manifest by its chain, the
/// descriptions and columns of segments by their digests; then every column is read to its end.
package struct StoreCheck {
  package let path: String
  /// Everything that is wrong, in words; at most ``problemLimit`` of a kind.
  package private(set) var problems: [String] = []
  /// The store's digest; `nil` when the manifest is damaged.
  package private(set) var digest: String?
  package private(set) var pageCount: Int64 = 0
  package private(set) var blobCount = 0

  private static let problemLimit = 10

  /// Checks a store.
  ///
  /// - Parameter expected: The digest that it must have, in hexadecimal; `nil` when none is known.
  /// - Throws: When there is no store to check, or another process is writing.
  package init(_ path: String, expecting expected: String? = nil) throws(StoreError) {
    self.path = path
    do throws(StoreError) {
      try checkPages()
      guard problems.isEmpty else { return }
      try checkContents()
    } catch {
      guard error.kind == .damaged || error.kind == .cannotRead else { throw error }
      problems.append(error.message)
    }
    if let expected, let digest, expected.lowercased() != digest {
      problems.append("\(path): its digest is \(digest), not the expected \(expected.lowercased())")
    }
  }

  package var isSound: Bool { problems.isEmpty }
}

// MARK: - Pages

extension StoreCheck {
  private mutating func checkPages() throws(StoreError) {
    let connection = try StoreFile.openForReading(path)
    // What the last writer left in the log belongs to the file.
    try connection.execute("PRAGMA query_only=OFF")
    try? connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    guard let header = connection.fileBytes(at: 0, count: 100) else {
      return problems.append("\(path): the file has no header")
    }
    let size = Int(header[16]) << 8 | Int(header[17])
    guard size == StoreLayout.pageByteCount else { return problems.append("\(path): the header was changed") }
    pageCount = Int64(header[28..<32].reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
    if connection.fileByteCount != pageCount * Int64(size) {
      problems.append(
        "\(path): the file has \(connection.fileByteCount) bytes where \(pageCount * Int64(size)) were written")
    }
    var damagedCount = 0
    for page in 0..<connection.fileByteCount / Int64(size) {
      guard let bytes = connection.fileBytes(at: page * Int64(size), count: size) else {
        problems.append("\(path): page \(page + 1) cannot be read")
        return
      }
      if Self.isWhole(bytes, number: page + 1) { continue }
      damagedCount += 1
      if damagedCount <= Self.problemLimit { problems.append("\(path): page \(page + 1) was changed") }
    }
    if damagedCount > Self.problemLimit { problems.append("\(path): \(damagedCount) pages were changed in all") }
  }

  private static func isWhole(_ page: [UInt8], number: Int64) -> Bool {
    page.withUnsafeBytes { bytes in
      let stored = bytes.loadUnaligned(fromByteOffset: bytes.count - StoreFiles.checksumByteCount, as: UInt32.self)
      if UInt32(littleEndian: stored) == StoreFiles.checksum(bytes, number: number) { return true }
      // SQLite makes a file longer before it writes to it, and leaves out the page at 1 GB, which locks stand on.
      return page.allSatisfy { $0 == 0 }
    }
  }
}

// MARK: - Contents

extension StoreCheck {
  private mutating func checkContents() throws(StoreError) {
    let connection = try StoreFile.openForReading(path)
    let verdict = try connection.prepare("PRAGMA integrity_check(\(Self.problemLimit))")
    while try verdict.step() {
      let text = verdict.text(0)
      if text != "ok" { problems.append("\(path): \(text)") }
    }
    let store = try Store(opening: path)
    digest = store.digest
    var expectedBlobs: Set<Int64> = []
    for table in store.tables {
      for segment in table.segments { checkSegment(segment, of: table, &expectedBlobs) }
    }
    let blobs = try connection.prepare("SELECT id FROM blobs ORDER BY id")
    while try blobs.step() {
      blobCount += 1
      if expectedBlobs.remove(blobs.int64(0)) == nil {
        problems.append("\(path): there is a blob \(blobs.int64(0)) that no segment knows")
      }
    }
    for blob in expectedBlobs.sorted().prefix(Self.problemLimit) { problems.append("\(path): blob \(blob) is missing") }
  }

  private mutating func checkSegment(
    _ segment: StoreTable.Segment, of table: StoreTable, _ blobs: inout Set<Int64>
  ) {
    for (position, column) in segment.description.columns.enumerated() {
      blobs.insert(StoreLayout.blob(segment: segment.id, column: position))
      if column.summary.indexByteCount > 0 {
        blobs.insert(StoreLayout.indexBlob(segment: segment.id, column: position))
      }
    }
    for index in table.schema.fields.indices {
      var reader = SegmentReader(segment, of: table.store, schema: table.schema)
      do throws(StoreError) {
        let type = try reader.column(index).type
        _ = try reader.index(index)
        guard type == table.schema[index].type else {
          throw StoreError(.damaged, "\(path): segment \(segment.id) has other columns than table '\(table.name)'")
        }
      } catch {
        problems.append(error.message)
      }
    }
    let known = segment.positions.compactMap { $0 }.count
    if known != segment.description.columns.count {
      problems.append("\(path): segment \(segment.id) has columns that table '\(table.name)' does not have")
    }
  }
}
