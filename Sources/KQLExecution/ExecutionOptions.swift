import Glibc

/// How a query uses the machine; never what it answers.
package struct ExecutionOptions: Sendable {
  /// Worker threads of a pipeline, at least 1.
  package var threadCount: Int
  /// Wanted rows a batch, at least 1.
  package var batchRowCount: Int
  /// Where rows go that do not fit memory; `nil` for the system's place for temporary files.
  package var temporaryDirectory: String?

  package init(
    threadCount: Int = ExecutionOptions.onlineProcessorCount, batchRowCount: Int = 2048,
    temporaryDirectory: String? = nil
  ) {
    self.threadCount = max(1, threadCount)
    self.batchRowCount = min(max(1, batchRowCount), 1 << 24)
    self.temporaryDirectory = temporaryDirectory
  }

  /// Processors that the system has online.
  package static var onlineProcessorCount: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
}
