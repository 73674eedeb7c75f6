import KQLColumnar
import KQLTypes

/// Functions whose first argument names a period.
enum DatetimePeriodFunctions {
  static let functions = [
    datetimeAdd, datetimeDiff, datetimePart("datetime_part", .long), datetimePart("datepart", .int),
  ]

  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/datetime-add-function>
  private static let datetimeAdd = ScalarFunction("datetime_add") { site throws(ExecutionError) in
    let period = try period(site)
    return { arguments, rowCount in
      Lift.map(arguments[1], arguments[2], rowCount, to: .datetime) { (amount: Int64, ticks: Int64) in
        period.adding(amount, to: ticks)
      }
    }
  }

  /// Counts borders of the period between two datetimes. Weeks come as `real`, which the engine answers although
  /// the declaration says otherwise.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/datetime-diff-function>
  private static let datetimeDiff = ScalarFunction(
    "datetime_diff",
    resultType: { _, constants in constants.first??.string?.lowercased() == "week" ? .real : .long }
  ) { site throws(ExecutionError) in
    let period = try period(site)
    if site.resultType == .real {
      return { arguments, _ in
        Lift.dense(arguments[1], arguments[2], to: .real) { (left: Int64, right: Int64) in
          Double(period.distance(left, right))
        }
      }
    }
    if period == .nanosecond {
      return { arguments, rowCount in
        Lift.map(arguments[1], arguments[2], rowCount, to: .long) { (left: Int64, right: Int64) -> Int64? in
          let distance = (left &- right).multipliedReportingOverflow(by: 100)
          return distance.overflow ? nil : distance.partialValue
        }
      }
    }
    return { arguments, _ in
      Lift.dense(arguments[1], arguments[2], to: .long) { (left: Int64, right: Int64) in period.distance(left, right) }
    }
  }

  private static func period(_ site: CallSite) throws(ExecutionError) -> CalendarPeriod {
    let name = site.constant(0)?.string ?? ""
    guard let period = CalendarPeriod(rawValue: name.lowercased()) else {
      throw .invalidArgument("\(site.name)() knows no period '\(name)'")
    }
    return period
  }

  /// The engine answers `long` for `datetime_part`, although the declaration says otherwise.
  ///
  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/datetime-part-function>
  private static func datetimePart(_ name: String, _ type: ScalarType) -> ScalarFunction {
    ScalarFunction(name, resultType: { _, _ in type }) { site throws(ExecutionError) in
      let partName = site.constant(0)?.string ?? ""
      guard let part = part(named: partName.lowercased()) else {
        throw .invalidArgument("\(name)() knows no part '\(partName)'")
      }
      return { arguments, _ in
        Lift.dense(arguments[1], to: type) { (ticks: Int64) in Int64(part(CalendarFields(ticks: ticks))) }
      }
    }
  }

  private static func part(named name: String) -> (@Sendable (CalendarFields) -> Int)? {
    switch name {
    case "year": { $0.year }
    case "quarter": { ($0.month - 1) / 3 + 1 }
    case "month": { $0.month }
    case "week_of_year", "weekofyear": { $0.isoWeek }
    case "day": { $0.day }
    case "dayofyear": { $0.dayOfYear }
    case "hour": { $0.hour }
    case "minute": { $0.minute }
    case "second": { $0.second }
    case "millisecond": { $0.tick / 10_000 }
    case "microsecond": { $0.tick / 10 }
    case "nanosecond": { $0.tick * 100 }
    default: nil
    }
  }
}
