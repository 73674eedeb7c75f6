import KQLColumnar
import KQLTypes

/// Splitting a series into what repeats, a trend and the rest, and what builds on it: forecasts and anomalies.
///
/// A series with a missing number gives a null.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/series-decompose-function>
enum SeriesDecomposition {
  static let functions: [ScalarFunction] = [
    .rowwise("series_seasonal", propagatesNull: false, resultType: dynamic, seasonal),
    .rowwise("series_decompose", propagatesNull: false, resultType: dynamic, decompose),
    .rowwise("series_decompose_forecast", propagatesNull: false, resultType: dynamic, forecast),
    .rowwise("series_decompose_anomalies", propagatesNull: false, resultType: dynamic, anomalies),
  ]

  private static let dynamic: @Sendable ([ScalarType], [ScalarValue?]) -> ScalarType? = { _, _ in .dynamic }

  /// <https://learn.microsoft.com/kusto/query/series-seasonal-function>
  private static func seasonal(_ values: [ScalarValue], _: CallSite) -> ScalarValue {
    guard let numbers = Series(values[0])?.numbers else { return .null(.dynamic) }
    let parts = Decomposition(
      numbers, period: argument(values, 1)?.wholeNumber ?? -1, trend: .none,
      testPoints: argument(values, 2)?.wholeNumber ?? 0, threshold: 0.7)
    return .series(parts.seasonal)
  }

  /// Arguments after the series: period (-1: find it, 0: none), trend, points at the end not to learn from, and the
  /// score that a period needs to be found.
  private static func decompose(_ values: [ScalarValue], _: CallSite) throws(ExecutionError) -> ScalarValue {
    guard let numbers = Series(values[0])?.numbers else { return .null(.dynamic) }
    let parts = Decomposition(
      numbers, period: argument(values, 1)?.wholeNumber ?? -1,
      trend: try trend(argument(values, 2), default: .average),
      testPoints: argument(values, 3)?.wholeNumber ?? 0, threshold: argument(values, 4)?.seriesNumber ?? 0.6)
    return .array([
      .series(parts.baseline), .series(parts.seasonal), .series(parts.trend), .series(parts.residual),
    ])
  }

  /// <https://learn.microsoft.com/kusto/query/series-decompose-forecast-function>
  private static func forecast(_ values: [ScalarValue], _: CallSite) throws(ExecutionError) -> ScalarValue {
    guard let numbers = Series(values[0])?.numbers else { return .null(.dynamic) }
    let parts = Decomposition(
      numbers, period: argument(values, 2)?.wholeNumber ?? -1,
      trend: try trend(argument(values, 3), default: .line),
      testPoints: values[1].wholeNumber ?? 0, threshold: argument(values, 4)?.seriesNumber ?? 0.6)
    return .series(parts.baseline)
  }

  /// Arguments after the series: threshold, period, trend, points not to learn from, kind of fence, and the score
  /// that a period needs to be found.
  ///
  /// <https://learn.microsoft.com/kusto/query/series-decompose-anomalies-function>
  private static func anomalies(_ values: [ScalarValue], _: CallSite) throws(ExecutionError) -> ScalarValue {
    guard let numbers = Series(values[0])?.numbers else { return .null(.dynamic) }
    let threshold = argument(values, 1)?.seriesNumber ?? 1.5
    let testPoints = argument(values, 4)?.wholeNumber ?? 0
    let kind = argument(values, 5)?.string ?? "ctukey"
    guard let fence = SeriesOutliers.Fence(kind: kind) else {
      throw .invalidArgument("series_decompose_anomalies(): the method is 'tukey' or 'ctukey', not '\(kind)'")
    }
    let parts = Decomposition(
      numbers, period: argument(values, 2)?.wholeNumber ?? -1,
      trend: try trend(argument(values, 3), default: .average), testPoints: testPoints,
      threshold: argument(values, 6)?.seriesNumber ?? 0.6)
    let scores = fence.scores(parts.residual, testPoints: testPoints)
    let flags = scores.map { DynamicValue.long($0 > threshold ? 1 : $0 < -threshold ? -1 : 0) }
    return .array([.array(flags), .series(scores), .series(parts.baseline)])
  }

  private static func argument(_ values: [ScalarValue], _ index: Int) -> ScalarValue? {
    index < values.count ? values[index] : nil
  }

  private static func trend(
    _ value: ScalarValue?, default trend: Decomposition.Trend
  ) throws(ExecutionError) -> Decomposition.Trend {
    guard let name = value?.string else { return trend }
    guard let named = Decomposition.Trend(rawValue: name) else {
      throw .invalidArgument("the trend of a series is 'avg', 'linefit' or 'none', not '\(name)'")
    }
    return named
  }
}
