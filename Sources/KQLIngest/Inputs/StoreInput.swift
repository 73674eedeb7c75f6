import Glibc
import KQLTypes

/// An input that is a store rather than an export.
package struct StoreInput: Hashable, Sendable {
  package let path: String

  /// SQLite's `application_id` of stores.
  private static let applicationID: [UInt8] = Array("Clyp".utf8)
  private static let magic = Array("SQLite format 3\0".utf8)

  /// `nil` when the file is something else.
  ///
  /// - Throws: When the file was given to a table, since a store names its tables itself.
  init?(_ file: InputFile) throws(ExecutionError) {
    guard case .path(let path) = file.origin, Self.isStore(path) else { return nil }
    if let table = file.declaredTable {
      throw .badInput("\(path): is a store, which names its tables itself; leave out '\(table)='")
    }
    self.path = path
  }

  private static func isStore(_ path: String) -> Bool {
    // A pipe would wait for its writer.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var header = [UInt8](repeating: 0, count: 72)
    guard pread(descriptor, &header, header.count, 0) == header.count else { return false }
    return header.starts(with: magic) && header[68...].elementsEqual(applicationID)
  }
}
