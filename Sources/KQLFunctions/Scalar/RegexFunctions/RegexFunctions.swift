/// Functions that take regular expressions, in the syntax that `LinearRegex` documents.
enum RegexFunctions {
  static let functions: [ScalarFunction] = matching + extracting + trimming + [replaceRegex, replace, regexQuote]
}
