// The names and signatures that Kusto documents, one a line below its name:
// fewest and most arguments, result, then parameters as name:type{fewest,most}@form=allowed/values.

extension FunctionSurface {
  /// Scalar functions, in the order of the official list.
  static let scalarTexts = [
    tablesText, textText, conversionsText, timesText, valuesText,
    dynamicsText, seriesText, mathText, geospatialText, environmentText,
  ]
}
