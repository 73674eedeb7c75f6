import KQLColumnar
import KQLTypes

/// The periods of a series and their scores. Series with a missing number give a null.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/series-periods-detect-function>
enum SeriesPeriods {
  static let functions: [ScalarFunction] = [
    .rowwise("series_periods_detect", propagatesNull: false, resultType: dynamic, detect),
    .rowwise("series_periods_validate", propagatesNull: false, resultType: dynamic, validate),
  ]

  private static let dynamic: @Sendable ([ScalarType], [ScalarValue?]) -> ScalarType? = { _, _ in .dynamic }
  private static let maximumCount = 16.0

  private static func undecided(_ name: String) -> ExecutionError {
    .unsupported("\(name)(): a series of which it is not clear whether it has these periods is not supported")
  }

  /// Arguments after the series: the bounds of the periods, and how many to give.
  private static func detect(_ values: [ScalarValue], _: CallSite) throws(ExecutionError) -> ScalarValue {
    let name = "series_periods_detect"
    guard let numbers = Series(values[0])?.numbers else { return .null(.dynamic) }
    guard let low = values[1].seriesNumber, let high = values[2].seriesNumber, low <= high,
      let count = values[3].seriesNumber, (1...maximumCount).contains(count), count == count.rounded()
    else {
      throw .invalidArgument("\(name)(): the bounds must be numbers in order, the count a whole number from 1 to 16")
    }
    var periods: [(period: Int, score: Double)] = []
    if let scores = PeriodScores(numbers) {
      guard let found = scores.periods(within: low...high) else { throw undecided(name) }
      periods = Array(found.prefix(Int(count)))
    }
    let padding = [Double](repeating: 0, count: Int(count) - periods.count)
    return .array([.series(periods.map { Double($0.period) } + padding), .series(periods.map(\.score) + padding)])
  }

  /// Arguments after the series: up to 16 periods.
  ///
  /// <https://learn.microsoft.com/kusto/query/series-periods-validate-function>
  private static func validate(_ values: [ScalarValue], _: CallSite) throws(ExecutionError) -> ScalarValue {
    let name = "series_periods_validate"
    guard let numbers = Series(values[0])?.numbers else { return .null(.dynamic) }
    let scores = PeriodScores(numbers)
    var periods: [Double] = []
    var results: [Double] = []
    for value in values.dropFirst() {
      guard let period = value.seriesNumber, period.isFinite else {
        throw .invalidArgument("\(name)(): a period must be a number")
      }
      periods.append(period)
      guard let scores, period >= Double(PeriodScores.minimumPeriod), period <= Double(scores.maximumPeriod) else {
        results.append(0)
        continue
      }
      guard period == period.rounded(), let score = scores.score(Int(period)) else { throw undecided(name) }
      results.append(score)
    }
    return .array([.series(periods), .series(results)])
  }
}
