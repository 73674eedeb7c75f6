/// TO BE WRITTEN
enum DynamicFunctions {
  static let functions: [ScalarFunction] = []
}
