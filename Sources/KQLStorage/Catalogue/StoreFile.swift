import Glibc
import KQLTypes

/// The file of a store: recognised, opened, made.
enum StoreFile {
  /// How long a writer waits for another one.
  static let patienceMilliseconds: Int32 = 5_000

  private static let magic = Array("SQLite format 3\0".utf8)
  private static let headerByteCount = 100

  private enum Kind {
    case missing
    case empty
    case store
  }
}

// MARK: - Opening

extension StoreFile {
  /// Opens a store to read it.
  static func openForReading(_ path: String) throws(StoreError) -> SQLiteConnection {
    guard try kind(of: path) == .store else { throw StoreError(.notAStore, "\(path): there is no store") }
    do throws(StoreError) {
      let connection = try open(path, .existing)
      try connection.execute("PRAGMA query_only=ON")
      try checkContents(connection)
      return connection
    } catch {
      // Where no file can be made beside the store, and nobody writes, it is read without locks.
      guard error.kind == .cannotRead || error.kind == .cannotWrite, access("\(path)-wal", F_OK) != 0 else {
        throw error
      }
      let connection = try open(path, .immutable)
      try checkContents(connection)
      return connection
    }
  }

  /// Opens a store to write to it, and makes it if there is none.
  static func openForWriting(_ path: String) throws(StoreError) -> SQLiteConnection {
    if try kind(of: path) == .missing { try make(path) }
    let connection = try open(path, .existing)
    if try connection.integer("PRAGMA page_count") == 0 { try fill(connection) }
    try connection.execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL")
    try checkContents(connection)
    return connection
  }

  /// Opens the file as a database without a look at the tables.
  static func open(_ path: String, _ access: SQLiteConnection.Access) throws(StoreError) -> SQLiteConnection {
    let connection = try SQLiteConnection(path, access)
    if connection.fileByteCount > 0 { try checkHeader(connection) }
    connection.setPatience(milliseconds: patienceMilliseconds)
    try connection.execute("PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON")
    return connection
  }

  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }
}

// MARK: - Checks

extension StoreFile {
  private static func kind(of path: String) throws(StoreError) -> Kind {
    var status = stat()
    guard lstat(path, &status) == 0 else {
      guard errno == ENOENT else { throw StoreError(.cannotRead, "\(path): \(String(cString: strerror(errno)))") }
      return .missing
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return status.st_size == 0 ? .empty : .store
    case S_IFLNK: throw StoreError(.notAStore, "\(path): is a symbolic link; name the store itself")
    case S_IFDIR: throw StoreError(.notAStore, "\(path): is a folder, not a store")
    default: throw StoreError(.notAStore, "\(path): is not a regular file")
    }
  }

  /// Looks at the file's first bytes before SQLite does, which would repair other programs' databases.
  private static func checkHeader(_ connection: SQLiteConnection) throws(StoreError) {
    let path = connection.path
    guard let header = connection.fileBytes(at: 0, count: headerByteCount), header.starts(with: magic) else {
      throw StoreError(.notAStore, "\(path): is not a store of Calypso")
    }
    let applicationID = bigEndian(header, at: 68)
    guard applicationID == UInt32(bitPattern: StoreLayout.applicationID) else {
      throw StoreError(.notAStore, "\(path): is a SQLite database of another program, not a store of Calypso")
    }
    let version = bigEndian(header, at: 60)
    guard version == UInt32(StoreLayout.formatVersion) else {
      throw StoreError(
        .notAStore, "\(path): has format version \(version); this program knows version \(StoreLayout.formatVersion)")
    }
    guard Int(header[20]) == StoreFiles.checksumByteCount else {
      throw StoreError(.damaged, "\(path): the store is damaged: its header was changed")
    }
  }

  private static func bigEndian(_ bytes: [UInt8], at offset: Int) -> UInt32 {
    bytes[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// Holds the tables and views to ``StoreLayout``: others could make SQLite read something else than was written.
  private static func checkContents(_ connection: SQLiteConnection) throws(StoreError) {
    let statement = try connection.prepare("SELECT sql FROM sqlite_master ORDER BY rowid")
    var found: [String] = []
    while try statement.step() { found.append(statement.text(0)) }
    guard found == StoreLayout.statements else {
      throw StoreError(.damaged, "\(connection.path): the store is damaged: its tables and views were changed")
    }
  }
}

// MARK: - Making

extension StoreFile {
  private static func make(_ path: String) throws(StoreError) {
    let descriptor = Glibc.open(path, O_CREAT | O_EXCL | O_RDWR | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw StoreError(.cannotWrite, "\(path): cannot be made: \(String(cString: strerror(errno)))")
    }
    fchmod(descriptor, 0o600)
    close(descriptor)
  }

  private static func fill(_ connection: SQLiteConnection) throws(StoreError) {
    connection.reserve(bytesAPage: Int32(StoreFiles.checksumByteCount))
    try connection.execute("PRAGMA page_size=\(StoreLayout.pageByteCount); PRAGMA synchronous=FULL")
    try connection.transaction { () throws(StoreError) in
      // Another process may have done it meanwhile.
      if try connection.integer("SELECT count(*) FROM sqlite_master") > 0 { return }
      try connection.execute("PRAGMA application_id=\(StoreLayout.applicationID)")
      try connection.execute("PRAGMA user_version=\(StoreLayout.formatVersion)")
      for statement in StoreLayout.statements { try connection.execute(statement) }
      let record = ManifestRecord.store(format: StoreCatalogue.formatVersion)
      let body = record.text(number: 0)
      let digest = StoreDigest.next(after: StoreDigest.origin, body)
      try CatalogueWriter(connection).append(body, number: 0, digest: digest)
    }
  }
}
