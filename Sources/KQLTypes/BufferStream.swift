/// Bytes in memory as a stream; whoever makes it keeps them alive.
package final class BufferStream: ByteStream {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0

  package init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  package func read(into target: UnsafeMutablePointer<UInt8>, count: Int) throws(ExecutionError) -> Int {
    let count = min(count, bytes.count - position)
    guard count > 0, let start = bytes.baseAddress else { return 0 }
    target.update(from: start + position, count: count)
    position += count
    return count
  }
}
