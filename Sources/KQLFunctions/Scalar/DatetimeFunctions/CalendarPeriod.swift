import KQLTypes

/// A unit in which datetimes are shifted and their distance is counted.
enum CalendarPeriod: String, Sendable {
  case year
  case quarter
  case month
  case week
  case day
  case hour
  case minute
  case second
  case millisecond
  case microsecond
  case nanosecond
}

// MARK: - Shifting

extension CalendarPeriod {
  /// The instant `amount` periods after another; a day that its month does not have becomes the month's last.
  ///
  /// - Returns: `nil` beyond the calendar.
  func adding(_ amount: Int64, to ticks: Int64) -> Int64? {
    switch self {
    case .year: Self.addMonths(amount, times: 12, to: ticks)
    case .quarter: Self.addMonths(amount, times: 3, to: ticks)
    case .month: Self.addMonths(amount, times: 1, to: ticks)
    case .nanosecond: Self.add(amount / 100, unit: 1, to: ticks)
    default: Self.add(amount, unit: unitTicks, to: ticks)
    }
  }

  private static func add(_ amount: Int64, unit: Int64, to ticks: Int64) -> Int64? {
    let distance = amount.multipliedReportingOverflow(by: unit)
    guard !distance.overflow else { return nil }
    let sum = ticks.addingReportingOverflow(distance.partialValue)
    return sum.overflow ? nil : Ticks.validDatetime(sum.partialValue)
  }

  private static func addMonths(_ amount: Int64, times: Int64, to ticks: Int64) -> Int64? {
    let months = amount.multipliedReportingOverflow(by: times)
    // The calendar has fewer months than this.
    guard !months.overflow, months.partialValue.magnitude < 200_000 else { return nil }
    var fields = CalendarFields(ticks: ticks)
    let month = fields.year * 12 + fields.month - 1 + Int(months.partialValue)
    guard (12..<120_000).contains(month) else { return nil }
    fields.year = month / 12
    fields.month = month % 12 + 1
    fields.day = min(fields.day, CalendarFields.dayCount(year: fields.year, month: fields.month))
    return fields.ticks
  }

  /// Ticks of a period of fixed length; a nanosecond is less than one.
  private var unitTicks: Int64 {
    switch self {
    case .week: 7 * Ticks.perDay
    case .day: Ticks.perDay
    case .hour: Ticks.perHour
    case .minute: Ticks.perMinute
    case .second: Ticks.perSecond
    case .millisecond: Ticks.perMillisecond
    case .microsecond: Ticks.perMicrosecond
    default: 1
    }
  }
}

// MARK: - Counting

extension CalendarPeriod {
  /// How many borders of the period lie between two instants; negative when `left` is earlier.
  func distance(_ left: Int64, _ right: Int64) -> Int64 {
    number(left) &- number(right)
  }

  /// The number of the period that holds an instant, counted from the calendar's begin.
  private func number(_ ticks: Int64) -> Int64 {
    switch self {
    case .year: return Int64(CalendarFields(ticks: ticks).year)
    case .quarter:
      let fields = CalendarFields(ticks: ticks)
      return Int64(fields.year * 4 + (fields.month - 1) / 3)
    case .month:
      let fields = CalendarFields(ticks: ticks)
      return Int64(fields.year * 12 + fields.month)
    // Weeks begin on Sunday, and the calendar on a Monday.
    case .week: return (ticks.dividedDown(by: Ticks.perDay) + 1).dividedDown(by: 7)
    case .nanosecond: return ticks &* 100
    default: return ticks.dividedDown(by: unitTicks)
    }
  }
}
