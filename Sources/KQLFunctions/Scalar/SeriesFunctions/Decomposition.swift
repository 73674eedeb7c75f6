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
