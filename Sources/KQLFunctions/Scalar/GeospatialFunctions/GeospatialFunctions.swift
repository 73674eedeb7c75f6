/// Functions of places on the Earth.
///
/// Kusto documentation: <https://learn.microsoft.com/kusto/query/geospatial-grid-systems>
enum GeospatialFunctions {
  static let functions: [ScalarFunction] =
    GeoPointFunctions.functions + GeoShapeFunctions.functions + GeoOverlayFunctions.functions
    + GeoBufferFunctions.functions + GeoSimplifyFunctions.functions + GridCellFunctions.functions
}
