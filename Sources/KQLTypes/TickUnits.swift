/// Lengths of time in ticks of 100 ns, the unit of `datetime` and `timespan`.
package enum Ticks {
  package static let perMicrosecond: Int64 = 10
  package static let perMillisecond: Int64 = 10_000
  package static let perSecond: Int64 = 10_000_000
  package static let perMinute: Int64 = 600_000_000
  package static let perHour: Int64 = 36_000_000_000
  package static let perDay: Int64 = 864_000_000_000

  /// 1970-01-01T00:00:00Z in ticks since 0001-01-01.
  package static let unixEpoch: Int64 = 621_355_968_000_000_000

  /// 9999-12-31T23:59:59.9999999Z, the last `datetime`.
  package static let maximumDatetime: Int64 = 3_155_378_975_999_999_999

  /// The ticks, when they are those of a `datetime`; else `nil`.
  @inlinable @inline(__always)
  package static func validDatetime(_ ticks: Int64) -> Int64? {
    UInt64(bitPattern: ticks) <= UInt64(bitPattern: maximumDatetime) ? ticks : nil
  }
}
