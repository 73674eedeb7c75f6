/// Bytes that are read front to back.
package protocol ByteStream: AnyObject {
  /// Reads up to `count` bytes.
  ///
  /// - Returns: The number of bytes read; 0 only at the end.
  func read(into target: UnsafeMutablePointer<UInt8>, count: Int) throws(ExecutionError) -> Int
}

extension ByteStream {
  /// Passes over bytes at the start.
  package func skip(_ count: Int64) throws(ExecutionError) {
    var left = count
    let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: 4096)
    defer { buffer.deallocate() }
    while left > 0 {
      let got = try read(into: buffer, count: Int(min(left, 4096)))
      if got == 0 { return }
      left -= Int64(got)
    }
  }
}
