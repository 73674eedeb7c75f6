import Glibc
import KQLTypes

/// An open file whose bytes can be read at any offset, by several threads at once.
final class InputHandle: Sendable {
  let displayName: String
  /// Size when it was opened; bytes that are appended later are not read.
  let byteCount: Int64
  /// Whether the bytes were copied from a pipe, which cannot be opened again.
  let isSpooled: Bool
  private let descriptor: Int32
  private let ownsDescriptor: Bool
  /// Where the bytes begin in the file, and who keeps that open, if they are a part of it.
  private let start: Int64
  private let owner: InputHandle?

  private init(
    _ displayName: String, descriptor: Int32, byteCount: Int64, ownsDescriptor: Bool, isSpooled: Bool = false
  ) {
    self.isSpooled = isSpooled
    start = 0
    owner = nil
    self.displayName = displayName
    self.descriptor = descriptor
    self.byteCount = byteCount
    self.ownsDescriptor = ownsDescriptor
  }

  /// A part of a file.
  ///
  /// - Precondition: The part lies within the file.
  init(part: Range<Int64>, of owner: InputHandle, named name: String) {
    displayName = name
    byteCount = part.upperBound - part.lowerBound
    isSpooled = false
    descriptor = owner.descriptor
    ownsDescriptor = false
    start = owner.start + part.lowerBound
    self.owner = owner
  }

  deinit {
    if ownsDescriptor { close(descriptor) }
  }
}

// MARK: - Opening

extension InputHandle {
  /// Opens a file; a pipe is read to its end first.
  ///
  /// - Parameter byteLimit: Bytes behind which a file is taken to end, since others were appended after it was looked
  ///   at.
  static func open(_ file: InputFile, byteLimit: Int64 = .max) throws(ExecutionError) -> InputHandle {
    let name = file.displayName
    if case .archive(let entry) = file.origin { return try open(entry, named: name) }
    var descriptor: Int32 = 0
    if case .path(let path) = file.origin {
      repeat { descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC) } while descriptor < 0 && errno == EINTR
      guard descriptor >= 0 else { throw .badInput("\(name): cannot be opened: \(FileSystem.reason(errno))") }
    }
    guard let attributes = FileSystem.attributes(ofDescriptor: descriptor) else {
      throw .badInput("\(name): cannot be read: \(FileSystem.reason(errno))")
    }
    let isPath = if case .path = file.origin { true } else { false }
    switch attributes.kind {
    case .file:
      let byteCount = min(attributes.byteCount, byteLimit)
      return InputHandle(name, descriptor: descriptor, byteCount: byteCount, ownsDescriptor: isPath)
    case .folder:
      if isPath { close(descriptor) }
      throw .badInput("\(name): is a folder")
    case .stream:
      defer { if isPath { close(descriptor) } }
      return try spool(name, from: descriptor)
    }
  }

  /// Copies what a pipe delivers into a temporary file, since a query may read it several times.
  private static func spool(_ name: String, from source: Int32) throws(ExecutionError) -> InputHandle {
    try spool(DescriptorStream(source, name: name), name: name)
  }

  /// Copies a stream into a temporary file without a name.
  static func spool(_ source: any ByteStream, name: String) throws(ExecutionError) -> InputHandle {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array(FileSystem.join(folder, "calypso-XXXXXX").utf8CString)
    let target = mkstemp(&template)
    guard target >= 0 else {
      throw .badInput("\(name): no temporary file can be made in \(folder): \(FileSystem.reason(errno))")
    }
    unlink(template)
    _ = fcntl(target, F_SETFD, FD_CLOEXEC)
    do throws(ExecutionError) {
      let total = try copy(source, to: target, name: name, folder: folder)
      return InputHandle(name, descriptor: target, byteCount: total, ownsDescriptor: true, isSpooled: true)
    } catch {
      close(target)
      throw error
    }
  }

  private static func copy(
    _ source: any ByteStream, to target: Int32, name: String, folder: String
  ) throws(ExecutionError) -> Int64 {
    let capacity = 1 << 20
    let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    defer { buffer.deallocate() }
    var total: Int64 = 0
    while true {
      let count = try source.read(into: buffer, count: capacity)
      if count == 0 { return total }
      var written = 0
      while written < count {
        let step = Glibc.write(target, buffer + written, count - written)
        if step < 0 {
          if errno == EINTR { continue }
          throw .badInput("\(name): the temporary file in \(folder) cannot be written: \(FileSystem.reason(errno))")
        }
        written += step
      }
      total += Int64(count)
    }
  }
}

// MARK: - Reading

extension InputHandle {
  /// Reads bytes at an offset: all that are asked for, or those up to ``byteCount``.
  ///
  /// - Returns: The number of bytes read.
  func read(into target: UnsafeMutablePointer<UInt8>, count: Int, at offset: Int64) throws(ExecutionError) -> Int {
    let wanted = Int(min(Int64(count), max(0, byteCount - offset)))
    var done = 0
    while done < wanted {
      let step = pread(descriptor, target + done, wanted - done, off_t(start) + off_t(offset) + off_t(done))
      if step > 0 {
        done += step
      } else if step == 0 {
        throw .badInput("\(displayName): the file became shorter while it was read")
      } else if errno != EINTR {
        throw .badInput("\(displayName): cannot be read: \(FileSystem.reason(errno))")
      }
    }
    return done
  }
}

/// What a pipe delivers.
private final class DescriptorStream: ByteStream {
  private let descriptor: Int32
  private let name: String

  init(_ descriptor: Int32, name: String) {
    self.descriptor = descriptor
    self.name = name
  }

  func read(into target: UnsafeMutablePointer<UInt8>, count: Int) throws(ExecutionError) -> Int {
    while true {
      let got = Glibc.read(descriptor, target, count)
      if got >= 0 { return got }
      if errno != EINTR { throw .badInput("\(name): cannot be read: \(FileSystem.reason(errno))") }
    }
  }
}
