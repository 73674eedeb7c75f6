import KQLColumnar
import KQLTypes

/// Functions that move datetimes between UTC and the clocks of a time zone, by rules that are built in.
///
/// A zone that is not known is an error when it is a constant, and null in a row.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/datetime-local-to-utc-function>
enum TimeZoneFunctions {
  static let functions = [
    shift("datetime_utc_to_local") { zone, ticks in ticks + zone.offset(at: ticks) },
    shift("datetime_local_to_utc") { zone, ticks in ticks - zone.offset(atLocal: ticks) },
    list,
  ]

  private static func shift(
    _ name: String, _ body: @escaping @Sendable (TimeZoneRules, Int64) -> Int64
  ) -> ScalarFunction {
    ScalarFunction(name) { site throws(ExecutionError) in
      if let constant = site.constant(1)?.string, TimeZoneRules(named: constant) == nil {
        throw .invalidArgument("\(name)() knows no time zone '\(constant)'")
      }
      return { (arguments, rowCount) throws(ExecutionError) in
        var zones: [String: TimeZoneRules?] = [:]
        return try Lift.rows(arguments, rowCount, to: .datetime) { (values) throws(ExecutionError) in
          guard case .datetime(let ticks) = values[0] else { return .null(.datetime) }
          let zoneName = values[1].text
          if zones[zoneName] == nil { zones[zoneName] = .some(TimeZoneRules(named: zoneName)) }
          guard let zone = zones[zoneName] ?? nil else { return .null(.datetime) }
          guard ticks >= TimeZoneRules.earliestInstant else {
            throw .unsupported("\(name)() is not supported for times before the year 2000")
          }
          return Ticks.validDatetime(body(zone, ticks)).map(ScalarValue.datetime) ?? .null(.datetime)
        }
      }
    }
  }

  /// Kusto documentation: <https://learn.microsoft.com/kusto/query/datetime-list-timezones-function>
  private static let list = ScalarFunction("datetime_list_timezones") { site throws(ExecutionError) in
    { _, _ in .constant(.dynamic(.array(TimeZoneRules.names.map(DynamicValue.string)))) }
  }
}
