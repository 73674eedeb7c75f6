import Glibc
import KQLTypes

/// A temporary file of fingerprints, which has no name and goes away with this object.
final class FingerprintFile {
  private let descriptor: Int32
  private let folder: String
  /// Fingerprints in it.
  private(set) var count: Int64 = 0

  init() throws(ExecutionError) {
    folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array(FileSystem.join(folder, "calypso-XXXXXX").utf8CString)
    descriptor = mkstemp(&template)
    guard descriptor >= 0 else {
      throw .badInput("no temporary file can be made in \(folder): \(FileSystem.reason(errno))")
    }
    unlink(template)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
  }

  deinit { close(descriptor) }
}

extension FingerprintFile {
  private static let stride = Int64(MemoryLayout<Fingerprint>.stride)

  func append(_ fingerprints: [Fingerprint]) throws(ExecutionError) {
    let failure = fingerprints.withUnsafeBytes { bytes -> Int32? in
      var done = 0
      while done < bytes.count, let base = bytes.baseAddress {
        let step = pwrite(descriptor, base + done, bytes.count - done, off_t(count * Self.stride) + off_t(done))
        if step > 0 { done += step } else if step == 0 || errno != EINTR { return errno }
      }
      return nil
    }
    if let failure {
      throw .badInput("the temporary file in \(folder) cannot be written: \(FileSystem.reason(failure))")
    }
    count += Int64(fingerprints.count)
  }

  /// Appends the fingerprints of a range to an array.
  func read(_ range: Range<Int64>, into fingerprints: inout [Fingerprint]) throws(ExecutionError) {
    let wanted = Int(clamping: range.upperBound - range.lowerBound)
    var failure: Int32?
    let found = [Fingerprint](unsafeUninitializedCapacity: wanted) { buffer, initializedCount in
      let bytes = UnsafeMutableRawBufferPointer(buffer)
      var done = 0
      while done < bytes.count, let base = bytes.baseAddress {
        let offset = off_t(range.lowerBound * Self.stride) + off_t(done)
        let step = pread(descriptor, base + done, bytes.count - done, offset)
        if step > 0 {
          done += step
        } else if step == 0 || errno != EINTR {
          failure = step == 0 ? EIO : errno
          break
        }
      }
      initializedCount = failure == nil ? wanted : 0
    }
    if let failure {
      throw .badInput("the temporary file in \(folder) cannot be read: \(FileSystem.reason(failure))")
    }
    fingerprints += found
  }
}
