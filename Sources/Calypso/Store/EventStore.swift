import KQLStorage

/// A store: one file that holds the rows of many exports, compressed, and proves that they are what was put in.
///
/// It is filled by ``Session/ingest(_:into:options:monitor:report:)`` and queried as an input of
/// ``Session/addInputs(_:options:)``.
public struct EventStore: Hashable, Sendable {
  public let path: String

  public init(path: String) { self.path = path }
}

// MARK: - Proof

extension EventStore {
  /// What a check found.
  public struct CheckReport: Hashable, Sendable {
    /// Everything that is wrong, a line each; empty for a sound store.
    public var problems: [String]
    /// `nil` when the store is too damaged to tell.
    public var digest: String?
    public var pageCount: Int
    public var blobCount: Int

    public var isSound: Bool { problems.isEmpty }
  }

  public func information() throws(QueryError) -> StoreInformation { try StoreInformation(ofStore: path) }

  /// Proves every byte of the store.
  ///
  /// - Parameter expected: The digest that the store must have, in hexadecimal.
  /// - Throws: ``QueryError`` when there is no store to check, or somebody is writing to it.
  public func check(expecting expected: String? = nil) throws(QueryError) -> CheckReport {
    do throws(StoreError) {
      let check = try StoreCheck(path, expecting: expected)
      return CheckReport(
        problems: check.problems, digest: check.digest, pageCount: Int(check.pageCount), blobCount: check.blobCount)
    } catch {
      throw QueryError(error)
    }
  }
}

// MARK: - Upkeep

extension EventStore {
  /// What an upkeep did.
  public struct UpkeepReport: Hashable, Sendable {
    public var removedSegmentCount: Int
    public var addedSegmentCount: Int
    public var droppedRowCount: Int
    /// The store's digest afterwards.
    public var digest: String
  }

  /// Puts small segments together, as many small files leave them, and gives unused room back. Rows stay as they are.
  public func compact(threadCount: Int = EngineConfiguration.onlineProcessorCount) throws(QueryError) -> UpkeepReport {
    try keepUp(threadCount) { (upkeep) throws(StoreError) in try upkeep.compact() }
  }

  /// Drops the rows whose `TimeGenerated` is before a time; rows without a time stay. The manifest says so, and the
  /// files that they came from stay known.
  public func dropRows(
    before time: Timestamp, threadCount: Int = EngineConfiguration.onlineProcessorCount
  ) throws(QueryError) -> UpkeepReport {
    try keepUp(threadCount) { (upkeep) throws(StoreError) in try upkeep.dropRows(before: time.ticks) }
  }

  private func keepUp(
    _ threadCount: Int, _ body: (StoreUpkeep) throws(StoreError) -> StoreUpkeep.Outcome
  ) throws(QueryError) -> UpkeepReport {
    do throws(StoreError) {
      let outcome = try body(StoreUpkeep(path, threadCount: threadCount))
      return UpkeepReport(
        removedSegmentCount: outcome.removedSegmentCount, addedSegmentCount: outcome.addedSegmentCount,
        droppedRowCount: outcome.droppedRowCount, digest: outcome.digest)
    } catch {
      throw QueryError(error)
    }
  }
}
