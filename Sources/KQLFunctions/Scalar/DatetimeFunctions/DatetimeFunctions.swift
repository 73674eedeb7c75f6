/// Functions on `datetime` and `timespan`. An instant beyond the years 1 to 9999 is null.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/scalar-functions#datetimetimespan-functions>
enum DatetimeFunctions {
  static let functions: [ScalarFunction] =
    ClockFunctions.functions + DatetimeFieldFunctions.functions + DatetimeBorderFunctions.functions
    + DatetimePeriodFunctions.functions + DatetimeConstructionFunctions.functions + TimeFormatFunctions.functions
    + TimeZoneFunctions.functions
}
