import KQLTypes

/// A point in time of type `datetime`: 100 ns ticks since 0001-01-01T00:00:00Z.
public struct Timestamp: Hashable, Sendable, Comparable {
  public var ticks: Int64

  public init(ticks: Int64) {
    self.ticks = ticks
  }

  /// Reads any form that KQL's `todatetime()` reads; text without a zone is UTC.
  public init?(_ text: String) {
    guard let ticks = DatetimeText.parse(text) else { return nil }
    self.init(ticks: ticks)
  }

  public init(secondsSince1970 seconds: Double) {
    let ticks = seconds * Double(Ticks.perSecond)
    self.init(ticks: Ticks.unixEpoch &+ (Int64(exactly: ticks.rounded()) ?? 0))
  }

  public static func < (left: Timestamp, right: Timestamp) -> Bool { left.ticks < right.ticks }
}

extension Timestamp: CustomStringConvertible {
  /// ISO 8601 with seven digits of fraction, such as `2026-11-23T05:59:00.0000000Z`.
  public var description: String { DatetimeText.string(ticks) }
}

/// A length of time of type `timespan`, in 100 ns ticks; may be negative.
public struct TimeInterval: Hashable, Sendable, Comparable {
  public var ticks: Int64

  public init(ticks: Int64) {
    self.ticks = ticks
  }

  /// Reads any form that KQL's `totimespan()` reads, such as `24h` or `1.02:03:04`.
  public init?(_ text: String) {
    guard let ticks = TimespanText.parse(text) else { return nil }
    self.init(ticks: ticks)
  }

  public static func < (left: TimeInterval, right: TimeInterval) -> Bool { left.ticks < right.ticks }
}

extension TimeInterval: CustomStringConvertible {
  /// Kusto's form, such as `1.02:03:04.5000000`.
  public var description: String { TimespanText.string(ticks) }
}
