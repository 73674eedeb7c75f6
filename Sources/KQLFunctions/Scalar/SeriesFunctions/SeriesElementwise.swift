import Glibc
import KQLColumnar
import KQLTypes

/// Element by element: arithmetic, comparisons and mathematical functions of series.
///
/// A missing number, or one that only the longer series has, gives a null element. A number in place of a series
/// stands for a series of that number. Sums, differences and products of series of longs are longs.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/series-add-function>
enum SeriesElementwise {
  static let functions: [ScalarFunction] = [
    arithmetic("series_add", { $0 &+ $1 }, { $0 + $1 }),
    arithmetic("series_subtract", { $0 &- $1 }, { $0 - $1 }),
    arithmetic("series_multiply", { $0 &* $1 }, { $0 * $1 }),
    binary("series_divide") { .real($0 / $1) },
    binary("series_pow") { .real(pow($0, $1)) },
    binary("series_greater") { .bool($0 > $1) },
    binary("series_greater_equals") { .bool($0 >= $1) },
    binary("series_less") { .bool($0 < $1) },
    binary("series_less_equals") { .bool($0 <= $1) },
    binary("series_equals") { .bool($0 == $1) },
    binary("series_not_equals") { .bool($0 != $1) },
    unary("series_exp", exp),
    unary("series_log", log),
    unary("series_sin", sin),
    unary("series_cos", cos),
    unary("series_tan", tan),
    unary("series_asin", asin),
    unary("series_acos", acos),
    unary("series_atan", atan),
    rounding("series_abs", whole: { Int64(clamping: $0.magnitude) }, abs),
    rounding("series_sign", whole: { $0.signum() }) { $0 > 0 ? 1 : $0 < 0 ? -1 : $0 },
    rounding("series_floor", whole: { $0 }, floor),
    rounding("series_ceiling", whole: { $0 }, ceil),
  ]

  private static func unary(_ name: String, _ operation: @escaping @Sendable (Double) -> Double) -> ScalarFunction {
    .rowwise(name) { values, _ in
      guard let series = Series(values[0]) else { return .null(.dynamic) }
      return .array(series.elements.map { $0.seriesNumber.map { .real(operation($0)) } ?? .null })
    }
  }

  /// A function that gives whole numbers for whole numbers.
  private static func rounding(
    _ name: String, whole: @escaping @Sendable (Int64) -> Int64, _ real: @escaping @Sendable (Double) -> Double
  ) -> ScalarFunction {
    .rowwise(name) { values, _ in
      guard let series = Series(values[0]) else { return .null(.dynamic) }
      return .array(
        series.elements.indices.map { index in
          if series.isWhole { return series.whole(index).map { .long(whole($0)) } ?? .null }
          return series.number(index).map { .real(real($0)) } ?? .null
        })
    }
  }

  private static func binary(
    _ name: String, _ operation: @escaping @Sendable (Double, Double) -> DynamicValue
  ) -> ScalarFunction {
    .rowwise(name) { values, _ in
      combine(values) { left, right, index in
        guard let l = left.number(index), let r = right.number(index) else { return .null }
        return operation(l, r)
      }
    }
  }

  private static func arithmetic(
    _ name: String, _ whole: @escaping @Sendable (Int64, Int64) -> Int64,
    _ real: @escaping @Sendable (Double, Double) -> Double
  ) -> ScalarFunction {
    .rowwise(name) { values, _ in
      combine(values) { left, right, index in
        if left.isWhole && right.isWhole {
          guard let l = left.whole(index), let r = right.whole(index) else { return .null }
          return .long(whole(l, r))
        }
        guard let l = left.number(index), let r = right.number(index) else { return .null }
        return .real(real(l, r))
      }
    }
  }

  private static func combine(
    _ values: [ScalarValue], _ element: (_ left: Series, _ right: Series, Int) -> DynamicValue
  ) -> ScalarValue {
    let arrays = values.map(\.elements)
    guard let count = arrays.compactMap({ $0?.count }).max() else { return .null(.dynamic) }
    let series = zip(values, arrays).map { value, elements in
      // A number is spread over the length of the series; a shorter series is filled up with nulls.
      guard let elements else { return Series([DynamicValue](repeating: value.asDynamic, count: count)) }
      return Series(elements + [DynamicValue](repeating: .null, count: count - elements.count))
    }
    return .array((0..<count).map { element(series[0], series[1], $0) })
  }
}
