/// TO BE WRITTEN
enum SeriesFunctions {
  static let functions: [ScalarFunction] = []
}
