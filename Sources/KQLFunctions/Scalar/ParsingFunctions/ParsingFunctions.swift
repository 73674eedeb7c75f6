/// TO BE WRITTEN
enum ParsingFunctions {
  static let functions: [ScalarFunction] = []
}
