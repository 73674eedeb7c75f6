/// Functions of places on the Earth.
enum GeospatialFunctions {
  static let functions: [ScalarFunction] = []
}
