/// TO BE WRITTEN
enum ConditionalFunctions {
  static let functions: [ScalarFunction] = []
}
