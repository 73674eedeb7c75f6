/// TO BE WRITTEN
enum URLFunctions {
  static let functions: [ScalarFunction] = []
}
