/// TO BE WRITTEN
enum ConversionFunctions {
  static let functions: [ScalarFunction] = []
}
