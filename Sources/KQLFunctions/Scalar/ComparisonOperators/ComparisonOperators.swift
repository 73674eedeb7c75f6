/// TO BE WRITTEN
enum ComparisonOperators {
  static let functions: [ScalarFunction] = []
}
