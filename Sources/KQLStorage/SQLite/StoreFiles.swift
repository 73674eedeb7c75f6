import CSQLite
import Deflate
import Synchronization

/// How SQLite reads and writes the files of stores: as ever, but with a check sum at the end of each page.
///
/// SQLite leaves the last four bytes of a page to us (`SQLITE_FCNTL_RESERVE_BYTES`). They hold the CRC-32 of the rest
/// and of the page's number, written whenever a page goes to the file; so ``StoreCheck`` proves every byte of the file,
/// also those that SQLite does not use. Any program that reads SQLite databases can read the file.
enum StoreFiles {
  /// Bytes at the end of a page that hold its check sum.
  static let checksumByteCount = 4

  /// The name of the virtual file system, which is registered at first use.
  static let vfsName: String = {
    let name = "calypso-store"
    guard let system = sqlite3_vfs_find(nil) else { preconditionFailure("SQLite has no file system") }
    let own = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
    own.initialize(to: system.pointee)
    own.pointee.pNext = nil
    own.pointee.zName = UnsafePointer(strdupped(name))
    own.pointee.xOpen = openFile
    sqlite3_vfs_register(own, 0)
    return name
  }()

  private static func strdupped(_ text: String) -> UnsafeMutablePointer<CChar> {
    let copy = UnsafeMutablePointer<CChar>.allocate(capacity: text.utf8.count + 1)
    for (index, byte) in text.utf8CString.enumerated() { copy[index] = byte }
    return copy
  }

  /// The check sum of a page of which the last four bytes are not counted.
  static func checksum(_ page: UnsafeRawBufferPointer, number: Int64) -> UInt32 {
    var sum = CRC32()
    withUnsafeBytes(of: number.littleEndian) { sum.add($0.assumingMemoryBound(to: UInt8.self)) }
    let content = UnsafeRawBufferPointer(rebasing: page.dropLast(checksumByteCount))
    sum.add(content.assumingMemoryBound(to: UInt8.self))
    return sum.value
  }
}

// MARK: - Methods of files

/// Methods of open files are SQLite's own, but for those that write. They stand in pairs, ours before SQLite's, so
/// that ours find the ones that they stand for.
private struct MethodTables {
  private struct Key: Hashable {
    var original: UInt
    var isDatabase: Bool
  }
  /// Addresses, which live as long as the program.
  private var tables: [Key: UInt] = [:]

  mutating func address(of original: UInt, isDatabase: Bool) -> UInt {
    let key = Key(original: original, isDatabase: isDatabase)
    if let known = tables[key] { return known }
    guard let original = UnsafePointer<sqlite3_io_methods>(bitPattern: original) else { return original }
    let pair = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 2)
    pair.initialize(repeating: original.pointee, count: 2)
    if isDatabase { pair.pointee.xWrite = writePage } else { pair.pointee.xWrite = writeBytes }
    pair.pointee.xSync = syncFile
    pair.pointee.xTruncate = truncateFile
    tables[key] = UInt(bitPattern: pair)
    return UInt(bitPattern: pair)
  }
}

private let methodTables = Mutex(MethodTables())

private func openFile(
  _ vfs: UnsafeMutablePointer<sqlite3_vfs>?, _ name: sqlite3_filename?, _ file: UnsafeMutablePointer<sqlite3_file>?,
  _ flags: Int32, _ outFlags: UnsafeMutablePointer<Int32>?
) -> Int32 {
  guard let system = sqlite3_vfs_find(nil), let open = system.pointee.xOpen, let file else { return SQLITE_CANTOPEN }
  let code = open(system, name, file, flags, outFlags)
  if code == SQLITE_OK, let methods = file.pointee.pMethods {
    let (original, isDatabase) = (UInt(bitPattern: methods), flags & SQLITE_OPEN_MAIN_DB != 0)
    file.pointee.pMethods = UnsafePointer(
      bitPattern: methodTables.withLock { $0.address(of: original, isDatabase: isDatabase) })
  }
  return code
}

private func original(_ file: UnsafeMutablePointer<sqlite3_file>) -> sqlite3_io_methods { file.pointee.pMethods[1] }

private func writePage(
  _ file: UnsafeMutablePointer<sqlite3_file>?, _ bytes: UnsafeRawPointer?, _ count: Int32, _ offset: sqlite3_int64
) -> Int32 {
  guard let file, let bytes, count >= 512, offset % Int64(count) == 0 else {
    return writeBytes(file, bytes, count, offset)
  }
  let page = UnsafeMutableRawBufferPointer.allocate(byteCount: Int(count), alignment: 16)
  defer { page.deallocate() }
  page.copyMemory(from: UnsafeRawBufferPointer(start: bytes, count: Int(count)))
  let sum = StoreFiles.checksum(UnsafeRawBufferPointer(page), number: offset / Int64(count) + 1)
  page.storeBytes(of: sum.littleEndian, toByteOffset: Int(count) - StoreFiles.checksumByteCount, as: UInt32.self)
  return writeBytes(file, page.baseAddress, count, offset)
}

private func writeBytes(
  _ file: UnsafeMutablePointer<sqlite3_file>?, _ bytes: UnsafeRawPointer?, _ count: Int32, _ offset: sqlite3_int64
) -> Int32 {
  guard let file, let write = original(file).xWrite else { return SQLITE_IOERR }
  if let fault = FileFaults.next() {
    if fault == .shortWrite { _ = write(file, bytes, count / 2, offset) }
    return fault == .noSpace ? SQLITE_FULL : SQLITE_IOERR | (3 << 8)
  }
  return write(file, bytes, count, offset)
}

private func syncFile(_ file: UnsafeMutablePointer<sqlite3_file>?, _ flags: Int32) -> Int32 {
  guard let file, let sync = original(file).xSync else { return SQLITE_IOERR }
  if FileFaults.next() != nil { return SQLITE_IOERR | (4 << 8) }
  return sync(file, flags)
}

private func truncateFile(_ file: UnsafeMutablePointer<sqlite3_file>?, _ size: sqlite3_int64) -> Int32 {
  guard let file, let truncate = original(file).xTruncate else { return SQLITE_IOERR }
  if FileFaults.next() != nil { return SQLITE_IOERR | (6 << 8) }
  return truncate(file, size)
}
