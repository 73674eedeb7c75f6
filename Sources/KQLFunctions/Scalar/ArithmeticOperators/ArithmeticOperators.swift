/// TO BE WRITTEN
enum ArithmeticOperators {
  static let functions: [ScalarFunction] = []
}
