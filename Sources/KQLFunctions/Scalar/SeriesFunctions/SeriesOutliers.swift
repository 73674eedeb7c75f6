import KQLColumnar
import KQLTypes

/// Scores of how far points lie outside of the usual range, after Tukey's fences.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/series-outliers-function>
enum SeriesOutliers {
  static let functions: [ScalarFunction] = [
    .rowwise("series_outliers", propagatesNull: false, resultType: { _, _ in .dynamic }, outliers)
  ]

  /// Arguments after the series: kind, value to ignore, percentiles that bound the usual range, and how many points
  /// at the end are left out when the range is measured.
  private static func outliers(_ values: [ScalarValue], _: CallSite) throws(ExecutionError) -> ScalarValue {
    guard let series = Series(values[0]) else { return .null(.dynamic) }
    let kind = values.count > 1 ? values[1].string ?? "" : "ctukey"
    guard let fence = Fence(kind: kind) else {
      throw .invalidArgument("series_outliers(): the kind is 'tukey' or 'ctukey', not '\(kind)'")
    }
    if kind == "ctukey" {
      let percentiles = [(3, 10.0), (4, 90.0)].filter { $0.0 < values.count && values[$0.0].seriesNumber != $0.1 }
      guard percentiles.isEmpty else {
        throw .unsupported("series_outliers(): percentiles other than 10 and 90 are not supported")
      }
    }
    let ignored = values.count > 2 ? values[2].seriesNumber : nil
    let numbers = series.elements.map { element -> Double? in
      guard let number = element.seriesNumber, !number.isNaN, number != ignored else { return nil }
      return number
    }
    let testPoints = values.count > 5 ? values[5].wholeNumber ?? 0 : 0
    return .series(fence.scores(numbers, testPoints: testPoints))
  }

  /// The usual range, as two percentiles, and the scale of scores beyond it.
  struct Fence {
    let low: Double
    let high: Double
    /// Makes scores of either kind comparable for normally distributed points, so that 1.5 means a mild anomaly.
    let scale: Double

    /// `tukey` or `ctukey`.
    init?(kind: String) {
      switch kind {
      case "tukey": (low, high, scale) = (25, 75, 1)
      case "ctukey": (low, high, scale) = (10, 90, 2.772605605507915)
      default: return nil
      }
    }

    /// 0 within the range and for missing points, positive above it and negative below.
    func scores(_ points: [Double?], testPoints: Int64 = 0) -> [Double] {
      let learned = points.prefix(Int(max(0, Int64(points.count) - max(0, min(testPoints, Int64(points.count))))))
      let sorted = learned.compactMap { $0 }.sorted()
      guard let lower = sorted.percentile(low), let upper = sorted.percentile(high) else {
        return [Double](repeating: 0, count: points.count)
      }
      return points.map { point in
        guard let point else { return 0 }
        if point > upper { return (point - upper) / (upper - lower) * scale }
        if point < lower { return (point - lower) / (upper - lower) * scale }
        return 0
      }
    }
  }
}

extension Array where Element == Double {
  /// The percentile of sorted numbers, interpolated; `nil` when there are none.
  func percentile(_ percent: Double) -> Double? {
    guard let last else { return nil }
    let position = percent / 100 * Double(count - 1)
    let index = Int(position)
    guard index + 1 < count else { return last }
    return self[index] + (self[index + 1] - self[index]) * (position - Double(index))
  }

  /// `nil` when there are none.
  var median: Double? { sorted().percentile(50) }
}
