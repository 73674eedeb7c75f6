import KQLTypes

/// Bytes in memory, read in steps.
package final class MemoryStream: ByteStream {
  private let bytes: [UInt8]
  private let step: Int
  private var position = 0

  package init(_ bytes: [UInt8], step: Int = .max) {
    self.bytes = bytes
    self.step = step
  }

  package func read(into target: UnsafeMutablePointer<UInt8>, count: Int) throws(ExecutionError) -> Int {
    let count = min(count, step, bytes.count - position)
    bytes.withUnsafeBufferPointer { bytes in
      if count > 0 { target.update(from: bytes.baseAddress! + position, count: count) }
    }
    position += count
    return count
  }
}
