import Glibc

/// Files that are there whole or not at all.
enum AtomicFile {
  /// Replaces the file at `path`, or makes it.
  ///
  /// Writes a temporary file beside it, for the owner alone to read (mode 0600: reports name people and machines),
  /// flushes it to the disk and renames it. A file that is replaced hands its permissions on. A link is followed. What
  /// is no regular file, such as `/dev/stdout` or a pipe, is written to as it is.
  ///
  /// - Throws: ``AtomicFileError``; the file is as it was then, and the temporary one gone.
  static func write(_ bytes: [UInt8], to path: String) throws(AtomicFileError) {
    var status = stat()
    let exists = stat(path, &status) == 0
    if exists, status.st_mode & S_IFMT != S_IFREG {
      if status.st_mode & S_IFMT == S_IFDIR { throw AtomicFileError(path: path, reason: "it is a folder") }
      return try overwrite(bytes, at: path)
    }
    let target = exists ? resolved(path) : path
    let permissions = exists ? status.st_mode & 0o777 : 0o600
    let (descriptor, temporary) = try makeTemporaryFile(beside: target, named: path)
    var isDone = false
    defer { if !isDone { unlink(temporary) } }
    do throws(AtomicFileError) {
      try writeAll(bytes, to: descriptor, named: path)
      guard fchmod(descriptor, permissions) == 0, fsync(descriptor) == 0 else { throw AtomicFileError(path: path) }
    } catch {
      close(descriptor)
      throw error
    }
    guard close(descriptor) == 0, rename(temporary, target) == 0 else { throw AtomicFileError(path: path) }
    isDone = true
    flushFolder(of: target)
  }
}

/// A file that could not be written.
struct AtomicFileError: Error, Hashable, Sendable {
  var path: String
  var reason: String

  init(path: String, reason: String) {
    self.path = path
    self.reason = reason
  }

  /// With the reason of the system call that has just failed.
  init(path: String) { self.init(path: path, reason: String(cString: strerror(errno))) }
}

// MARK: - Steps

extension AtomicFile {
  private static func overwrite(_ bytes: [UInt8], at path: String) throws(AtomicFileError) {
    let descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { throw AtomicFileError(path: path) }
    defer { close(descriptor) }
    try writeAll(bytes, to: descriptor, named: path)
  }

  private static func makeTemporaryFile(
    beside target: String, named path: String
  ) throws(AtomicFileError) -> (descriptor: Int32, path: String) {
    var template = Array("\(target).XXXXXX".utf8CString)
    // Opens with mode 0600, and takes another name rather than follow what somebody else put there.
    let descriptor = template.withUnsafeMutableBufferPointer { $0.baseAddress.map { mkstemp($0) } ?? -1 }
    guard descriptor >= 0 else { throw AtomicFileError(path: path) }
    return (descriptor, String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self))
  }

  private static func writeAll(_ bytes: [UInt8], to descriptor: Int32, named path: String) throws(AtomicFileError) {
    var offset = 0
    while offset < bytes.count {
      let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + offset, bytes.count - offset) }
      if written > 0 {
        offset += written
      } else if written == 0 || errno != EINTR {
        throw AtomicFileError(path: path)
      }
    }
  }

  /// The path without links; the path itself where that cannot be found out.
  private static func resolved(_ path: String) -> String {
    guard let buffer = realpath(path, nil) else { return path }
    defer { free(buffer) }
    return String(cString: buffer)
  }

  /// Makes the new name last through a loss of power, as far as the file system can.
  private static func flushFolder(of path: String) {
    let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }
}
