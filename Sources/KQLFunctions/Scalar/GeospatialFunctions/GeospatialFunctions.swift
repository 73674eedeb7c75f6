/// TO BE WRITTEN
enum GeospatialFunctions {
  static let functions: [ScalarFunction] = []
}
