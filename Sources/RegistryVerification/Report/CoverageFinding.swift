import Calypso

/// How well the records of a table cover the window, over one claimed registry.
public struct CoverageFinding: Hashable, Sendable {
  /// A time without records, longer than the claim allows; open at an end of the window.
  public struct Gap: Hashable, Sendable {
    public var from: Timestamp
    public var to: Timestamp

    public init(from: Timestamp, to: Timestamp) {
      self.from = from
      self.to = to
    }
    public var length: TimeInterval { TimeInterval(ticks: to.ticks &- from.ticks) }
  }

  /// Records from ``start`` on, for as long as a bin is.
  public struct Bin: Hashable, Sendable {
    public var start: Timestamp
    public var count: Int

    public init(start: Timestamp, count: Int) {
      self.start = start
      self.count = count
    }
  }

  /// The login server as the policy has it.
  public var registry: String
  public var table: String
  /// Whether the inputs hold the table at all.
  public var isPresent: Bool
  public var recordCount: Int
  /// `nil` without records in the window.
  public var firstSeen: Timestamp?
  public var lastSeen: Timestamp?
  /// Gaps that are longer than allowed, ends of the window included; empty when any gap is allowed.
  public var gaps: [Gap]
  /// The longest time without records, ends of the window included, where it is at least ``binLength``; else `nil`.
  public var longestGap: Gap?
  public var binLength: TimeInterval
  /// The bins with records, ascending; bins begin at multiples of their length.
  public var bins: [Bin]
  /// Hourly blobs that are missing between others of the table; empty when inputs are no tree of blobs.
  public var missingBlobs: [String]
}
