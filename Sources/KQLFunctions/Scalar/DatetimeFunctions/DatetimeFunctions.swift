/// TO BE WRITTEN
enum DatetimeFunctions {
  static let functions: [ScalarFunction] = []
}
