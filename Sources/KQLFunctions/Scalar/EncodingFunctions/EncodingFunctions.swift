/// TO BE WRITTEN
enum EncodingFunctions {
  static let functions: [ScalarFunction] = []
}
