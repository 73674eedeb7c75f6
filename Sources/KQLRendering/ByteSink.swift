/// Where rendered bytes go: a file descriptor, a buffer, a socket.
package protocol ByteSink: AnyObject {
  /// Takes all of the bytes or throws; nothing is dropped in silence.
  func write(_ bytes: UnsafeRawBufferPointer) throws(OutputError)
}

/// An output that could not be written.
package struct OutputError: Error, Sendable, Equatable {
  package var message: String
  /// Whether the reader went away, as `head` does.
  package var isBrokenPipe: Bool

  package init(_ message: String, isBrokenPipe: Bool = false) {
    self.message = message
    self.isBrokenPipe = isBrokenPipe
  }
}

/// A sink that keeps what is written.
package final class ByteCollector: ByteSink {
  package private(set) var bytes: [UInt8] = []

  package init() {}

  package func write(_ bytes: UnsafeRawBufferPointer) { self.bytes.append(contentsOf: bytes) }

  package var text: String { String(decoding: bytes, as: UTF8.self) }
}
