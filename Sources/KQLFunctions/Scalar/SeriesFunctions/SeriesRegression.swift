import KQLColumnar
import KQLTypes

/// Lines and polynomials that fit a series best, by least squares. A series with a missing number gives a null.
enum SeriesRegression {
  static let functions: [ScalarFunction] = [
    .rowwise("series_fit_line", resultType: dynamic) { values, _ in
      guard let fit = Series(values[0])?.numbers.flatMap({ LineFit($0[...]) }) else { return .null(.dynamic) }
      return .array(fit.fields.map(\.1))
    },
    .rowwise("series_fit_line_dynamic", resultType: dynamic) { values, _ in
      guard let fit = Series(values[0])?.numbers.flatMap({ LineFit($0[...]) }) else { return .null(.dynamic) }
      return .bag(DynamicBag(fit.fields))
    },
    .rowwise("series_fit_2lines", resultType: dynamic) { values, _ in
      guard let fit = Series(values[0])?.numbers.flatMap({ TwoLinesFit($0) }) else { return .null(.dynamic) }
      let sides = [fit.right, fit.left].flatMap { $0.sideFields.map(\.1) }
      return .array(fit.fields.map(\.1) + sides)
    },
    .rowwise("series_fit_2lines_dynamic", resultType: dynamic) { values, _ in
      guard let fit = Series(values[0])?.numbers.flatMap({ TwoLinesFit($0) }) else { return .null(.dynamic) }
      let sides = [("right", fit.right), ("left", fit.left)].map { name, side in
        (name, DynamicValue.bag(DynamicBag(side.sideFields)))
      }
      return .bag(DynamicBag(fit.fields + sides))
    },
    .rowwise("series_fit_poly", resultType: dynamic, polynomial),
  ]

  private static let dynamic: @Sendable ([ScalarType], [ScalarValue?]) -> ScalarType? = { _, _ in .dynamic }

  /// Arguments are the series, the places of its points (1, 2, 3… when left out) and the degree (1 when left out).
  ///
  /// <https://learn.microsoft.com/kusto/query/series-fit-poly-function>
  private static func polynomial(_ values: [ScalarValue], _: CallSite) -> ScalarValue {
    guard let y = Series(values[0])?.numbers, !y.isEmpty else { return .null(.dynamic) }
    var x = (1...y.count).map { Double($0) }
    if values.count > 1 {
      guard let places = Series(values[1])?.numbers, places.count == y.count else { return .null(.dynamic) }
      x = places
    }
    let degree = values.count > 2 ? values[2].wholeNumber : 1
    guard let degree, let fit = PolynomialFit(x: x, y: y, degree: degree) else { return .null(.dynamic) }
    let quality = FitQuality(y[...], fitted: fit.fitted)
    return .array([
      .real(quality.rsquare), .series(fit.coefficients), .real(quality.variance), .real(quality.residualVariance),
      .series(fit.fitted),
    ])
  }
}

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

/// The polynomial of a given degree that fits points best.
struct PolynomialFit {
  /// From the highest power down.
  let coefficients: [Double]
  let fitted: [Double]

  /// Higher degrees are beyond what real numbers can tell apart.
  private static let maximumDegree: Int64 = 100

  /// `nil` when the points do not determine a polynomial of that degree.
  init?(x: [Double], y: [Double], degree: Int64) {
    guard degree >= 0, degree < x.count, degree <= Self.maximumDegree, let low = x.min(), let high = x.max(), high > low || degree == 0 else {
      return nil
    }
    // Fitting over -1...1 keeps high powers comparable.
    let center = (low + high) / 2
    let scale = high > low ? (high - low) / 2 : 1
    let order = Int(degree) + 1
    let columns = (0..<order).map { power in
      x.map { place -> Double in
        var result = 1.0
        for _ in 0..<power { result *= (place - center) / scale }
        return result
      }
    }
    guard let scaled = LeastSquares.solve(columns: columns, y) else { return nil }
    fitted = x.indices.map { row in (0..<order).reduce(0) { $0 + scaled[$1] * columns[$1][row] } }
    // Horner's scheme with the polynomial (x - center) / scale in place of a number.
    var expanded = [Double](repeating: 0, count: order)
    for coefficient in scaled.reversed() {
      var next = [Double](repeating: 0, count: order)
      for power in 0..<order {
        next[power] -= expanded[power] * center / scale
        if power + 1 < order { next[power + 1] += expanded[power] / scale }
      }
      next[0] += coefficient
      expanded = next
    }
    coefficients = expanded.reversed()
  }
}

/// Linear least squares by orthogonal decomposition (modified Gram–Schmidt).
enum LeastSquares {
  /// - Returns: The factors of the columns whose sum is closest to `target`; `nil` when columns depend on each other.
  static func solve(columns: [[Double]], _ target: [Double]) -> [Double]? {
    let order = columns.count
    var basis = columns
    var rest = target
    var triangle = [[Double]](repeating: [Double](repeating: 0, count: order), count: order)
    var projections = [Double](repeating: 0, count: order)
    for index in 0..<order {
      let length = dot(basis[index], basis[index]).squareRoot()
      guard length > 1e-12 * dot(columns[index], columns[index]).squareRoot(), length > 0 else { return nil }
      triangle[index][index] = length
      for row in basis[index].indices { basis[index][row] /= length }
      for later in index + 1..<max(order, index + 1) {
        triangle[index][later] = dot(basis[index], basis[later])
        for row in basis[later].indices { basis[later][row] -= triangle[index][later] * basis[index][row] }
      }
      projections[index] = dot(basis[index], rest)
      for row in rest.indices { rest[row] -= projections[index] * basis[index][row] }
    }
    var factors = projections
    for index in stride(from: order - 1, through: 0, by: -1) {
      for later in index + 1..<max(order, index + 1) { factors[index] -= triangle[index][later] * factors[later] }
      factors[index] /= triangle[index][index]
    }
    return factors
  }

  private static func dot(_ left: [Double], _ right: [Double]) -> Double {
    zip(left, right).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
