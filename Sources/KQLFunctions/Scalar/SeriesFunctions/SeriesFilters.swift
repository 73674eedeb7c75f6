import KQLColumnar
import KQLTypes

/// Digital filters. A series or filter with a missing number gives a null.
enum SeriesFilters {
  /// Products to compute for one series at most, some seconds of work.
  private static let maximumWork = 1_000_000_000

  static let functions: [ScalarFunction] = [
    .rowwise("series_fir", finiteResponse),
    .rowwise("series_iir", infiniteResponse),
  ]

  /// Weighs each point and those before it, or around it when centered; what is outside of the series counts as 0.
  ///
  /// The filter is normalised to the sum 1 unless told otherwise; one with negative coefficients only when told, and
  /// then the result is null.
  ///
  /// <https://learn.microsoft.com/kusto/query/series-fir-function>
  private static func finiteResponse(_ values: [ScalarValue], _: CallSite) throws(ExecutionError) -> ScalarValue {
    guard let series = Series(values[0]), let filter = Series(values[1]), var numbers = series.numbers,
      let coefficients = filter.numbers
    else { return .null(.dynamic) }
    let hasNegative = coefficients.contains { $0 < 0 }
    let normalizes = values.count > 2 ? values[2].bool ?? !hasNegative : !hasNegative
    let isCentered = values.count > 3 && values[3].bool == true
    if normalizes && hasNegative { return .null(.dynamic) }
    let count = numbers.count
    try check("series_fir", count, coefficients.count)
    let scale = normalizes ? 1 / coefficients.reduce(0, +) : 1
    let shift = isCentered ? coefficients.count / 2 : 0
    numbers = (0..<count).map { index in
      var sum = 0.0
      for (offset, coefficient) in coefficients.enumerated() {
        let source = index + shift - offset
        if source >= 0 && source < count { sum += coefficient * numbers[source] }
      }
      return sum * scale
    }
    guard !normalizes && series.isWhole && filter.isWhole else { return .series(numbers) }
    return .array(numbers.map { Int64(exactly: $0).map(DynamicValue.long) ?? .real($0) })
  }

  /// Weighs points of the input by the numerators and earlier points of the output by the denominators.
  ///
  /// <https://learn.microsoft.com/kusto/query/series-iir-function>
  private static func infiniteResponse(_ values: [ScalarValue], _: CallSite) throws(ExecutionError) -> ScalarValue {
    guard let numbers = Series(values[0])?.numbers, let numerators = Series(values[1])?.numbers,
      let denominators = Series(values[2])?.numbers, let leading = denominators.first, leading != 0
    else { return .null(.dynamic) }
    try check("series_iir", numbers.count, numerators.count + denominators.count)
    var results: [Double] = []
    results.reserveCapacity(numbers.count)
    for index in numbers.indices {
      var sum = 0.0
      for (offset, coefficient) in numerators.enumerated() where offset <= index {
        sum += coefficient * numbers[index - offset]
      }
      for (offset, coefficient) in denominators.enumerated().dropFirst() where offset <= index {
        sum -= coefficient * results[index - offset]
      }
      results.append(sum / leading)
    }
    return .series(results)
  }

  private static func check(_ name: String, _ count: Int, _ coefficients: Int) throws(ExecutionError) {
    guard coefficients == 0 || count <= maximumWork / coefficients else {
      throw .unsupported("\(name)(): a filter of \(coefficients) on a series of \(count) is not supported")
    }
  }
}
