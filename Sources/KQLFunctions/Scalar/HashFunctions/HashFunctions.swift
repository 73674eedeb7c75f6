/// TO BE WRITTEN
enum HashFunctions {
  static let functions: [ScalarFunction] = []
}
