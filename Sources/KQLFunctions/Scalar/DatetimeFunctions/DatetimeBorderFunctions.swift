import KQLColumnar
import KQLTypes

/// The first and the last tick of the day, week, month or year that holds a datetime, shifted by an offset of such
/// periods.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/startofday-function>
enum DatetimeBorderFunctions {
  static let functions: [ScalarFunction] = [
    border("startofday", .day), border("startofweek", .week), border("startofmonth", .month),
    border("startofyear", .year), border("endofday", .day, isEnd: true), border("endofweek", .week, isEnd: true),
    border("endofmonth", .month, isEnd: true), border("endofyear", .year, isEnd: true),
  ]

  private static func border(_ name: String, _ period: CalendarPeriod, isEnd: Bool = false) -> ScalarFunction {
    ScalarFunction(name) { site throws(ExecutionError) in
      { arguments, rowCount in
        let offset = arguments.count > 1 ? arguments[1] : .constant(.long(0))
        return Lift.map(arguments[0], offset, rowCount, to: .datetime) { (ticks: Int64, offset: Int64) -> Int64? in
          let start = start(of: period, holding: ticks)
          guard isEnd else { return period.adding(offset, to: start) }
          let next = offset.addingReportingOverflow(1)
          guard !next.overflow else { return nil }
          if let following = period.adding(next.partialValue, to: start) {
            return Ticks.validDatetime(following - 1)
          }
          // The last month and year of the calendar end with it, where no next one begins.
          guard period == .month || period == .year || period == .day, period.adding(offset, to: start) != nil else {
            return nil
          }
          return Ticks.maximumDatetime
        }
      }
    }
  }

  private static func start(of period: CalendarPeriod, holding ticks: Int64) -> Int64 {
    let day = ticks.dividedDown(by: Ticks.perDay)
    switch period {
    case .week:
      return (day - (day + 1) % 7) * Ticks.perDay
    case .month, .year:
      var fields = CalendarFields(daysSinceEpoch: Int(day))
      fields.day = 1
      if period == .year { fields.month = 1 }
      return fields.ticks
    default:
      return day * Ticks.perDay
    }
  }
}
