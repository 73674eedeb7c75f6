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
