import KQLCatalog

/// Watches a running query from another thread, and stops it.
public final class QueryMonitor: Sendable {
  let control: QueryControl

  /// - Parameter configuration: Limits of the run.
  public init(_ configuration: EngineConfiguration = EngineConfiguration()) {
    control = QueryControl(
      memoryLimit: configuration.memoryLimitBytes, spillThreshold: configuration.spillThresholdBytes,
      timeLimit: configuration.timeLimit)
  }

  /// Makes the query stop soon with ``QueryError/Kind/cancelled``. Safe to call from any thread, any number of times.
  public func cancel() { control.cancel() }

  /// Rows that scans have looked at so far.
  public var rowsScanned: Int { control.scannedRowCount }
}
