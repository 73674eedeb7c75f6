/// Functions of numeric series: arrays such as `make-series` gives.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/time-series-analysis>
enum SeriesFunctions {
  static let functions: [ScalarFunction] =
    SeriesElementwise.functions + SeriesSummaries.functions + SeriesFilling.functions + SeriesFilters.functions
    + SeriesTransforms.functions + SeriesRegression.functions + SeriesOutliers.functions
    + SeriesDecomposition.functions + SeriesPeriods.functions
}
