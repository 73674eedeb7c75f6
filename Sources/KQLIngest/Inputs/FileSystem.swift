import Glibc
import KQLTypes

/// The few questions that finding inputs asks of the operating system.
enum FileSystem {
  enum Kind {
    case file
    case folder
    /// A pipe, socket or device: read once, front to back.
    case stream
  }

  /// Tells files apart whatever path leads to them.
  struct Identity: Hashable, Sendable {
    var device: UInt64
    var inode: UInt64
  }

  struct Attributes {
    var kind: Kind
    var byteCount: Int64
    var identity: Identity
  }
}

// MARK: - Questions

extension FileSystem {
  /// What a path leads to, symbolic links followed; `nil` when there is nothing to read.
  static func attributes(of path: String) -> Attributes? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return attributes(status)
  }

  static func attributes(ofDescriptor descriptor: Int32) -> Attributes? {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    return attributes(status)
  }

  private static func attributes(_ status: stat) -> Attributes {
    let kind: Kind
    switch status.st_mode & S_IFMT {
    case S_IFREG: kind = .file
    case S_IFDIR: kind = .folder
    default: kind = .stream
    }
    let identity = Identity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
    return Attributes(kind: kind, byteCount: Int64(status.st_size), identity: identity)
  }

  /// The names in a folder in byte order, so that every run reads files in the same order.
  static func names(inFolder path: String) throws(ExecutionError) -> [String] {
    guard let folder = opendir(path) else {
      throw .badInput("\(path): the folder cannot be read: \(reason(errno))")
    }
    defer { closedir(folder) }
    var names: [String] = []
    while true {
      errno = 0
      guard let entry = readdir(folder) else {
        if errno != 0 { throw .badInput("\(path): the folder cannot be read: \(reason(errno))") }
        break
      }
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(validating: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard let name else { throw .badInput("\(path): the folder holds a file whose name is not valid UTF-8") }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  static func isReadable(_ path: String) -> Bool { access(path, R_OK) == 0 }

  static func reason(_ code: Int32) -> String {
    String(cString: strerror(code))
  }

  static func join(_ folder: String, _ name: String) -> String {
    if folder.isEmpty { return name }
    return folder.utf8.last == UInt8(ascii: "/") ? folder + name : folder + "/" + name
  }
}
