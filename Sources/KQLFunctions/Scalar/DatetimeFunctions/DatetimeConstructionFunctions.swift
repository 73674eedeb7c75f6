import KQLColumnar
import KQLTypes

/// Functions that put a datetime or timespan together from numbers.
enum DatetimeConstructionFunctions {
  static let functions: [ScalarFunction] = [
    makeDatetime, makeTimespan,
    unixtime("unixtime_seconds_todatetime", ticksPerUnit: 10_000_000),
    unixtime("unixtime_milliseconds_todatetime", ticksPerUnit: 10_000),
    unixtime("unixtime_microseconds_todatetime", ticksPerUnit: 10),
    unixtime("unixtime_nanoseconds_todatetime", ticksPerUnit: 0.01),
  ]

  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/make-datetime-function>
  private static let makeDatetime = ScalarFunction("make_datetime") { site throws(ExecutionError) in
    if site.argumentCount == 1 { return Self.cast(site) }
    return { (arguments, rowCount) throws(ExecutionError) in
      try Lift.rows(arguments, rowCount, to: .datetime) { (values) throws(ExecutionError) in
        guard let date = whole(Array(values.prefix(5))), let time = second(values, at: 5),
          let fields = CalendarFields(
            year: date[0], month: date[1], day: date[2], hour: date.count > 3 ? date[3] : 0,
            minute: date.count > 4 ? date[4] : 0)
        else { return .null(.datetime) }
        return .datetime(fields.ticks + time)
      }
    }
  }

  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/make-timespan-function>
  private static let makeTimespan = ScalarFunction("make_timespan") { site throws(ExecutionError) in
    if site.argumentCount == 1 { return Self.cast(site) }
    let hasDays = site.argumentCount == 4
    return { (arguments, rowCount) throws(ExecutionError) in
      try Lift.rows(arguments, rowCount, to: .timespan) { (values) throws(ExecutionError) in
        guard let parts = whole(Array(values.prefix(hasDays ? 3 : 2))),
          let time = second(values, at: hasDays ? 3 : 2)
        else { return .null(.timespan) }
        let days = hasDays ? parts[0] : 0
        let (hours, minutes) = (parts[hasDays ? 1 : 0], parts[hasDays ? 2 : 1])
        guard (0...10_675_198).contains(days), (0...23).contains(hours), (0...59).contains(minutes) else {
          return .null(.timespan)
        }
        return .timespan(
          Int64(days) * Ticks.perDay + Int64(hours) * Ticks.perHour + Int64(minutes) * Ticks.perMinute + time)
      }
    }
  }

  private static func cast(_ site: CallSite) -> ScalarKernel {
    let cast = Cast(from: site.argumentTypes[0], to: site.resultType)
    return { arguments, _ in cast(arguments[0]) }
  }

  /// Values as whole numbers, cut off towards zero; `nil` when one is null or absurdly large.
  private static func whole(_ values: [ScalarValue]) -> [Int]? {
    var result: [Int] = []
    for value in values {
      guard let number = value.number, number.magnitude < 1e9 else { return nil }
      result.append(Int(number))
    }
    return result
  }

  /// The ticks of a value of seconds below 60, none when the value is left out.
  private static func second(_ values: [ScalarValue], at index: Int) -> Int64? {
    guard index < values.count else { return 0 }
    guard let seconds = values[index].number, seconds >= 0, seconds < 60 else { return nil }
    let ticks = Int64((seconds * Double(Ticks.perSecond)).rounded())
    return ticks < 60 * Ticks.perSecond ? ticks : nil
  }

  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/unixtime-seconds-todatetime-function>
  private static func unixtime(_ name: String, ticksPerUnit: Double) -> ScalarFunction {
    ScalarFunction(name) { site throws(ExecutionError) in
      let type = site.argumentTypes[0]
      if type.isInteger {
        return { arguments, rowCount in
          Lift.map(arguments[0], rowCount, to: .datetime) { (value: Int64) -> Int64? in
            if ticksPerUnit < 1 { return Ticks.validDatetime(Ticks.unixEpoch + value.dividedDown(by: 100)) }
            let distance = value.multipliedReportingOverflow(by: Int64(ticksPerUnit))
            let ticks = distance.partialValue.addingReportingOverflow(Ticks.unixEpoch)
            return distance.overflow || ticks.overflow ? nil : Ticks.validDatetime(ticks.partialValue)
          }
        }
      }
      let cast = Cast(from: type, to: .real)
      return { arguments, rowCount in
        Lift.map(cast(arguments[0]), rowCount, to: .datetime) { (value: Double) -> Int64? in
          let distance = (value * ticksPerUnit).rounded()
          guard distance.magnitude < 4e18 else { return nil }
          return Ticks.validDatetime(Ticks.unixEpoch + Int64(distance))
        }
      }
    }
  }
}
