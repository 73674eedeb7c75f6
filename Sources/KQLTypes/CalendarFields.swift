/// A datetime taken apart in the proleptic Gregorian calendar, UTC.
package struct CalendarFields: Hashable, Sendable {
  package var year: Int
  /// 1...12
  package var month: Int
  /// 1...31
  package var day: Int
  package var hour: Int
  package var minute: Int
  package var second: Int
  /// 100 ns ticks within the second, below 10,000,000.
  package var tick: Int

  /// Takes ticks since 0001-01-01T00:00:00Z apart. Values outside the years 1...9999 give years outside them.
  package init(ticks: Int64) {
    let days = ticks.dividedDown(by: Ticks.perDay)
    let time = ticks &- days &* Ticks.perDay
    self.init(daysSinceEpoch: Int(days))
    hour = Int(time / Ticks.perHour)
    minute = Int(time / Ticks.perMinute % 60)
    second = Int(time / Ticks.perSecond % 60)
    tick = Int(time % Ticks.perSecond)
  }

  /// The first instant of a day, counted from 0001-01-01 as 0.
  package init(daysSinceEpoch days: Int) {
    // Years begin in March here, so that the leap day is the last of its year.
    let shifted = days + 306
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    hour = 0
    minute = 0
    second = 0
    tick = 0
  }

  /// Fields of an existing instant in the years 1...9999; `nil` for others, such as February 30.
  package init?(
    year: Int, month: Int = 1, day: Int = 1, hour: Int = 0, minute: Int = 0, second: Int = 0, tick: Int = 0
  ) {
    guard (1...9999).contains(year), (1...12).contains(month),
      (1...Self.dayCount(year: year, month: month)).contains(day), (0...23).contains(hour), (0...59).contains(minute),
      (0...59).contains(second), (0..<Int(Ticks.perSecond)).contains(tick)
    else { return nil }
    self.year = year
    self.month = month
    self.day = day
    self.hour = hour
    self.minute = minute
    self.second = second
    self.tick = tick
  }
}

// MARK: - Queries

extension CalendarFields {
  /// Ticks since 0001-01-01T00:00:00Z.
  package var ticks: Int64 {
    Int64(daysSinceEpoch) &* Ticks.perDay &+ Int64(hour) &* Ticks.perHour &+ Int64(minute) &* Ticks.perMinute
      &+ Int64(second) &* Ticks.perSecond &+ Int64(tick)
  }

  /// Days since 0001-01-01.
  package var daysSinceEpoch: Int {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 306
  }

  /// 0 for Sunday … 6 for Saturday.
  package var dayOfWeek: Int {
    let remainder = (daysSinceEpoch + 1) % 7
    return remainder < 0 ? remainder + 7 : remainder
  }

  /// 1...366
  package var dayOfYear: Int {
    var first = self
    first.month = 1
    first.day = 1
    return daysSinceEpoch - first.daysSinceEpoch + 1
  }

  package static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

  package static func dayCount(year: Int, month: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

// MARK: - Division

extension Int64 {
  /// The quotient rounded towards negative infinity.
  ///
  /// - Precondition: `divisor` is positive.
  @inlinable @inline(__always)
  package func dividedDown(by divisor: Int64) -> Int64 {
    let quotient = self / divisor
    return self &- quotient &* divisor < 0 ? quotient &- 1 : quotient
  }
}
