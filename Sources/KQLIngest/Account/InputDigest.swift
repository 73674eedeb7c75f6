import KQLTypes

extension DetectedInput {
  /// The digest SHA-256, in hexadecimal, of the file's bytes as they are stored: of what a pipe delivered, else of what
  /// the file held when it was opened first.
  func digest() throws(ExecutionError) -> String {
    let handle = try openHandle()
    let buffer = BlockBuffer(capacity: 256 << 10)
    var digest = SHA256()
    var offset: Int64 = 0
    while offset < byteCount {
      let wanted = Int(min(Int64(buffer.capacity), byteCount - offset))
      let count = try handle.read(into: buffer.base, count: wanted, at: offset)
      guard count > 0 else { throw .badInput("\(file.displayName): the file became shorter while it was read") }
      digest.update(UnsafeBufferPointer(start: UnsafePointer(buffer.base), count: count))
      offset += Int64(count)
    }
    return SHA256.hexadecimal(digest.finish())
  }
}
