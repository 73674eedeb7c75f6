import CSQLite

/// A prepared statement; its parameters count from 1, its columns from 0.
final class SQLiteStatement {
  private let handle: OpaquePointer
  private let connection: SQLiteConnection

  init(_ handle: OpaquePointer, of connection: SQLiteConnection) {
    self.handle = handle
    self.connection = connection
  }

  deinit { sqlite3_finalize(handle) }
}

// MARK: - Running

extension SQLiteStatement {
  /// Goes to the next row.
  ///
  /// - Returns: Whether there is one.
  func step() throws(StoreError) -> Bool {
    let code = sqlite3_step(handle)
    switch code {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default: throw connection.failure(code)
    }
  }

  /// Runs the statement to its end and makes it ready for other parameters.
  func run() throws(StoreError) {
    while try step() {}
    reset()
  }

  func reset() { sqlite3_reset(handle) }
}

// MARK: - Parameters

extension SQLiteStatement {
  func bind(_ value: Int64, at index: Int32) { sqlite3_bind_int64(handle, index, value) }

  func bind(_ text: String, at index: Int32) {
    var text = text
    text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        _ = sqlite3_bind_text64(
          handle, index, $0.baseAddress, UInt64($0.count), Self.copied, UInt8(truncatingIfNeeded: SQLITE_UTF8))
      }
    }
  }

  /// - Precondition: The bytes stay where they are until the statement is reset.
  func bind(_ bytes: UnsafeRawBufferPointer, at index: Int32) {
    if bytes.isEmpty {
      sqlite3_bind_zeroblob(handle, index, 0)
    } else {
      sqlite3_bind_blob64(handle, index, bytes.baseAddress, UInt64(bytes.count), nil)
    }
  }

  /// SQLITE_TRANSIENT, which C has as a cast: SQLite makes its own copy.
  private static var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }
}

// MARK: - Columns

extension SQLiteStatement {
  func int64(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

  /// The text of a column; bytes that are no UTF-8 are replaced, which no digest survives.
  func text(_ column: Int32) -> String { withBytes(column) { String(decoding: $0, as: UTF8.self) } }

  func bytes(_ column: Int32) -> [UInt8] { withBytes(column) { Array($0) } }

  /// Lends the bytes of a text or blob.
  func withBytes<Result>(_ column: Int32, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    let start = sqlite3_column_blob(handle, column)
    let count = Int(sqlite3_column_bytes(handle, column))
    return body(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count))
  }
}
