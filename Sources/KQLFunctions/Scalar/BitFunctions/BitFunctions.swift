/// TO BE WRITTEN
enum BitFunctions {
  static let functions: [ScalarFunction] = []
}
