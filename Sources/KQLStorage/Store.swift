import KQLCatalog
import KQLColumnar
import KQLTypes
import Synchronization

/// A store that was opened to be read: rows of many files, compressed column by column in one SQLite database.
///
/// Opening reads the catalogue alone, and proves that it is what was written; a column is proven when it is read. What
/// is ingested later is not seen.
package final class Store: Sendable {
  package let path: String
  let catalogue: StoreCatalogue
  let descriptions: [Int: SegmentDescription]
  private let connection: Mutex<SQLiteConnection>

  package init(opening path: String) throws(StoreError) {
    let connection = try StoreFile.openForReading(path)
    (catalogue, descriptions) = try CatalogueReader(connection).read()
    self.path = path
    self.connection = Mutex(connection)
  }
}

// MARK: - Contents

extension Store {
  /// Hexadecimal SHA-256 of everything that the store holds, in the order in which it came in.
  package var digest: String { SHA256.hexadecimal(catalogue.digest) }

  package var sources: [SourceRecord] { catalogue.sources }

  /// Numbers of the sources' records.
  package var sourceNumbers: [Int] { catalogue.sourceNumbers }

  package var tables: [StoreTable] { catalogue.tables.map { StoreTable(self, $0) } }

  package subscript(table name: String) -> StoreTable? { catalogue[table: name].map { StoreTable(self, $0) } }

  /// Records of the manifest.
  package var recordCount: Int { catalogue.recordCount }

  package static let formatVersion = Int(StoreLayout.formatVersion)

  package var segmentCount: Int { descriptions.count }

  /// Rows that were dropped for their age.
  package var droppedRowCount: Int { catalogue.droppedRowCount }

  /// Registers all tables.
  package func register(in catalog: inout Catalog) {
    for table in tables { catalog.register(table, as: table.name) }
  }
}

// MARK: - Blobs

extension Store {
  /// The bytes of a blob, proven by size and digest.
  func blob(_ id: Int64, byteCount: Int, digest: [UInt8], _ what: () -> String) throws(StoreError) -> [UInt8] {
    let found = connection.withLock { connection -> Result<[UInt8]?, StoreError> in
      do throws(StoreError) {
        let statement = try connection.prepare("SELECT bytes FROM blobs WHERE id = ?1")
        statement.bind(id, at: 1)
        return .success(try statement.step() ? statement.bytes(0) : nil)
      } catch {
        return .failure(error)
      }
    }
    guard let bytes = try found.get() else { throw missing(what()) }
    guard bytes.count == byteCount, SHA256.digest(of: bytes) == digest else {
      throw StoreError(.damaged, "\(path): the store is damaged: \(what()) was changed")
    }
    return bytes
  }

  private func missing(_ what: String) -> StoreError {
    let head = connection.withLock { try? CatalogueReader($0).headDigest() }
    if let head, head != catalogue.digest {
      return StoreError(.cannotRead, "\(path): the store was rewritten while it was read; run the query again")
    }
    return StoreError(.damaged, "\(path): the store is damaged: \(what) is missing")
  }
}
