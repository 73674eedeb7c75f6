import Glibc
import KQLTypes
import Synchronization

/// A temporary file that nobody else can open: its name is removed as soon as it is made, so that it is gone when it
/// is closed, by a crash too.
///
/// Threads append blocks and read them back, in any order.
final class SpillFile: Sendable {
  /// Where a block stands.
  struct Extent: Sendable {
    var offset: Int64
    var byteCount: Int
  }

  private let descriptor: Int32
  private let directory: String
  private let end = Atomic<Int64>(0)

  /// - Parameter directory: `nil` for `TMPDIR`, or `/tmp` where it is not set.
  init(in directory: String?) throws(ExecutionError) {
    self.directory = directory ?? Self.systemDirectory
    let template = Array("\(self.directory)/calypso-XXXXXX".utf8CString)
    let path = UnsafeMutablePointer<CChar>.allocate(capacity: template.count)
    defer { path.deallocate() }
    path.initialize(from: template, count: template.count)
    // The file's mode is 0600.
    descriptor = mkstemp(path)
    guard descriptor >= 0 else { throw Self.failure("made", in: self.directory, errno) }
    unlink(path)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  private static var systemDirectory: String {
    guard let value = getenv("TMPDIR"), value[0] != 0 else { return "/tmp" }
    return String(cString: value)
  }

  private static func failure(_ verb: String, in directory: String, _ code: Int32) -> ExecutionError {
    ExecutionError(
      .limitExceeded(limitName: "E_RUNAWAY_QUERY"),
      "the query holds more than fits its memory limit, and a temporary file in '\(directory)' could not be \(verb): "
        + "\(String(cString: strerror(code))); raise the memory limit or choose another folder for temporary files "
        + "(E_RUNAWAY_QUERY)")
  }
}

// MARK: - Blocks

extension SpillFile {
  /// Appends a block.
  func append(_ bytes: UnsafeRawBufferPointer) throws(ExecutionError) -> Extent {
    let offset = end.add(Int64(bytes.count), ordering: .relaxed).oldValue
    var written = 0
    while written < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
      let count = pwrite(descriptor, rest.baseAddress, rest.count, off_t(offset) + off_t(written))
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw Self.failure("written", in: directory, count < 0 ? errno : ENOSPC) }
      written += count
    }
    return Extent(offset: offset, byteCount: bytes.count)
  }

  /// The bytes of a block.
  func read(_ extent: Extent) throws(ExecutionError) -> [UInt8] {
    var code: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: extent.byteCount) { target, initialized in
      while initialized < extent.byteCount {
        let rest = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(target)[initialized...])
        let count = pread(descriptor, rest.baseAddress, rest.count, off_t(extent.offset) + off_t(initialized))
        if count < 0, errno == EINTR { continue }
        guard count > 0 else {
          code = count < 0 ? errno : EIO
          return
        }
        initialized += count
      }
    }
    guard bytes.count == extent.byteCount else { throw Self.failure("read", in: directory, code) }
    return bytes
  }
}
