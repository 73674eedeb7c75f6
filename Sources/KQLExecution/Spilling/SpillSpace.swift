import KQLTypes
import Synchronization

/// The temporary file of an operator, made when it is first needed and shared by the operator's threads.
final class SpillSpace: Sendable {
  private let directory: String?
  private let made = Mutex<SpillFile?>(nil)

  init(_ context: ExecutionContext) {
    directory = context.options.temporaryDirectory
  }
}

extension SpillSpace {
  func file() throws(ExecutionError) -> SpillFile {
    if let file = made.withLock({ $0 }) { return file }
    let new = try SpillFile(in: directory)
    return made.withLock { made in
      // Of two threads that come at once the first one's file is taken.
      if let made { return made }
      made = new
      return new
    }
  }
}

extension ExecutionContext {
  /// Wanted size of the blocks of temporary files: of those that are read side by side many must fit memory.
  var spillBlockByteCount: Int { min(max(control.spillThreshold / 128, 1 << 10), 1 << 18) }

  /// Runs that are read side by side.
  var spillMergeWidth: Int { min(max(control.spillThreshold / (8 * spillBlockByteCount), 2), 32) }
}
