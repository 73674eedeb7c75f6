import KQLTypes

/// Reads the manifest and the descriptions of segments, and proves that they are what was written.
struct CatalogueReader {
  private let connection: SQLiteConnection
  private var path: String { connection.path }

  init(_ connection: SQLiteConnection) { self.connection = connection }
}

extension CatalogueReader {
  /// The catalogue and the descriptions of its segments, all of one moment.
  func read() throws(StoreError) -> (StoreCatalogue, [Int: SegmentDescription]) {
    try connection.execute("BEGIN")
    defer { connection.rollBack() }
    let catalogue = try readManifest()
    return (catalogue, try readDescriptions(catalogue))
  }

  /// The digest of the last record, without a proof.
  func headDigest() throws(StoreError) -> [UInt8] {
    let statement = try connection.prepare("SELECT digest FROM head")
    return try statement.step() ? statement.bytes(0) : []
  }

  /// Replays the manifest from its first record on.
  func readManifest() throws(StoreError) -> StoreCatalogue {
    var catalogue = StoreCatalogue()
    let records = try connection.prepare("SELECT record, body, digest FROM manifest ORDER BY record")
    while try records.step() {
      let number = catalogue.recordCount
      let body = records.text(1)
      guard records.int64(0) == number else {
        throw damage("record \(number) of the manifest is missing")
      }
      guard records.withBytes(2, { $0.elementsEqual(StoreDigest.next(after: catalogue.digest, body)) }) else {
        throw damage("record \(number) of the manifest was changed, or one before it")
      }
      do throws(BlobError) {
        try catalogue.add(try ManifestRecord(text: body, number: number), text: body)
      } catch {
        throw damage("record \(number) of the manifest is malformed: \(error.reason)")
      }
    }
    guard catalogue.recordCount > 0 else { throw damage("its manifest is empty") }
    let head = try connection.prepare("SELECT id, record, digest FROM head")
    guard try head.step(), head.int64(0) == 1, head.int64(1) == catalogue.recordCount - 1,
      head.bytes(2) == catalogue.digest, try !head.step()
    else { throw damage("the manifest does not end where the head record says") }
    return catalogue
  }

  private func readDescriptions(_ catalogue: StoreCatalogue) throws(StoreError) -> [Int: SegmentDescription] {
    var descriptions: [Int: SegmentDescription] = [:]
    let rows = try connection.prepare("SELECT id, description FROM segments ORDER BY id")
    for segment in catalogue.segments {
      guard try rows.step(), rows.int64(0) == segment.id else {
        throw damage("segment \(segment.id) is missing, or one is there that the manifest does not know")
      }
      let text = rows.text(1)
      guard StoreDigest.of(text) == segment.digest else {
        throw damage("the description of segment \(segment.id) was changed")
      }
      do throws(BlobError) {
        let description = try SegmentDescription(text: text)
        guard description.table == segment.table, description.rowCount == segment.rowCount else {
          throw BlobError("the manifest says otherwise")
        }
        descriptions[segment.id] = description
      } catch {
        throw damage("the description of segment \(segment.id) is malformed: \(error.reason)")
      }
    }
    guard try !rows.step() else { throw damage("there is a segment that the manifest does not know") }
    return descriptions
  }

  private func damage(_ what: String) -> StoreError {
    StoreError(.damaged, "\(path): the store is damaged: \(what)")
  }
}

extension StoreDigest {
  static func of(_ text: String) -> [UInt8] { SHA256.digest(of: text.utf8) }
}
