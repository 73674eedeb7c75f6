import KQLTypes

/// Functions whose one call gives several columns, such as `series_stats`.
///
/// The ``ScalarFunction`` itself returns a `dynamic` array that holds the values in the order of the columns, and a
/// call inside a larger expression sees that array. As an expression of its own in `extend`, `project` or `print` the
/// call becomes one column a value: element *i*, converted to the column's type. Where the call gives a null
/// (its argument is not a series), every column is null.
package enum TupleResult: Sendable {
  /// Columns that are the same for every call, named *function*`_`*first argument*`_`*suffix*.
  case columns([Field])
  /// One `dynamic` column for each array that is passed, named *argument*`_sorted`; a single array gives the sorted
  /// array itself instead of an array of arrays.
  case sortedArrays
}

// MARK: - Queries

extension TupleResult {
  /// How a function spreads its result; `nil` when it gives one value.
  package static func of(_ function: String) -> TupleResult? { table[function] }

  /// The columns of a call under the names that they get when the query does not name them.
  ///
  /// - Parameters:
  ///   - argumentTypes: The types of all arguments.
  ///   - argumentNames: The name of each argument that is a plain column or variable; `nil` for other expressions,
  ///     for which the empty name stands in.
  package func columns(of function: String, argumentTypes: [ScalarType], argumentNames: [String?]) -> [Field] {
    switch self {
    case .columns(let fields):
      let prefix = "\(function)_\((argumentNames.first ?? nil) ?? "")_"
      return fields.map { Field(prefix + $0.name, $0.type) }
    case .sortedArrays:
      // The flag `nulls_last`, a bool, comes after the arrays.
      return zip(argumentTypes, argumentNames).filter { $0.0 == .dynamic }
        .map { Field(($0.1 ?? "") + "_sorted", .dynamic) }
    }
  }
}

// MARK: - The functions

extension TupleResult {
  private static let table: [String: TupleResult] = [
    "array_sort_asc": .sortedArrays,
    "array_sort_desc": .sortedArrays,
    "series_stats": .columns([
      Field("min", .real), Field("min_idx", .long), Field("max", .real), Field("max_idx", .long),
      Field("avg", .real), Field("stdev", .real), Field("variance", .real),
    ]),
    "series_fit_line": .columns([
      Field("rsquare", .real), Field("slope", .real), Field("variance", .real), Field("rvariance", .real),
      Field("interception", .real), Field("line_fit", .dynamic),
    ]),
    "series_fit_2lines": .columns([
      Field("rsquare", .real), Field("split_idx", .long), Field("variance", .real), Field("rvariance", .real),
      Field("line_fit", .dynamic),
      Field("right_rsquare", .real), Field("right_slope", .real), Field("right_interception", .real),
      Field("right_variance", .real), Field("right_rvariance", .real),
      Field("left_rsquare", .real), Field("left_slope", .real), Field("left_interception", .real),
      Field("left_variance", .real), Field("left_rvariance", .real),
    ]),
    "series_fit_poly": .columns([
      Field("rsquare", .real), Field("coefficients", .dynamic), Field("variance", .real), Field("rvariance", .real),
      Field("poly_fit", .dynamic),
    ]),
    "series_fft": .columns([Field("real", .dynamic), Field("imag", .dynamic)]),
    "series_ifft": .columns([Field("real", .dynamic), Field("imag", .dynamic)]),
    "series_periods_detect": .columns([Field("periods", .dynamic), Field("scores", .dynamic)]),
    "series_periods_validate": .columns([Field("periods", .dynamic), Field("scores", .dynamic)]),
    "series_decompose": .columns([
      Field("baseline", .dynamic), Field("seasonal", .dynamic), Field("trend", .dynamic),
      Field("residual", .dynamic),
    ]),
    "series_decompose_anomalies": .columns([
      Field("ad_flag", .dynamic), Field("ad_score", .dynamic), Field("baseline", .dynamic),
    ]),
  ]
}
