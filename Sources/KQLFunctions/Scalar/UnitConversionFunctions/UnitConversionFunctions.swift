/// TO BE WRITTEN
enum UnitConversionFunctions {
  static let functions: [ScalarFunction] = []
}
