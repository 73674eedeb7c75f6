import KQLColumnar
import KQLTypes

/// Numbers that describe whole series.
enum SeriesSummaries {
  static let functions: [ScalarFunction] = [
    total("series_sum", initial: 0, +),
    total("array_sum", initial: 0, +),
    total("series_product", initial: 1, *),
    magnitude,
    dotProduct,
    cosineSimilarity,
    pearsonCorrelation,
    statistics,
    dynamicStatistics,
  ]

  /// Null when an element is not a number.
  ///
  /// <https://learn.microsoft.com/kusto/query/series-sum-function>
  private static func total(
    _ name: String, initial: Double, _ combine: @escaping @Sendable (Double, Double) -> Double
  ) -> ScalarFunction {
    .rowwise(name) { values, _ in
      guard let numbers = Series(values[0])?.numbers else { return .null(.real) }
      return .real(numbers.reduce(initial, combine))
    }
  }

  /// <https://learn.microsoft.com/kusto/query/series-magnitude-function>
  private static let magnitude = ScalarFunction.rowwise("series_magnitude") { values, _ in
    guard let series = Series(values[0]) else { return .null(.real) }
    return .real(series.elements.compactMap(\.seriesNumber).reduce(0) { $0 + $1 * $1 }.squareRoot())
  }

  /// The longer series is cut to the length of the other; elements that are not numbers are left out.
  ///
  /// <https://learn.microsoft.com/kusto/query/series-dot-product-function>
  private static let dotProduct = ScalarFunction.rowwise("series_dot_product") { values, _ in
    guard let pairs = pairs(values) else { return .null(.real) }
    return .real(pairs.reduce(0) { $0 + $1.0 * $1.1 })
  }

  /// Magnitudes that the caller knows may follow the series.
  ///
  /// <https://learn.microsoft.com/kusto/query/series-cosine-similarity-function>
  private static let cosineSimilarity = ScalarFunction.rowwise("series_cosine_similarity") { values, _ in
    guard let pairs = pairs(values) else { return .null(.real) }
    let product = pairs.reduce(0) { $0 + $1.0 * $1.1 }
    let left = values.count > 2 ? values[2].number ?? .nan : pairs.reduce(0) { $0 + $1.0 * $1.0 }.squareRoot()
    let right = values.count > 3 ? values[3].number ?? .nan : pairs.reduce(0) { $0 + $1.1 * $1.1 }.squareRoot()
    return .real(product / (left * right))
  }

  /// Numbers that stand at the same place of two series, or of a series and a number; `nil` without elements.
  private static func pairs(_ values: [ScalarValue]) -> [(Double, Double)]? {
    let arrays = values.prefix(2).map(\.elements)
    guard let count = arrays.compactMap({ $0?.count }).min(), count > 0 else { return nil }
    return (0..<count).compactMap { index in
      let numbers = zip(values, arrays).compactMap { value, elements in
        elements.map { $0[index].seriesNumber } ?? value.seriesNumber
      }
      return numbers.count == 2 ? (numbers[0], numbers[1]) : nil
    }
  }

  /// Null when the lengths differ or an element is not a number.
  ///
  /// <https://learn.microsoft.com/kusto/query/series-pearson-correlation-function>
  private static let pearsonCorrelation = ScalarFunction.rowwise("series_pearson_correlation") { values, _ in
    guard let left = Series(values[0])?.numbers, let right = Series(values[1])?.numbers, left.count == right.count,
      !left.isEmpty
    else { return .null(.real) }
    let leftMean = left.mean
    let rightMean = right.mean
    var product = 0.0
    var leftSquares = 0.0
    var rightSquares = 0.0
    for (l, r) in zip(left, right) {
      product += (l - leftMean) * (r - rightMean)
      leftSquares += (l - leftMean) * (l - leftMean)
      rightSquares += (r - rightMean) * (r - rightMean)
    }
    return .real(product / (leftSquares.squareRoot() * rightSquares.squareRoot()))
  }
}

// MARK: - series_stats

extension SeriesSummaries {
  /// <https://learn.microsoft.com/kusto/query/series-stats-function>
  private static let statistics = ScalarFunction.rowwise(
    "series_stats", propagatesNull: false, resultType: { _, _ in .dynamic }
  ) { values, _ in
    guard let series = Series(values[0]) else { return .null(.dynamic) }
    guard let result = Statistics(of: series, ignoresNonfinite: values.count > 1 && values[1].bool == true) else {
      return .array([DynamicValue](repeating: .null, count: 7))
    }
    return .array(Array(result.fields.prefix(7).map(\.1)))
  }

  /// <https://learn.microsoft.com/kusto/query/series-stats-dynamic-function>
  private static let dynamicStatistics = ScalarFunction.rowwise(
    "series_stats_dynamic", propagatesNull: false, resultType: { _, _ in .dynamic }
  ) { values, _ in
    guard let series = Series(values[0]) else { return .null(.dynamic) }
    guard let result = Statistics(of: series, ignoresNonfinite: values.count > 1 && values[1].bool == true) else {
      return .bag(DynamicBag(Statistics.names.map { ($0, .null) }))
    }
    return .bag(DynamicBag(result.fields))
  }

  private struct Statistics {
    static let names = ["min", "min_idx", "max", "max_idx", "avg", "stdev", "variance", "sum", "len"]
    let fields: [(String, DynamicValue)]

    /// `nil` for a series without numbers, or with a missing or infinite one that is not to be ignored.
    init?(of series: Series, ignoresNonfinite: Bool) {
      var numbers: [Double] = []
      var lowest = 0
      var highest = 0
      var minimum = Double.infinity
      var maximum = -Double.infinity
      for index in 0..<series.count {
        guard let number = series.number(index), number.isFinite else {
          if ignoresNonfinite { continue }
          return nil
        }
        if number < minimum { (minimum, lowest) = (number, index) }
        if number > maximum { (maximum, highest) = (number, index) }
        numbers.append(number)
      }
      guard !numbers.isEmpty else { return nil }
      let variance = numbers.variance
      fields = Array(
        zip(
          Self.names,
          [
            .real(minimum), .long(Int64(lowest)), .real(maximum), .long(Int64(highest)), .real(numbers.mean),
            .real(variance.squareRoot()), .real(variance), .real(numbers.reduce(0, +)), .long(Int64(numbers.count)),
          ]))
    }
  }
}

extension Array where Element == Double {
  var mean: Double { reduce(0, +) / Double(count) }

  /// The sample variance; 0 for a single number.
  var variance: Double {
    guard count > 1 else { return 0 }
    let mean = mean
    return reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count - 1)
  }
}
