import KQLColumnar
import KQLTypes

/// Single fields of a datetime.
enum DatetimeFieldFunctions {
  static let functions: [ScalarFunction] = [
    field("getyear", .long) { $0.year },
    field("getmonth", .int) { $0.month },
    field("monthofyear", .long) { $0.month },
    field("dayofmonth", .int) { $0.day },
    field("dayofyear", .int) { $0.dayOfYear },
    field("week_of_year", .int) { $0.isoWeek },
    .refused("weekofyear", because: "with which day its weeks begin is not documented; write 'week_of_year'"),
    hourofday, dayofweek,
  ]

  private static func field(
    _ name: String, _ type: ScalarType, _ body: @escaping @Sendable (CalendarFields) -> Int
  ) -> ScalarFunction {
    ScalarFunction(name, resultType: { _, _ in type }) { site throws(ExecutionError) in
      { arguments, _ in
        Lift.dense(arguments[0], to: site.resultType) { (ticks: Int64) in Int64(body(CalendarFields(ticks: ticks))) }
      }
    }
  }

  private static let hourofday = ScalarFunction("hourofday", resultType: { _, _ in .long }) {
    site throws(ExecutionError) in
    { arguments, _ in
      Lift.dense(arguments[0], to: .long) { (ticks: Int64) in ticks.dividedDown(by: Ticks.perHour) % 24 }
    }
  }

  /// The time since the Sunday before, in whole days; null in the last days of the calendar, whose week does not end.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/day-of-week-function>
  private static let dayofweek = ScalarFunction("dayofweek") { site throws(ExecutionError) in
    { arguments, rowCount in
      Lift.map(arguments[0], rowCount, to: .timespan) { (ticks: Int64) -> Int64? in
        let day = ticks.dividedDown(by: Ticks.perDay)
        let dayOfWeek = (day + 1) % 7
        guard (day - dayOfWeek + 7) * Ticks.perDay <= Ticks.maximumDatetime else { return nil }
        return dayOfWeek * Ticks.perDay
      }
    }
  }
}

extension CalendarFields {
  /// The week of the year as ISO 8601 counts them: weeks begin on Monday and belong to the year of their Thursday.
  var isoWeek: Int {
    let daysSinceMonday = (dayOfWeek + 6) % 7
    let thursday = CalendarFields(daysSinceEpoch: daysSinceEpoch - daysSinceMonday + 3)
    return (thursday.dayOfYear - 1) / 7 + 1
  }
}
