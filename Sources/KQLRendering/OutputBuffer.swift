/// Collects bytes and hands them to a sink in large pieces.
package struct OutputBuffer: ~Copyable {
  package var bytes: [UInt8] = []
  private let sink: any ByteSink
  private static let flushByteCount = 1 << 16

  package init(_ sink: any ByteSink) {
    self.sink = sink
    bytes.reserveCapacity(Self.flushByteCount + 4096)
  }
}

extension OutputBuffer {
  package mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }
  package mutating func append(_ byte: UInt8) { bytes.append(byte) }

  /// Writes when enough has come together; called once a row.
  package mutating func flushIfLarge() throws(OutputError) {
    if bytes.count >= Self.flushByteCount { try flush() }
  }

  package mutating func flush() throws(OutputError) {
    guard !bytes.isEmpty else { return }
    let pending = bytes
    bytes.removeAll(keepingCapacity: true)
    var failure: OutputError?
    pending.withUnsafeBytes { (raw) in
      do throws(OutputError) { try sink.write(raw) } catch { failure = error }
    }
    if let failure { throw failure }
  }
}
