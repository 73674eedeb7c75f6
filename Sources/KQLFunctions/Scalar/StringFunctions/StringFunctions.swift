/// Functions that take strings apart, put them together and measure them. Positions count Unicode code points.
enum StringFunctions {
  static let functions: [ScalarFunction] =
    concatenating + measuring + letterCase + slicing + searching + replacing + codePoints + formatting
}
