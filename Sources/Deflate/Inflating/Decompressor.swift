import KQLTypes

/// Decompresses bytes in memory with what is written around them, and checks them.
///
/// What all inputs need is made once, so that one decompressor serves many of them; used by one thread.
package final class Decompressor {
  private let format: CompressionFormat
  private let byteLimit: Int
  private let input = InflateInput(BufferStream(UnsafeBufferPointer(start: nil, count: 0)), capacity: 16 << 10)
  private let decoder: InflateDecoder
  private let window = InflateWindow(capacity: 32 << 10)

  /// - Parameter byteLimit: The most bytes that an input may come to, so that a small one cannot exhaust memory.
  package init(_ format: CompressionFormat, byteLimit: Int) {
    self.format = format
    self.byteLimit = byteLimit
    decoder = InflateDecoder(input)
  }
}

extension Decompressor {
  /// Decompresses what one header begins; what follows its checksum is not looked at.
  ///
  /// - Returns: The bytes; `nil` when the input is damaged or they are too many.
  package func decompress(_ packed: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    guard let start = format.dataOffset(packed) else { return nil }
    input.restart(BufferStream(UnsafeBufferPointer(rebasing: packed[start...])))
    decoder.restart()
    guard let bytes = inflate() else { return nil }
    let trailer = packed[(start + Int(input.offset))...]
    return bytes.withUnsafeBufferPointer { format.isTrailer(trailer, of: $0) } ? bytes : nil
  }

  private func inflate() -> [UInt8]? {
    var bytes: [UInt8] = []
    var earlier: InflateWindow?
    while !decoder.isFinished {
      window.begin(after: earlier, capacity: window.capacity)
      earlier = window
      guard (try? decoder.decode(into: window)) != nil, bytes.count + window.bytes.count <= byteLimit else {
        return nil
      }
      bytes.append(contentsOf: window.bytes)
    }
    return bytes
  }
}
