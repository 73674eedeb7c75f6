/// TO BE WRITTEN
enum LogicalOperators {
  static let functions: [ScalarFunction] = []
}
