/// TO BE WRITTEN
enum RegexFunctions {
  static let functions: [ScalarFunction] = []
}
