import KQLTypes

/// Times as binary formats write them: a number of units since 1970-01-01T00:00:00Z.
enum EpochTime {
  enum Unit: Hashable, Sendable {
    case days
    case milliseconds
    case microseconds
    case nanoseconds
  }

  /// 1970-01-01 in ticks.
  static let epoch: Int64 = 621_355_968_000_000_000
  /// 10000-01-01, which is no `datetime` any more.
  private static let end: Int64 = 3_155_378_976_000_000_000

  /// The ticks of a `datetime`, parts of a tick cut off downwards; `nil` outside the years 1 to 9999.
  static func ticks(_ value: Int64, _ unit: Unit) -> Int64? {
    guard let ticks = span(value, unit) else { return nil }
    let (sum, overflows) = ticks.addingReportingOverflow(epoch)
    return overflows || sum < 0 || sum >= end ? nil : sum
  }

  /// The ticks of a `timespan`; `nil` when there are too many.
  static func span(_ value: Int64, _ unit: Unit) -> Int64? {
    let (ticks, overflows) =
      switch unit {
      case .days: value.multipliedReportingOverflow(by: Ticks.perDay)
      case .milliseconds: value.multipliedReportingOverflow(by: Ticks.perMillisecond)
      case .microseconds: value.multipliedReportingOverflow(by: Ticks.perMicrosecond)
      case .nanoseconds: (value / 100 - (value % 100 < 0 ? 1 : 0), false)
      }
    return overflows ? nil : ticks
  }
}
