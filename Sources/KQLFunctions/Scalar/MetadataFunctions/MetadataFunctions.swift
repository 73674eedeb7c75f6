/// TO BE WRITTEN
enum MetadataFunctions {
  static let functions: [ScalarFunction] = []
}
