/// TO BE WRITTEN
enum BinningFunctions {
  static let functions: [ScalarFunction] = []
}
