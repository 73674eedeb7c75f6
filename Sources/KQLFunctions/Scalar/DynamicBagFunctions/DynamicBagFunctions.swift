/// TO BE WRITTEN
enum DynamicBagFunctions {
  static let functions: [ScalarFunction] = []
}
