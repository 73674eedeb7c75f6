/// TO BE WRITTEN
enum SketchFunctions {
  static let functions: [ScalarFunction] = []
}
