/// A file within a ZIP archive, which is read where it stands.
struct ZipEntry: Sendable {
  enum Method: Sendable {
    case stored
    case deflated
  }

  /// Keeps the archive open.
  var archive: InputHandle
  var name: String
  /// How the bytes are compressed; `nil` when they cannot be read.
  var method: Method?
  /// Why the entry cannot be read.
  var refusal: String?
  var checksum: UInt32
  /// Bytes of the content, and of what is stored of it.
  var byteCount: Int64
  var storedByteCount: Int64
  /// Where the entry's own header stands in the archive.
  var headerOffset: Int64
}
