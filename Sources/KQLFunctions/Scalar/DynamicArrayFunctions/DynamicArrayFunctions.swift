/// TO BE WRITTEN
enum DynamicArrayFunctions {
  static let functions: [ScalarFunction] = []
}
