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
