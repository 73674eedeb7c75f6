/// TO BE WRITTEN
enum MathFunctions {
  static let functions: [ScalarFunction] = []
}
