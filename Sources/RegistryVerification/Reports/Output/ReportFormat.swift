/// The forms in which a report can be written.
public enum ReportFormat: String, Hashable, Sendable, CaseIterable {
  /// For a terminal of 80 columns.
  case text
  /// The whole report, by a schema that is published and versioned.
  case json
  /// For a pull request or a wiki.
  case markdown
  /// One page that needs nothing else and runs nothing.
  case html
  /// SARIF 2.1.0, for code scanning.
  case sarif
  /// One test case a check, for continuous integration.
  case junit
}

extension ReportFormat {
  /// The format that a file's name asks for by its extension; `nil` when the extension is none of ``fileExtensions``.
  public init?(fileName: String) {
    let name = fileName.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: ".") else { return nil }
    let wanted = name[name.index(after: dot)...].lowercased()
    guard let match = Self.allCases.first(where: { $0.fileExtensions.contains(wanted) }) else { return nil }
    self = match
  }

  /// Extensions of files that hold the format, lower case and without the dot.
  public var fileExtensions: [String] {
    switch self {
    case .text: ["txt"]
    case .json: ["json"]
    case .markdown: ["md", "markdown"]
    case .html: ["html", "htm"]
    case .sarif: ["sarif"]
    case .junit: ["xml"]
    }
  }
}
