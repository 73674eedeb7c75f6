/// Lengths of time in ticks of 100 ns, the unit of `datetime` and `timespan`.
@usableFromInline
package enum Ticks {
  @inlinable package static var perMicrosecond: Int64 { 10 }
  @inlinable package static var perMillisecond: Int64 { 10_000 }
  @inlinable package static var perSecond: Int64 { 10_000_000 }
  @inlinable package static var perMinute: Int64 { 600_000_000 }
  @inlinable package static var perHour: Int64 { 36_000_000_000 }
  @inlinable package static var perDay: Int64 { 864_000_000_000 }

  /// 1970-01-01T00:00:00Z in ticks since 0001-01-01.
  @inlinable package static var unixEpoch: Int64 { 621_355_968_000_000_000 }

  /// 9999-12-31T23:59:59.9999999Z, the last `datetime`.
  @inlinable package static var maximumDatetime: Int64 { 3_155_378_975_999_999_999 }

  /// The ticks, when they are those of a `datetime`; else `nil`.
  @inlinable @inline(__always)
  package static func validDatetime(_ ticks: Int64) -> Int64? {
    UInt64(bitPattern: ticks) <= UInt64(bitPattern: maximumDatetime) ? ticks : nil
  }
}
