/// TO BE WRITTEN
enum IPv6Functions {
  static let functions: [ScalarFunction] = []
}
