/// TO BE WRITTEN
enum JSONFunctions {
  static let functions: [ScalarFunction] = []
}
