/// A file that a report goes to, and the form in which it goes there.
public struct ReportDestination: Hashable, Sendable {
  public var path: String
  public var format: ReportFormat

  public init(path: String, format: ReportFormat) {
    self.path = path
    self.format = format
  }

  /// Reads `FILE`, whose extension says the format, or `FORMAT=FILE`.
  ///
  /// - Throws: ``ReportDestinationError`` when that leaves the format open or names no file.
  public init(argument: String) throws(ReportDestinationError) {
    if let equals = argument.firstIndex(of: "="), let format = ReportFormat(rawValue: String(argument[..<equals])) {
      self.init(path: String(argument[argument.index(after: equals)...]), format: format)
    } else if let format = ReportFormat(fileName: argument) {
      self.init(path: argument, format: format)
    } else {
      let extensions = ReportFormat.allCases.flatMap(\.fileExtensions).map { "." + $0 }.joined(separator: ", ")
      let names = ReportFormat.allCases.map(\.rawValue).joined(separator: ", ")
      throw ReportDestinationError(
        message: "'\(argument)' does not say which format the report is to have: end the name in one of "
          + "\(extensions), or write FORMAT=FILE, with FORMAT one of \(names)")
    }
    if path.isEmpty || path.hasSuffix("/") { throw ReportDestinationError(message: "'\(argument)' names no file") }
  }
}

/// Why an argument names no destination of a report.
public struct ReportDestinationError: Error, Hashable, Sendable, CustomStringConvertible {
  /// One line, lower case, with what to write instead.
  public var message: String

  public var description: String { message }
}
