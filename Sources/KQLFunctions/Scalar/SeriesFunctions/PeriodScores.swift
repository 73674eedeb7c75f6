/// How well a series agrees with itself after each number of points, and how much of it repeats at each frequency.
///
/// A period is a hill of the circular autocorrelation at a frequency with much power, and its score the height of the
/// hill between the lowest correlation, 0, and that of the series with itself, 1. Where the borders between hills and
/// none, and much power and little, lie is not documented; so only clear cases are decided, those in which any border
/// would do.
///
/// Published description of the method: Vlachos, Yu and Castelli, "On Periodicity Detection and Structural Periodic
/// Similarity", 2005.
struct PeriodScores {
  enum Verdict {
    case period(score: Double)
    /// No period; a test of this length alone could come to another verdict where its power is all that is missing.
    case none(isHill: Bool)
    case undecided
  }

  static let minimumPeriod = 4
  /// What the power of a frequency among noise, of average 1, exceeds in one of a hundred series at most.
  private static let clearPower = 8.0

  let count: Int
  /// The heights after 0 ..< `count` points.
  private let heights: [Double]
  /// The power of 1 ... `count` / 2 repetitions, divided by its average.
  private let powers: [Double]

  var maximumPeriod: Int { count / 2 }

  /// - Returns: `nil` for series that are too short or do not vary.
  /// - Complexity: O(*n* log *n*).
  init?(_ numbers: [Double]) {
    count = numbers.count
    guard count >= 2 * Self.minimumPeriod, numbers.allSatisfy(\.isFinite) else { return nil }
    let mean = numbers.mean
    let zeros = [Double](repeating: 0, count: count)
    var points = FourierPoints(real: numbers.map { $0 - mean }, imaginary: zeros)
    points.transform(isInverse: false)
    let power = zip(points.real, points.imaginary).map { $0 * $0 + $1 * $1 }
    var correlations = FourierPoints(real: power, imaginary: zeros)
    correlations.transform(isInverse: true)
    let (lowest, highest) = (correlations.real.min() ?? 0, correlations.real[0])
    let average = Array(power[1...(count / 2)]).mean
    // What is left of a constant series are rounding errors.
    guard average.isFinite, average > 1e-20 * Double(count) * mean * mean, highest > lowest else { return nil }
    heights = correlations.real.map { ($0 - lowest) / (highest - lowest) }
    powers = power[1...(count / 2)].map { $0 / average }
  }

  private func height(_ lag: Int) -> Double { heights[((lag % count) + count) % count] }

  /// The period lengths that are looked at for a number of repetitions.
  private func window(_ repetitions: Int) -> ClosedRange<Double> {
    let (length, k) = (Double(count), Double(repetitions))
    let upper = repetitions > 1 ? length / (k - 1) : 2 * length
    return (length / (k + 1) + length / k) / 2 - 1...(length / k + upper) / 2 + 1
  }
}

// MARK: - Verdicts

extension PeriodScores {
  /// What is looked at for the numbers of repetitions next to that of a period.
  private func windows(of period: Int) -> [ClosedRange<Double>] {
    let repetitions = Double(count) / Double(period)
    return Set([repetitions.rounded(.down), repetitions.rounded(.up)]).map { window(Int($0)) }
  }
}

extension PeriodScores {
  /// - Precondition: `period` is in ``minimumPeriod``...``maximumPeriod``.
  func verdict(_ period: Int) -> Verdict {
    let own = height(period)
    let windows = windows(of: period)
    // A hill is higher than what is next to it, also two points away where the frequencies reach so far.
    let isBelow = [-2, -1, 1, 2].contains { step in
      let other = period + step
      return own - height(other) < -1e-9 && (abs(step) == 1 || windows.contains { $0.contains(Double(other)) })
    }
    if isBelow { return .none(isHill: false) }
    let margins = [-2, -1, 1, 2].map { own - height(period + $0) }
    let power = powers.indices.filter { window($0 + 1).contains(Double(period)) }.map { powers[$0] }.max() ?? 0
    if power < 1 { return .none(isHill: true) }
    // The top of the hill lies between two lags when these are almost as high.
    let (before, after) = (height(period - 1), height(period + 1))
    let offset = (before - after) / (2 * (before - 2 * own + after))
    let isClear = margins.allSatisfy { $0 > 1e-9 } && abs(offset) <= 0.1 && power >= Self.clearPower
    return isClear && isHill(period) ? .period(score: own) : .undecided
  }

  /// Whether the heights rise up to a lag and fall after it, over stretches of any length up to half of it.
  private func isHill(_ period: Int) -> Bool {
    (2...max(2, period / 2)).allSatisfy { length in
      slope(from: period - length, length) > 0 && slope(from: period, length) < 0
    }
  }

  private func slope(from first: Int, _ length: Int) -> Double {
    let middle = Double(length) / 2
    return (0...length).reduce(0) { $0 + (Double($1) - middle) * height(first + $1) }
  }

  /// The periods within bounds, by falling scores; `nil` when one of them is not certain.
  func periods(within bounds: ClosedRange<Double>) -> [(period: Int, score: Double)]? {
    let lengths = (Self.minimumPeriod...maximumPeriod).filter { bounds.contains(Double($0)) }
    var periods: [(period: Int, score: Double)] = []
    for length in lengths {
      switch verdict(length) {
      case .period(let score): periods.append((length, score))
      case .none: continue
      case .undecided: return nil
      }
    }
    // Much power without a hill could belong to a period that is not a whole number.
    for index in powers.indices where powers[index] >= Self.clearPower {
      let window = window(index + 1)
      guard lengths.contains(where: { window.contains(Double($0)) }) else { continue }
      guard periods.contains(where: { window.contains(Double($0.period)) }) else { return nil }
    }
    return periods.sorted { $0.score > $1.score }
  }

  /// The score of one period, 0 when it is none; `nil` when that is not certain.
  func score(_ period: Int) -> Double? {
    guard (Self.minimumPeriod...maximumPeriod).contains(period) else { return 0 }
    switch verdict(period) {
    case .period(let score): return score
    case .undecided, .none(isHill: true): return nil
    case .none(isHill: false):
      // Next to a hill it could stand for this.
      let windows = windows(of: period)
      let isNearHill = (Self.minimumPeriod...maximumPeriod).contains { other in
        guard windows.contains(where: { $0.contains(Double(other)) }) else { return false }
        if case .none(isHill: false) = verdict(other) { return false }
        return true
      }
      return isNearHill ? nil : 0
    }
  }
}
