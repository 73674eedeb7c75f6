import Glibc

/// Reads and writes whole small files, such as queries and reports.
public enum TextFile {
  /// Most bytes that are read.
  public static let maximumByteCount = 64 << 20

  /// The text of a file, `-` being standard input; a byte order mark is left out.
  ///
  /// - Throws: ``QueryError`` of kind `badInput` when the file can't be read, is too large, or is not UTF-8.
  public static func read(_ path: String) throws(QueryError) -> String {
    var bytes = try bytes(path)
    if bytes.starts(with: [0xef, 0xbb, 0xbf]) { bytes.removeFirst(3) }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw QueryError(.badInput, "\(path): is not UTF-8 text")
    }
    return text
  }

  /// The bytes of a file, `-` being standard input.
  ///
  /// - Throws: ``QueryError`` of kind `badInput` when the file can't be read or is too large.
  public static func bytes(_ path: String) throws(QueryError) -> [UInt8] {
    func failure() -> QueryError { QueryError(.badInput, "\(path): \(String(cString: strerror(errno)))") }
    let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure() }
    defer { if descriptor != STDIN_FILENO { close(descriptor) } }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &block, block.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw failure() }
      if count == 0 { return bytes }
      bytes.append(contentsOf: block[..<count])
      guard bytes.count <= maximumByteCount else { throw QueryError(.badInput, "\(path): is larger than 64 MB") }
    }
  }

  /// Writes a file, or replaces the one that is there; `-` is standard output.
  ///
  /// - Throws: ``QueryError`` of kind `outputFailed`.
  public static func write(_ text: String, to path: String) throws(QueryError) {
    if path == "-" { return try FileOutput(descriptor: STDOUT_FILENO).write(text) }
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw QueryError(
        .outputFailed(isBrokenPipe: false), "\(path): cannot be written: \(String(cString: strerror(errno)))")
    }
    do throws(QueryError) { try FileOutput(descriptor: descriptor).write(text) } catch {
      close(descriptor)
      throw QueryError(error.kind, "\(path): \(error.message)")
    }
    guard close(descriptor) == 0 else {
      throw QueryError(
        .outputFailed(isBrokenPipe: false), "\(path): cannot be written: \(String(cString: strerror(errno)))")
    }
  }
}
