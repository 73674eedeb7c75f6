/// TO BE WRITTEN
enum StringOperators {
  static let functions: [ScalarFunction] = []
}
