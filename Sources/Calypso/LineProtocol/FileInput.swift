import Glibc

/// Reads lines from a descriptor.
struct FileInput: ~Copyable {
  enum Line {
    case text([UInt8])
    /// The line was longer than allowed and was skipped.
    case tooLong
  }

  private let descriptor: Int32
  private let maximumLineByteCount: Int
  private var buffer: [UInt8] = []
  private var start = 0
  private var hasEnded = false

  init(descriptor: Int32, maximumLineByteCount: Int) {
    self.descriptor = descriptor
    self.maximumLineByteCount = maximumLineByteCount
  }

  /// The next line without its line feed; `nil` at the end of the input.
  mutating func nextLine() throws(QueryError) -> Line? {
    var searched = start
    var isTooLong = false
    while true {
      if let end = buffer[searched...].firstIndex(of: 0x0a) {
        let line = Array(buffer[start..<end])
        start = end + 1
        return isTooLong ? .tooLong : .text(line)
      }
      if buffer.count - start > maximumLineByteCount {
        isTooLong = true
        start = buffer.count
      }
      buffer.removeFirst(start)
      start = 0
      searched = buffer.count
      if hasEnded {
        defer { buffer = [] }
        if isTooLong { return .tooLong }
        return buffer.isEmpty ? nil : .text(buffer)
      }
      try fill()
    }
  }

  private mutating func fill() throws(QueryError) {
    let chunkByteCount = 1 << 16
    let previous = buffer.count
    buffer.append(contentsOf: repeatElement(0, count: chunkByteCount))
    while true {
      let count = buffer.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress! + previous, chunkByteCount) }
      if count < 0, errno == EINTR { continue }
      let code = errno
      buffer.removeLast(chunkByteCount - max(0, count))
      if count < 0 { throw QueryError(.badInput, "the input could not be read: \(String(cString: strerror(code)))") }
      hasEnded = count == 0
      return
    }
  }
}
