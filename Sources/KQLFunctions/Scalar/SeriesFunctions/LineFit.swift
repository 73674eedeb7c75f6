import KQLTypes

/// How well a fitted series stands for the original.
struct FitQuality {
  let variance: Double
  let residualVariance: Double

  init(_ y: ArraySlice<Double>, fitted: [Double]) {
    variance = Array(y).variance
    residualVariance = zip(y, fitted).map { $0 - $1 }.variance
  }

  /// 1 for a perfect fit.
  var rsquare: Double { variance == 0 && residualVariance == 0 ? 1 : 1 - residualVariance / variance }
}

/// The straight line over places 0, 1, 2… that fits best.
struct LineFit {
  let slope: Double
  let interception: Double
  let quality: FitQuality
  let fitted: [Double]

  /// `nil` without points.
  init?(_ y: ArraySlice<Double>) {
    guard !y.isEmpty else { return nil }
    let xMean = Double(y.count - 1) / 2
    let yMean = y.reduce(0, +) / Double(y.count)
    var product = 0.0
    var squares = 0.0
    for (place, value) in y.enumerated() {
      let x = Double(place) - xMean
      product += x * (value - yMean)
      squares += x * x
    }
    let slope = squares == 0 ? 0 : product / squares
    let interception = yMean - slope * xMean
    self.slope = slope
    self.interception = interception
    fitted = (0..<y.count).map { interception + slope * Double($0) }
    quality = FitQuality(y, fitted: fitted)
  }

  var fields: [(String, DynamicValue)] {
    [
      ("rsquare", .real(quality.rsquare)), ("slope", .real(slope)), ("variance", .real(quality.variance)),
      ("rvariance", .real(quality.residualVariance)), ("interception", .real(interception)),
      ("line_fit", .series(fitted)),
    ]
  }

  /// What `series_fit_2lines` says about one side.
  var sideFields: [(String, DynamicValue)] {
    [
      ("rsquare", .real(quality.rsquare)), ("slope", .real(slope)), ("interception", .real(interception)),
      ("variance", .real(quality.variance)), ("rvariance", .real(quality.residualVariance)),
    ]
  }
}

/// Two lines, one for each side of the place where cutting the series leaves the least error.
struct TwoLinesFit {
  let left: LineFit
  let right: LineFit
  /// The first place of the right side.
  let split: Int
  let quality: FitQuality

  /// `nil` for fewer than four points: each side needs two.
  ///
  /// - Complexity: O(*points*).
  init?(_ y: [Double]) {
    guard y.count >= 4 else { return nil }
    let fromLeft = Self.squaredErrors(y)
    let fromRight = Self.squaredErrors(y.reversed())
    var best = 2
    for split in 2...y.count - 2
    where fromLeft[split] + fromRight[y.count - split] < fromLeft[best] + fromRight[y.count - best] {
      best = split
    }
    guard let left = LineFit(y[..<best]), let right = LineFit(y[best...]) else { return nil }
    self.left = left
    self.right = right
    split = best
    quality = FitQuality(y[...], fitted: left.fitted + right.fitted)
  }

  var fields: [(String, DynamicValue)] {
    [
      ("rsquare", .real(quality.rsquare)), ("split_idx", .long(Int64(split))), ("variance", .real(quality.variance)),
      ("rvariance", .real(quality.residualVariance)), ("line_fit", .series(left.fitted + right.fitted)),
    ]
  }

  /// The squared error that a line leaves over the first *n* points, at index *n*.
  private static func squaredErrors(_ y: [Double]) -> [Double] {
    // Updating means and co-moments point by point keeps the precision that plain sums would lose.
    var errors = [0.0]
    var (xMean, yMean, xx, xy, yy) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for (index, value) in y.enumerated() {
      let count = Double(index + 1)
      let dx = Double(index) - xMean
      let dy = value - yMean
      xMean += dx / count
      yMean += dy / count
      xx += dx * (Double(index) - xMean)
      xy += dx * (value - yMean)
      yy += dy * (value - yMean)
      errors.append(xx == 0 ? 0 : max(0, yy - xy * xy / xx))
    }
    return errors
  }
}
