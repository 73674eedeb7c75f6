import KQLIngest
import KQLStorage
import KQLTypes

extension Session {
  /// Puts files into a store, which is made when there is none. A file is wholly in or not at all.
  ///
  /// A file whose bytes are in the store already is passed over, so that the same call goes on after an interruption.
  /// The session's own tables have no part in it; its configuration says how many threads work.
  ///
  /// - Parameters:
  ///   - inputs: As for ``addInputs(_:options:)``.
  ///   - path: The store.
  ///   - report: Called for each file once it is known to be in the store for good. What it throws ends the call.
  /// - Returns: What the store then holds.
  /// - Throws: ``QueryError`` of kind `badInput` for a file that cannot be read, `outputFailed` where the store cannot be
  ///   written; the files before are in the store.
  @discardableResult
  public func ingest(
    _ inputs: [String], into path: String, options: InputOptions = InputOptions(), monitor: QueryMonitor? = nil,
    report: (IngestedFile) throws -> Void = { _ in }
  ) throws -> StoreInformation {
    let control = (monitor ?? QueryMonitor(configuration)).control
    do {
      let ingestion = try Ingestion(inputs, into: path, options, configuration, control)
      try ingestion.run(report)
    } catch let error as ExecutionError {
      throw QueryError(error)
    } catch let error as StoreError {
      throw QueryError(error)
    }
    return try StoreInformation(ofStore: path)
  }
}
