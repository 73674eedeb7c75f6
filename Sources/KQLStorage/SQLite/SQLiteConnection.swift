import CSQLite

/// An open database. Used by one thread at a time.
final class SQLiteConnection: @unchecked Sendable {
  let path: String
  private let handle: OpaquePointer

  enum Access {
    /// Reads and writes a file that exists.
    case existing
    /// Reads a file that nobody changes, without locks and without files beside it.
    case immutable
  }

  /// Opens a file; reads nothing of it yet.
  init(_ path: String, _ access: Access) throws(StoreError) {
    self.path = path
    var flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READWRITE
    var name = path
    if access == .immutable {
      flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READONLY | SQLITE_OPEN_URI
      name = "file:\(Self.percentEncoded(path))?immutable=1"
    } else if !path.hasPrefix("/") {
      // A name such as `:memory:` or `file:…` would mean something else to SQLite.
      name = "./" + path
    }
    var opened: OpaquePointer?
    let code = sqlite3_open_v2(name, &opened, flags, StoreFiles.vfsName)
    guard code == SQLITE_OK, let opened else {
      let reason = opened.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
      sqlite3_close_v2(opened)
      throw StoreError(.cannotRead, "\(path): cannot be opened: \(reason)")
    }
    handle = opened
    sqlite3_extended_result_codes(handle, 1)
  }

  deinit { sqlite3_close_v2(handle) }

  private static func percentEncoded(_ path: String) -> String {
    var text: [UInt8] = []
    let digits = Array("0123456789ABCDEF".utf8)
    for byte in (path.hasPrefix("/") ? path : "./" + path).utf8 {
      let isPlain = (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || "/._-".utf8.contains(byte)
      text += isPlain ? [byte] : [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
    return String(decoding: text, as: UTF8.self)
  }
}

// MARK: - Statements

extension SQLiteConnection {
  func prepare(_ sql: String) throws(StoreError) -> SQLiteStatement {
    var statement: OpaquePointer?
    let code = sqlite3_prepare_v2(handle, sql, -1, &statement, nil)
    guard code == SQLITE_OK, let statement else { throw failure(code) }
    return SQLiteStatement(statement, of: self)
  }

  /// Runs statements that give no rows, or whose rows nobody wants.
  func execute(_ sql: String) throws(StoreError) {
    let code = sqlite3_exec(handle, sql, nil, nil, nil)
    guard code == SQLITE_OK else { throw failure(code) }
  }

  /// The only value of a query's only row; 0 when it gives none.
  func integer(_ sql: String) throws(StoreError) -> Int64 {
    let statement = try prepare(sql)
    return try statement.step() ? statement.int64(0) : 0
  }

  /// Waits as long for a lock that another process holds.
  func setPatience(milliseconds: Int32) { sqlite3_busy_timeout(handle, milliseconds) }

  /// Runs a body within a transaction that no other writer can join; what it throws undoes everything.
  func transaction<Result>(_ body: () throws(StoreError) -> Result) throws(StoreError) -> Result {
    try execute("BEGIN IMMEDIATE")
    do throws(StoreError) {
      let result = try body()
      try execute("COMMIT")
      return result
    } catch {
      rollBack()
      throw error
    }
  }

  /// Undoes what was not committed; SQLite has done so already after some errors.
  func rollBack() {
    if sqlite3_get_autocommit(handle) == 0 { sqlite3_exec(handle, "ROLLBACK", nil, nil, nil) }
  }
}

// MARK: - Files

extension SQLiteConnection {
  /// The open file itself.
  var file: UnsafeMutablePointer<sqlite3_file>? {
    var file: UnsafeMutablePointer<sqlite3_file>?
    _ = withUnsafeMutablePointer(to: &file) {
      sqlite3_file_control(handle, "main", SQLITE_FCNTL_FILE_POINTER, UnsafeMutableRawPointer($0))
    }
    return file?.pointee.pMethods == nil ? nil : file
  }

  /// Keeps bytes at the end of each page free, of a database that has no pages yet.
  func reserve(bytesAPage count: Int32) {
    var count = count
    sqlite3_file_control(handle, "main", SQLITE_FCNTL_RESERVE_BYTES, &count)
  }

  /// Bytes of the file itself, at an offset; `nil` when they cannot be read, or not all.
  func fileBytes(at offset: Int64, count: Int) -> [UInt8]? {
    guard let file, let read = file.pointee.pMethods.pointee.xRead else { return nil }
    var code = SQLITE_OK
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { target, initialized in
      code = read(file, target.baseAddress, Int32(count), offset)
      initialized = count
    }
    return code == SQLITE_OK ? bytes : nil
  }

  var fileByteCount: Int64 {
    var count: sqlite3_int64 = 0
    guard let file, let size = file.pointee.pMethods.pointee.xFileSize, size(file, &count) == SQLITE_OK else {
      return 0
    }
    return count
  }
}

// MARK: - Errors

extension SQLiteConnection {
  func failure(_ code: Int32) -> StoreError {
    let reason = String(cString: sqlite3_errmsg(handle))
    switch code & 0xff {
    case SQLITE_BUSY, SQLITE_LOCKED:
      return StoreError(.busy, "\(path): another process is writing to the store; try again when it is done")
    case SQLITE_FULL: return StoreError(.cannotWrite, "\(path): the disk is full: \(reason)")
    case SQLITE_CORRUPT, SQLITE_NOTADB: return StoreError(.damaged, "\(path): the store is damaged: \(reason)")
    case SQLITE_READONLY: return StoreError(.cannotWrite, "\(path): cannot be written: \(reason)")
    case SQLITE_IOERR:
      let isRead = code == SQLITE_IOERR | (1 << 8) || code == SQLITE_IOERR | (2 << 8)
      return StoreError(isRead ? .cannotRead : .cannotWrite, "\(path): \(reason) (SQLite code \(code))")
    case SQLITE_CANTOPEN: return StoreError(.cannotRead, "\(path): cannot be opened: \(reason)")
    default: return StoreError(.damaged, "\(path): \(reason) (SQLite code \(code))")
    }
  }
}
