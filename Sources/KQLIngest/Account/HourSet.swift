import KQLTypes

/// The hours in which events lie.
struct HourSet: Hashable, Sendable {
  /// Hours since the beginning of time in ticks.
  private(set) var hours: Set<Int32> = []
  /// Whether there were more hours than are kept; times are then not what a log has.
  private(set) var isOverflowing = false
  /// The hour that was added last; events mostly follow one another.
  private var last: Int32 = -1

  /// More than a hundred years.
  private static let limit = 1_000_000
}

extension HourSet {
  @inline(__always)
  mutating func add(_ ticks: Int64) {
    let hour = Int32(truncatingIfNeeded: ticks / Ticks.perHour)
    if hour != last { insert(hour) }
  }

  private mutating func insert(_ hour: Int32) {
    last = hour
    guard hours.count < Self.limit else {
      isOverflowing = true
      return
    }
    hours.insert(hour)
  }

  mutating func formUnion(_ other: HourSet) {
    if other.hours.isEmpty { return }
    hours.formUnion(other.hours)
    isOverflowing = isOverflowing || other.isOverflowing
  }
}
