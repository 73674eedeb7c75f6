/// TO BE WRITTEN
enum IPv4Functions {
  static let functions: [ScalarFunction] = []
}
