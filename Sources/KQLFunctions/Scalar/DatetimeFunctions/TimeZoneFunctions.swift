/// Functions that move datetimes between UTC and the local time of a zone.
enum TimeZoneFunctions {
  static let functions: [ScalarFunction] = []
}
