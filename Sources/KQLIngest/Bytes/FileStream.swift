import KQLTypes

/// The bytes of a file from front to back.
final class FileStream: ByteStream {
  let handle: InputHandle
  private var offset: Int64

  init(_ handle: InputHandle, offset: Int64 = 0) {
    self.handle = handle
    self.offset = offset
  }

  func read(into target: UnsafeMutablePointer<UInt8>, count: Int) throws(ExecutionError) -> Int {
    let count = try handle.read(into: target, count: count, at: offset)
    offset += Int64(count)
    return count
  }
}
