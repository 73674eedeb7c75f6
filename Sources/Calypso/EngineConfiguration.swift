import Glibc

/// What an engine may use.
public struct EngineConfiguration: Hashable, Sendable {
  /// Threads a query may use.
  public var threadCount: Int
  /// Bytes that the operators of a query may hold together; reaching it ends the query with `E_RUNAWAY_QUERY`.
  public var memoryLimitBytes: Int
  /// How long a query may run; reaching it ends the query with `E_QUERY_TIMEOUT`.
  public var timeLimit: Duration?
  /// Rows a batch. Only tests have a reason to change it.
  public var batchRowCount: Int
  /// Whether plans are optimised. Only tests have a reason to turn it off: the answers are the same.
  public var optimizesPlans: Bool

  public init(
    threadCount: Int = EngineConfiguration.onlineProcessorCount, memoryLimitBytes: Int = 1 << 30,
    timeLimit: Duration? = nil, batchRowCount: Int = 2048, optimizesPlans: Bool = true
  ) {
    self.threadCount = max(1, threadCount)
    self.memoryLimitBytes = memoryLimitBytes
    self.timeLimit = timeLimit
    self.batchRowCount = max(1, batchRowCount)
    self.optimizesPlans = optimizesPlans
  }

  public static var onlineProcessorCount: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
}
