import Glibc

/// What an engine may use.
public struct EngineConfiguration: Hashable, Sendable {
  /// Threads a query may use.
  public var threadCount: Int
  /// Bytes that the operators of a query may hold together. Operators that can put rows into temporary files do so
  /// well before; a query that cannot go on within the limit ends with `E_RUNAWAY_QUERY`.
  public var memoryLimitBytes: Int
  /// Bytes from which on rows go into temporary files; half the limit when `nil`. Only tests have a reason to set it.
  public var spillThresholdBytes: Int?
  /// The folder of temporary files; `nil` for `TMPDIR`, or `/tmp` where that is not set. The files have no names, so
  /// none is left over, whatever happens.
  public var temporaryDirectory: String?
  /// How long a query may run; reaching it ends the query with `E_QUERY_TIMEOUT`.
  public var timeLimit: Duration?
  /// Rows a batch. Only tests have a reason to change it.
  public var batchRowCount: Int
  /// Whether plans are optimised. Only tests have a reason to turn it off: the answers are the same.
  public var optimizesPlans: Bool

  public init(
    threadCount: Int = EngineConfiguration.onlineProcessorCount, memoryLimitBytes: Int = 1 << 30,
    timeLimit: Duration? = nil, batchRowCount: Int = 2048, optimizesPlans: Bool = true,
    spillThresholdBytes: Int? = nil, temporaryDirectory: String? = nil
  ) {
    self.threadCount = max(1, threadCount)
    self.memoryLimitBytes = memoryLimitBytes
    self.timeLimit = timeLimit
    self.batchRowCount = max(1, batchRowCount)
    self.optimizesPlans = optimizesPlans
    self.spillThresholdBytes = spillThresholdBytes
    self.temporaryDirectory = temporaryDirectory
  }

  public static var onlineProcessorCount: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
}
