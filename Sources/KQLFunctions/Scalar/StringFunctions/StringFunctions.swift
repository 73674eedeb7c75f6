/// TO BE WRITTEN
enum StringFunctions {
  static let functions: [ScalarFunction] = []
}
