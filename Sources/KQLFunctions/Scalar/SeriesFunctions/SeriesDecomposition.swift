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
    refused("series_periods_detect"),
    refused("series_periods_validate"),
  ]

  private static let dynamic: @Sendable ([ScalarType], [ScalarValue?]) -> ScalarType? = { _, _ in .dynamic }

  /// The scores that these give are not defined by the language's documentation.
  private static func refused(_ name: String) -> ScalarFunction {
    ScalarFunction(name, resultType: dynamic) { (_) throws(ExecutionError) in
      throw .unsupported("function '\(name)' is not supported")
    }
  }

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

/// The parts of a series: `numbers` = `seasonal` + `trend` + `residual`.
struct Decomposition {
  enum Trend: String {
    case average = "avg"
    case line = "linefit"
    case none
  }

  let seasonal: [Double]
  let trend: [Double]
  let residual: [Double]
  var baseline: [Double] { zip(seasonal, trend).map(+) }

  /// - Parameters:
  ///   - period: Points after which the series repeats; negative to find it, 0 when it does not.
  ///   - testPoints: Points at the end that the parts are not learned from.
  ///   - threshold: What ``PeriodSearch`` has to score for a period to be used.
  init(_ numbers: [Double], period: Int64, trend: Trend, testPoints: Int64, threshold: Double) {
    let learned = numbers.prefix(max(0, numbers.count - Int(min(max(testPoints, 0), Int64(numbers.count)))))
    let length = period < 0 ? PeriodSearch.period(in: Array(learned), threshold: threshold) ?? 0 : period
    let seasonal = Self.seasonal(learned, period: length, count: numbers.count)
    let rest = zip(numbers, seasonal).map { $0 - $1 }
    let trendValues = Self.trend(trend, rest.prefix(learned.count), count: numbers.count)
    self.seasonal = seasonal
    self.trend = trendValues
    residual = zip(rest, trendValues).map { $0 - $1 }
  }

  /// The median of the points that stand at the same place of each period.
  private static func seasonal(_ numbers: ArraySlice<Double>, period: Int64, count: Int) -> [Double] {
    guard period > 0, period <= numbers.count else { return [Double](repeating: 0, count: count) }
    let period = Int(period)
    let medians = (0..<period).map { phase in
      stride(from: phase, to: numbers.count, by: period).map { numbers[$0] }.median ?? 0
    }
    return (0..<count).map { medians[$0 % period] }
  }

  private static func trend(_ trend: Trend, _ numbers: ArraySlice<Double>, count: Int) -> [Double] {
    switch trend {
    case .none: return [Double](repeating: 0, count: count)
    case .average: return [Double](repeating: numbers.isEmpty ? 0 : Array(numbers).mean, count: count)
    case .line:
      guard let line = LineFit(numbers) else { return [Double](repeating: 0, count: count) }
      return (0..<count).map { line.interception + line.slope * Double($0) }
    }
  }
}

/// Finds the period of a series by its autocorrelation.
enum PeriodSearch {
  /// The shortest period that is looked for.
  private static let minimumPeriod = 4

  /// The period, of at least 4 points and less than half of the series, at which the series without its linear trend
  /// resembles itself most; `nil` when the correlation stays below `threshold`.
  ///
  /// A period must be a local maximum of the correlation. Of several, the one that most of the series speaks for is
  /// taken, so a period is preferred to its multiples.
  ///
  /// - Complexity: O(*n* log *n*).
  static func period(in numbers: [Double], threshold: Double) -> Int64? {
    let half = numbers.count / 2
    guard half > minimumPeriod, numbers.allSatisfy(\.isFinite), let line = LineFit(numbers[...]) else { return nil }
    let flat = zip(numbers, line.fitted).map { $0 - $1 }
    // A straight line leaves only rounding errors.
    guard flat.squaredSum > 1e-20 * numbers.squaredSum else { return nil }
    let correlations = autocorrelation(flat, through: half)
    var best: Int?
    var bestWeight = 0.0
    for lag in minimumPeriod..<half {
      let value = correlations[lag]
      guard value > correlations[lag - 1], value >= correlations[lag + 1], value >= threshold else { continue }
      let weight = value * (1 - Double(lag) / Double(numbers.count)).squareRoot()
      if weight > bestWeight { (best, bestWeight) = (lag, weight) }
    }
    return best.map(Int64.init)
  }

  /// The correlation of a series of mean 0 with itself at each lag.
  private static func autocorrelation(_ numbers: [Double], through lastLag: Int) -> [Double] {
    var length = 1
    while length < 2 * numbers.count { length *= 2 }
    let padding = [Double](repeating: 0, count: length - numbers.count)
    var points = FourierPoints(real: numbers + padding, imaginary: [Double](repeating: 0, count: length))
    points.transform(isInverse: false)
    let power = zip(points.real, points.imaginary).map { $0 * $0 + $1 * $1 }
    var spectrum = FourierPoints(real: power, imaginary: [Double](repeating: 0, count: length))
    spectrum.transform(isInverse: true)
    let total = spectrum.real[0]
    let count = Double(numbers.count)
    return (0...lastLag).map { spectrum.real[$0] / total * count / (count - Double($0)) }
  }
}

extension Array where Element == Double {
  fileprivate var squaredSum: Double { reduce(0) { $0 + $1 * $1 } }
}
